import sharp from 'sharp';
import { expect, test } from 'vitest';
import type { CutSeal } from '../../electron/core/threads/threads.ts';
import { compareSeals } from '../../electron/workers/imaging/compare-seals.ts';
import { SAME_PLACE, SAME_SEAL } from '../../shared/seal/limits.ts';
import type { PlannedSeal } from './plan.ts';
import { press } from './press.ts';
import type { SealDesign } from './seal-drawing.ts';

const DPI = 300;
const round = (ring: string, line = ''): SealDesign => ({
  shape: 'circle',
  width: 42,
  height: 42,
  stroke: 1.1,
  double: false,
  ring,
  star: true,
  line,
  code: '4101050012345',
  solid: false,
});
const square = (ring: string): SealDesign => ({
  ...round(ring),
  shape: 'square',
  width: 18,
  height: 18,
  star: false,
  code: '',
});

/** One stamping of a seal as it would be cut out; the ink differs from one to the next. */
async function stamp(design: SealDesign, more: Partial<PlannedSeal> = {}): Promise<CutSeal> {
  const seal: PlannedSeal = {
    design,
    x: 100,
    y: 100,
    turn: 0,
    colour: [196, 22, 28],
    density: 0.85,
    heavy: false,
    palest: 0.6,
    texture: 0.7,
    damage: null,
    seed: 1,
    ...more,
  };
  const { left, top, width, height, alpha } = await press(seal, DPI);
  const data = new Uint8Array(width * height * 4);
  for (let i = 0; i < alpha.length; i++) data.set([...seal.colour, alpha[i]!], i * 4);
  const mm = (px: number): number => (px * 25.4) / DPI;
  return {
    png: await sharp(data, { raw: { width, height, channels: 4 } })
      .png()
      .toBuffer(),
    finding: {
      shape: design.shape,
      centerMm: [seal.x, seal.y],
      widthMm: design.width,
      heightMm: design.height,
      angleDeg: design.shape === 'circle' ? 0 : seal.turn,
      uprightDeg: 0,
      cutMm: { x: mm(left), y: mm(top), width: mm(width), height: mm(height) },
      rangeMm: null,
      noteMm: null,
      furtherMm: null,
      formTypes: null,
      verdict: 'pass',
      reasons: [],
      measures: { ring: 1, evenness: 1, covered: 0, density: 0.8 },
      by: 'program',
    },
  };
}

const organ = round('云溪市市场监督管理局', '证照专用章');

test('two stampings of one seal are alike everywhere, however each was turned and inked', async () => {
  const first = await stamp(organ);
  for (const [turn, heavy, palest] of [
    [0, true, 0.4],
    [17, false, 0.35],
    [-160, false, 0.8],
  ] as const) {
    const found = await compareSeals(first, await stamp(organ, { turn, heavy, palest, seed: 90 + turn }), false);
    expect(found.likeness).toBeGreaterThan(SAME_SEAL);
    expect(found.weakest).toBeGreaterThan(SAME_PLACE);
    expect(found.turnDeg).toBeCloseTo(turn, 0);
    expect(found.onlyEarlier + found.onlyLater).toBeLessThan(0.01);
  }
});

test.each([
  ['another organ', organ, round('北岭县住房和城乡建设局', '证照专用章')],
  ['another use', organ, round('云溪市市场监督管理局', '行政审批专用章')],
  ['another name', square('张伟之印'), square('李娜之印')],
])('%s is another seal', async (_, one, other) => {
  const found = await compareSeals(await stamp(one), await stamp(other, { seed: 5, turn: 4 }), false);
  expect(found.likeness < SAME_SEAL || found.weakest < SAME_PLACE).toBe(true);
});

test('two seals that differ in one character are told apart at that character', async () => {
  const second = { ...organ, line: '证照专用章（2）' };
  const found = await compareSeals(
    await stamp({ ...organ, line: '证照专用章（1）' }),
    await stamp(second, { seed: 7 }),
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
  const worn = await stamp(organ, { damage: { kind: 'ring-broken', share: 0.12, at: 0 }, seed: 3 });
  const found = await compareSeals(await stamp(organ), worn, true);
  expect(found.likeness).toBeGreaterThan(SAME_SEAL);
  expect(found.onlyEarlier).toBeGreaterThan(0.01);
  expect(found.onlyLater).toBeLessThan(0.01);
  expect((await sharp(found.picture!).metadata()).width).toBeGreaterThan(200);
});
