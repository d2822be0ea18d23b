import { damageCampaign, oneVolume, twoVolumes } from '../damage/campaign.ts';
import { everything } from '../damage/extents.ts';

// Two files, so that two cores work on it.
for (const sample of [oneVolume, twoVolumes]) damageCampaign(sample, everything(1));
