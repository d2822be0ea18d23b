import { drawSealSheet } from '../build/seal-sheets/draw-sheet.ts';
import { planSheet, type SheetPlan } from '../build/seal-sheets/plan.ts';
import type { SealDesign } from '../build/seal-sheets/seal-drawing.ts';
import { type CutSeal, comparingPool, imagingPool } from '../electron/core/threads/threads.ts';
import { SAME_PLACE, SAME_SEAL, SAME_SIZE_MM } from '../shared/seal/limits.ts';
import { Seeded } from '../tests/fixtures/seeded.ts';
import { type Figure, median } from './figures.ts';

const seal = (ring: string, more: Partial<SealDesign> = {}): SealDesign => ({
  shape: 'circle',
  width: 42,
  height: 42,
  stroke: 1.1,
  double: false,
  ring,
  star: true,
  line: '',
  code: '4101050012345',
  solid: false,
  ...more,
});
const organ = '云溪市市场监督管理局';
const invoice = { shape: 'ellipse', width: 40, height: 30, star: false, line: '发票专用章' } as const;
const name = { shape: 'square', width: 18, height: 18, star: false, code: '' } as const;

/** Seals that are hard to tell apart, and those of a character's difference. */
const designs: readonly SealDesign[] = [
  ...[organ, '北岭县市场监督管理局', '云溪市教育局', '云溪市体育局'].map((ring) => seal(ring)),
  ...['行政审批专用章', '证照专用章', '证照专用章（1）', '证照专用章（2）'].map((line) => seal(organ, { line })),
  ...['云溪市示例有限公司', '北岭县样本有限公司'].map((ring) => seal(ring, invoice)),
  ...['张伟之印', '李娜之印'].map((ring) => seal(ring, name)),
];

/** Stamps every design twice on sheets of their own, scans them, and compares every pair that a station would. */
export async function measure(): Promise<readonly Figure[]> {
  const random = new Seeded(7);
  const stampings: CutSeal[][] = [[], []];
  for (const design of designs) for (const one of stampings) one.push(await scanned(design, random));
  const [first, second] = stampings as [CutSeal[], CutSeal[]];
  const same: { likeness: number; weakest: number }[] = [];
  const other: { likeness: number; weakest: number }[] = [];
  const times: number[] = [];
  for (const [i, earlier] of first.entries())
    for (const [j, later] of second.entries()) {
      if (!comparable(earlier, later)) continue;
      const begun = performance.now();
      const found = await comparingPool().run({ earlier, later, picture: false }, { name: `${i} ${j}` });
      times.push(performance.now() - begun);
      (i === j ? same : other).push(found);
    }
  await Promise.all([imagingPool().close(), comparingPool().close()]);
  const alike = other.filter(({ likeness }) => likeness >= SAME_SEAL);
  const least = (values: readonly number[]): number => Math.min(...values);
  return [
    { name: 'pairs of one seal', value: same.length, unit: '' },
    { name: '  alike, least', value: least(same.map((one) => one.likeness)), unit: '', atLeast: SAME_SEAL },
    {
      name: '  at the weakest place, least',
      value: least(same.map((one) => one.weakest)),
      unit: '',
      atLeast: SAME_PLACE,
    },
    { name: 'pairs of two seals', value: other.length, unit: '' },
    { name: '  alike, most', value: Math.max(...other.map((one) => one.likeness)), unit: '' },
    { name: '  as alike as one seal', value: alike.length, unit: '' },
    {
      name: '  of these, at the weakest place, most',
      value: Math.max(...alike.map((one) => one.weakest)),
      unit: '',
      atMost: SAME_PLACE,
    },
    { name: 'a comparison, median', value: median(times), unit: 'ms' },
  ];
}

const comparable = ({ finding: a }: CutSeal, { finding: b }: CutSeal): boolean =>
  a.shape === b.shape &&
  Math.abs(a.widthMm - b.widthMm) <= SAME_SIZE_MM &&
  Math.abs(a.heightMm - b.heightMm) <= SAME_SIZE_MM;

/** One stamping as it is cut out of its scan; ink, turn, page and resolution differ from one to the next. */
async function scanned(design: SealDesign, random: Seeded): Promise<CutSeal> {
  const share = (): number => random.below(1000) / 1000;
  const plan: SheetPlan = {
    ...planSheet('tuning', 0),
    ink: 'red',
    quarters: 0,
    askew: 4 * share() - 2,
    dpi: random.below(2) === 0 ? 200 : 300,
    quality: 75,
    halfColour: true,
    clutter: [],
    blurPx: 0.6,
    seals: [
      {
        design,
        x: 70,
        y: 100,
        turn: 50 * share() - 25,
        colour: [196, 22, 28],
        density: 0.7 + 0.3 * share(),
        heavy: share() < 0.3,
        palest: 0.5 + 0.4 * share(),
        texture: share(),
        damage: null,
        seed: random.below(1_000_000),
      },
    ],
    ranges: [{ shape: 'none', pen: 'black', note: '', types: [] }],
  };
  const { scan } = await drawSealSheet(plan);
  const output = await imagingPool().run(
    { bytes: new Uint8Array(scan), name: design.ring, index: 0, preview: false },
    { name: design.ring },
  );
  const found = 'page' in output ? output.page.seals[0] : undefined;
  if (!found) throw new Error(`no seal found of ${design.ring}`);
  return { png: found.pictures.clean, finding: found.finding };
}
