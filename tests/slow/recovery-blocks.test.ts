import { blocksOf, campaign } from '../recovery/campaign.ts';

campaign(200_000_000, 100, blocksOf(0.025));
