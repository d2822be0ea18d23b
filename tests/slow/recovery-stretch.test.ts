import { campaign, stretchOf } from '../recovery/campaign.ts';

campaign(200_000_000, 100, stretchOf(0.08, true));
