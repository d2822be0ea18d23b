import { damageCampaign, oneVolume, twoVolumes } from './campaign.ts';
import { share } from './extents.ts';

// Every bit of the headers, and a share of the rest; all of it stands in tests/slow.
damageCampaign(oneVolume, share(1, 97));
damageCampaign(twoVolumes, share(9, 97));
