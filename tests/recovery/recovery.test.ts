import { blocksOf, campaign, stretchOf } from './campaign.ts';

// The same at 200 MB stands in tests/slow.
for (const damaged of [stretchOf(0.08, true), blocksOf(0.025), stretchOf(0.15, false)]) campaign(8 << 20, 100, damaged);
