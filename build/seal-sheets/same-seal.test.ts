import sharp from 'sharp';
import { expect, test } from 'vitest';
import { compareSeals } from '../../electron/workers/imaging/compare-seals.ts';
import { SAME_PLACE, SAME_SEAL } from '../../shared/seal/limits.ts';
import type { SealDesign } from './seal-drawing.ts';
import { roundSeal, stamped } from './stamped.ts';

const square = (ring: string): SealDesign => ({
  ...roundSeal(ring),
  shape: 'square',
  width: 18,
  height: 18,
  star: false,
  code: '',
});

const organ = roundSeal('云溪市市场监督管理局', '证照专用章');

test('two stampings of one seal are alike everywhere, however each was turned and inked', async () => {
  const first = await stamped(organ);
  for (const [turn, heavy, palest] of [
    [0, true, 0.4],
    [17, false, 0.35],
    [-160, false, 0.8],
  ] as const) {
    const found = await compareSeals(first, await stamped(organ, { turn, heavy, palest, seed: 90 + turn }), false);
    expect(found.likeness).toBeGreaterThan(SAME_SEAL);
    expect(found.weakest).toBeGreaterThan(SAME_PLACE);
    expect(found.turnDeg).toBeCloseTo(turn, 0);
    expect(found.onlyEarlier + found.onlyLater).toBeLessThan(0.01);
  }
});

test.each([
  ['another organ', organ, roundSeal('北岭县住房和城乡建设局', '证照专用章')],
  ['another use', organ, roundSeal('云溪市市场监督管理局', '行政审批专用章')],
  ['another name', square('张伟之印'), square('李娜之印')],
])('%s is another seal', async (_, one, other) => {
  const found = await compareSeals(await stamped(one), await stamped(other, { seed: 5, turn: 4 }), false);
  expect(found.likeness < SAME_SEAL || found.weakest < SAME_PLACE).toBe(true);
});

test('two seals that differ in one character are told apart at that character', async () => {
  const second = { ...organ, line: '证照专用章（2）' };
  const found = await compareSeals(
    await stamped({ ...organ, line: '证照专用章（1）' }),
    await stamped(second, { seed: 7 }),
    false,
  );
  expect(found.likeness).toBeGreaterThan(SAME_SEAL);
  expect(found.weakest).toBeLessThan(SAME_PLACE);
  // The digit: right of the middle, in the line below it.
  const [x, y] = found.weakestMm.map((mm) => mm - found.sideMm / 2) as [number, number];
  expect(x).toBeGreaterThan(5);
  expect(y).toBeGreaterThan(6);
});

test('a worn seal is still the same, and what it lost is counted', async () => {
  const worn = await stamped(organ, { damage: { kind: 'ring-broken', share: 0.12, at: 0 }, seed: 3 });
  const found = await compareSeals(await stamped(organ), worn, true);
  expect(found.likeness).toBeGreaterThan(SAME_SEAL);
  expect(found.onlyEarlier).toBeGreaterThan(0.01);
  expect(found.onlyLater).toBeLessThan(0.01);
  expect((await sharp(found.picture!).metadata()).width).toBeGreaterThan(200);
});
