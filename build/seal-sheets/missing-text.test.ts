import { expect, test } from 'vitest';
import { openPicture } from '../../electron/workers/imaging/decode.ts';
import { scanPage } from '../../electron/workers/imaging/scan-page.ts';
import { drawSealSheet } from './draw-sheet.ts';
import { type PlannedSeal, planSheet } from './plan.ts';
import type { SealDesign } from './seal-drawing.ts';
import { roundSeal } from './stamped.ts';

const star = roundSeal('白鹭市市场监督管理局', '行政审批专用章');
const noStar = { ...roundSeal('北岭县人民政府办公室', '证照专用章'), star: false };

/** What is said of seals with and without a star, turned little and much, that lack characters about `at` (radians in the seal), or none. */
async function said(at: number | null): Promise<string[][]> {
  const seal = (x: number, y: number, design: SealDesign, turn: number): PlannedSeal => ({
    design,
    x,
    y,
    turn,
    colour: [196, 22, 28],
    density: 0.9,
    heavy: false,
    palest: 0.85,
    texture: 0.3,
    damage: at === null ? null : { kind: 'text-missing', at, width: 2.9 },
    seed: 3,
  });
  const seals = [
    seal(58, 82, star, 8),
    seal(152, 82, noStar, 8),
    seal(58, 152, star, -66),
    seal(152, 152, noStar, -66),
  ];
  const { scan } = await drawSealSheet({
    ...planSheet('tuning', 0),
    seals,
    ranges: seals.map(() => ({ shape: 'none', pen: 'black', note: '', types: [] })),
    clutter: [],
    dpi: 300,
    quality: 80,
    askew: 0,
    lid: null,
  });
  const page = await scanPage(await (await openPicture(scan, 'x')).page(0), 0);
  return page.seals.map(({ finding }) => finding.reasons.map(({ code }) => code));
}

test.each([-2.1, -1.44, -0.9])(
  'a line at the foot tells where the text along the border should stand: what lacks at %s is named',
  async (at) => {
    expect(await said(at)).toEqual(Array(4).fill(['text-incomplete']));
  },
);

test('of whole seals with such a line nothing is said', async () => {
  expect(await said(null)).toEqual([[], [], [], []]);
});
