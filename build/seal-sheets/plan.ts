import { randomFrom } from '../samples/picture.ts';
import type { SealDesign } from './seal-drawing.ts';

export type SealInk = 'red' | 'blue' | 'black';
export type Colour = readonly [number, number, number];

/** What is wrong with a seal; sizes in mm, shares from 0 to 1, angles in radians clockwise from the right. */
export type Damage =
  | { readonly kind: 'ring-broken'; readonly share: number; readonly at: number }
  | { readonly kind: 'half-inked'; readonly at: number; readonly share: number }
  | { readonly kind: 'uneven'; readonly at: number; readonly low: number }
  | { readonly kind: 'blot'; readonly radius: number; readonly at: number; readonly out: number }
  | { readonly kind: 'faint'; readonly density: number }
  | { readonly kind: 'smeared'; readonly mm: number; readonly at: number }
  | { readonly kind: 'doubled'; readonly mm: number; readonly at: number; readonly strength: number }
  | { readonly kind: 'text-missing'; readonly at: number; readonly width: number }
  | { readonly kind: 'star-broken'; readonly at: number }
  | { readonly kind: 'clipped'; readonly mm: number }
  | { readonly kind: 'crossed'; readonly at: number; readonly width: number }
  | { readonly kind: 'overprinted'; readonly size: number }
  | { readonly kind: 'range-over'; readonly mm: number }
  | { readonly kind: 'foreign'; readonly at: number };

export interface PlannedSeal {
  readonly design: SealDesign;
  /** Middle on the page, mm. */
  readonly x: number;
  readonly y: number;
  /** Degrees clockwise. */
  readonly turn: number;
  readonly colour: Colour;
  /** Full ink, 0 to 1; heavy ink creeps. */
  readonly density: number;
  readonly heavy: boolean;
  /** Ink at the palest place of an undamaged seal, against its full ink. */
  readonly palest: number;
  /** 0 smooth to 1 grainy. */
  readonly texture: number;
  readonly damage: Damage | null;
  readonly seed: number;
}

/** The range and note around one seal. */
export interface PlannedRange {
  readonly shape: 'round' | 'box' | 'none';
  readonly pen: 'black' | 'blue';
  readonly note: string;
  /** The license types that it means, of those that the station has. */
  readonly types: readonly string[];
}

export type Clutter = 'letterhead' | 'red-text' | 'red-table' | 'fingerprint' | 'coffee' | 'stain' | 'fold' | 'print';

/** One sheet with everything decided: drawn twice it is the same, byte for byte. Page of 210 × 297 mm. */
export interface SheetPlan {
  readonly set: string;
  readonly number: number;
  readonly seed: number;
  readonly ink: SealInk;
  readonly seals: readonly PlannedSeal[];
  readonly ranges: readonly PlannedRange[];
  readonly clutter: readonly Clutter[];
  readonly dpi: number;
  readonly quality: number;
  readonly halfColour: boolean;
  /** Degrees clockwise that the page lies askew. */
  readonly askew: number;
  /** Quarter turns clockwise on top of that. */
  readonly quarters: number;
  /** Colour around the page; null: the scanner cut the picture to the page. */
  readonly lid: Colour | null;
  readonly paper: Colour;
  readonly shade: number;
  readonly blurPx: number;
  readonly grain: number;
}

const seeds: Readonly<Record<string, number>> = { tuning: 0x51a7, reporting: 0xc0de5 };
export const sets: readonly string[] = Object.keys(seeds);

const places = ['云溪市', '北岭县', '南屏区', '东浦市', '石湾县', '青崖区', '白鹭市'];
const organs = [
  '市场监督管理局',
  '卫生健康委员会',
  '住房和城乡建设局',
  '行政审批局',
  '教育局',
  '人民政府办公室',
  '应急管理局',
];
const lines = ['', '', '', '行政审批专用章', '证照专用章', '业务专用章', '合同专用章'];
const names = ['张伟之印', '李娜之印', '王建国印', '陈思远印', '赵明之印'];
const blocks = ['已核验专用章', '准予登记专用', '年检合格专用'];
/** Notes as offices print them, and the types that they mean: full names, short ones, characters that are wrong, several in one. */
const notes: readonly { readonly text: string; readonly types: readonly string[] }[] = [
  { text: '营业执照', types: ['营业执照'] },
  { text: '适用：食品经营许可证', types: ['食品经营许可证'] },
  { text: '用于《卫生许可证》', types: ['卫生许可证'] },
  { text: '道路运输经营许可证', types: ['道路运输经营许可证'] },
  { text: '营业执照、食品经营许可证', types: ['营业执照', '食品经营许可证'] },
  { text: '医疗机构执业许可证', types: ['医疗机构执业许可证'] },
  { text: '本印章用于营业执照（正、副本）', types: ['营业执照'] },
  { text: '不动产权证书、\n不动产登记证明', types: ['不动产权证书', '不动产登记证明'] },
  { text: '事业单位法人证书', types: ['事业单位法人证书'] },
  { text: '建设用地规划许可证、建设工程规划许可证', types: ['建设用地规划许可证', '建设工程规划许可证'] },
  { text: '结婚证、离婚证', types: ['结婚证', '离婚证'] },
  { text: '适用：统一社会信用代码证书\n（机关、群团）', types: ['统一社会信用代码证书(机关、群团)'] },
  { text: '金融许可证；商品房预售许可证', types: ['金融许可证', '商品房预售许可证'] },
  { text: '药品经营许可证、医疗器械经营\n许可证', types: ['药品经营许可证', '医疗器械经营许可证'] },
  { text: '施工许可证', types: ['建筑工程施工许可证'] },
  { text: '商品房预售证', types: ['商品房预售许可证'] },
  { text: '用于税收完税证明', types: ['税收完税证明(税票)'] },
  { text: '营业热照', types: ['营业执照'] },
  { text: '民办非企业单位登计证书', types: ['民办非企业单位登记证书'] },
  { text: '食品经菅许可正', types: ['食品经营许可证'] },
  { text: '排污许可证', types: [] },
  { text: '营业执照、烟草专卖零售许可证', types: ['营业执照'] },
];
/** What the station of a sheet has in its catalog, beside what ships with the program. */
export const stationTypes: readonly string[] = [
  '食品经营许可证',
  '药品经营许可证',
  '医疗器械经营许可证',
  '卫生许可证',
  '道路运输经营许可证',
  '医疗机构执业许可证',
  '税收完税证明(税票)',
  '食品生产许可证',
  '药品生产许可证',
];
const damages = [
  'ring-broken',
  'half-inked',
  'uneven',
  'blot',
  'faint',
  'smeared',
  'doubled',
  'text-missing',
  'star-broken',
  'clipped',
  'crossed',
  'overprinted',
  'range-over',
  'foreign',
] as const;

const reds: readonly Colour[] = [
  [196, 22, 28],
  [214, 48, 30],
  [226, 74, 34],
  [176, 20, 60],
  [150, 16, 40],
  [190, 30, 80],
  [222, 36, 52],
];
const blues: readonly Colour[] = [
  [38, 62, 168],
  [30, 84, 176],
  [64, 60, 170],
];
const lids: readonly Colour[] = [
  [150, 152, 154],
  [60, 62, 64],
  [26, 26, 28],
  [110, 104, 98],
];

/** Plans sheet `number` of a set. Every tenth has blue or black seals, and the scan is told so. */
export function planSheet(set: string, number: number): SheetPlan {
  const seed = (Math.imul(seeds[set] ?? 1, 0x9e3779b1) + number * 7919) >>> 0;
  const random = randomFrom(seed);
  const between = (from: number, to: number) => from + random() * (to - from);
  const one = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const chance = (share: number) => random() < share;
  const ink: SealInk = number % 10 === 4 ? (number % 20 === 4 ? 'blue' : 'black') : 'red';
  const places = placeSeals(random);
  const seals = places.map((at): PlannedSeal => {
    const damage = chance(0.4) ? planDamage(random, at.design, ink, at) : null;
    const pull = damage?.kind === 'clipped' ? clip(at, damage.mm) : at;
    const base = ink === 'red' ? one(reds) : ink === 'blue' ? one(blues) : ([40, 38, 42] as const);
    const cast = () => between(-10, 10);
    const colour: Colour = [base[0] + cast(), base[1] + cast(), base[2] + cast()];
    const heavy = chance(0.2);
    return {
      ...pull,
      turn: chance(0.15) ? between(-180, 180) : between(-12, 12),
      colour,
      density: damage?.kind === 'faint' ? damage.density : heavy ? 1 : between(0.62, 0.98),
      heavy,
      palest: between(0.78, 0.95),
      texture: between(0, 1),
      damage,
      seed: Math.floor(random() * 1e9),
    };
  });
  const dpi = one([150, 200, 240, 300, 300, 300, 300, 300, 300, 400, 600]);
  const lid = chance(0.6) ? one(lids) : null;
  return {
    set,
    number,
    seed,
    ink,
    seals,
    ranges: seals.map((_, i) => ({
      shape: hasNeighbour(seals, i) ? 'none' : one(['round', 'round', 'round', 'box', 'none'] as const),
      pen: ink === 'blue' ? 'black' : ink === 'black' ? 'blue' : one(['black', 'blue'] as const),
      ...noteOf(one(notes)),
    })),
    clutter: planClutter(random, ink),
    dpi,
    quality: Math.round(between(60, 95)),
    halfColour: chance(0.5),
    askew: chance(0.2) ? 0 : between(-4, 4),
    quarters: chance(0.12) ? one([1, 2, 3]) : 0,
    lid,
    paper: [between(238, 254), between(236, 252), between(226, 250)],
    shade: between(0, 0.14),
    blurPx: between(0, 0.8) * Math.min(1.5, dpi / 300),
    grain: between(0, 5),
  };
}

const noteOf = ({ text, types }: (typeof notes)[number]) => ({ note: text, types });

/** A range around one of two that stand close together would run over the other. */
const hasNeighbour = (seals: readonly PlannedSeal[], i: number): boolean =>
  seals.some((other, k) => k !== i && Math.hypot(other.x - seals[i]!.x, other.y - seals[i]!.y) < 65);

type Placed = Pick<PlannedSeal, 'design' | 'x' | 'y'>;

function placeSeals(random: () => number): Placed[] {
  const between = (from: number, to: number) => from + random() * (to - from);
  const out: Placed[] = [];
  const count = 1 + Math.floor(random() * 5);
  const slots = [0, 1, 2, 3, 4, 5].sort(() => random() - 0.5).slice(0, count);
  for (const slot of slots.sort()) {
    const design = planDesign(random);
    const x = 58 + (slot % 2) * 94 + between(-5, 5);
    const y = 82 + Math.floor(slot / 2) * 72 + between(-4, 4);
    out.push({ design, x, y });
  }
  // A neighbour that nearly touches, or does.
  const last = out.at(-1)!;
  if (
    random() < 0.12 &&
    last.x < 100 &&
    !out.some((other) => other !== last && Math.abs(other.y - last.y) < 40 && other.x > 100)
  ) {
    const design = planDesign(random);
    out.push({
      design,
      x: last.x + last.design.width / 2 + design.width / 2 + between(-0.2, 3),
      y: last.y + between(-3, 3),
    });
  }
  return out;
}

function planDesign(random: () => number): SealDesign {
  const one = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const kind = random();
  const organ = one(places) + one(organs);
  const blank = { double: false, star: false, line: '', code: '', solid: false };
  if (kind < 0.6) {
    const diameter = one([38, 40, 42, 42, 42, 45, 50]);
    const line = one(lines);
    return {
      ...blank,
      shape: 'circle',
      width: diameter,
      height: diameter,
      stroke: one([1, 1.1, 1.2]),
      double: random() < 0.12,
      ring: organ,
      star: line === '' || random() < 0.7,
      line,
      code: random() < 0.4 ? String(Math.floor(1e12 + random() * 8.9e12)) : '',
    };
  }
  if (kind < 0.75) {
    const [width, height] = one([
      [40, 30],
      [45, 30],
    ] as const);
    return {
      ...blank,
      shape: 'ellipse',
      width,
      height,
      stroke: 1,
      double: random() < 0.2,
      ring: organ,
      line: one(lines.slice(3)),
    };
  }
  if (kind < 0.9) {
    const side = one([18, 20, 22, 25]);
    return { ...blank, shape: 'square', width: side, height: side, stroke: 1, ring: one(names), solid: random() < 0.3 };
  }
  const [width, height] = one([
    [50, 22],
    [45, 20],
    [36, 18],
  ] as const);
  return { ...blank, shape: 'rectangle', width, height, stroke: 1, ring: one(blocks) };
}

function planDamage(random: () => number, design: SealDesign, ink: SealInk, at: Placed): Damage {
  const between = (from: number, to: number) => from + random() * (to - from);
  const round = design.shape === 'circle' || design.shape === 'ellipse';
  const angle = between(-Math.PI, Math.PI);
  for (;;) {
    const kind = damages[Math.floor(random() * damages.length)]!;
    if (kind === 'star-broken' && !design.star) continue;
    if (design.solid && (kind === 'ring-broken' || kind === 'text-missing')) continue;
    // What lies over a seal in its own colour is no pen.
    if (ink !== 'red' && ['crossed', 'overprinted', 'range-over', 'foreign'].includes(kind)) continue;
    if (kind === 'clipped' && (at.x > 90 || !round)) continue;
    switch (kind) {
      case 'ring-broken':
        return { kind, share: between(0.05, 0.25), at: angle };
      case 'half-inked':
        return { kind, at: angle, share: between(0.3, 0.55) };
      case 'uneven':
        return { kind, at: angle, low: between(0.2, 0.38) };
      case 'blot':
        return { kind, radius: between(2.2, 4.5), at: angle, out: between(0.45, 0.95) };
      case 'faint':
        return { kind, density: between(0.14, 0.28) };
      case 'smeared':
        return { kind, mm: between(1, 2.5), at: angle };
      case 'doubled':
        return { kind, mm: between(0.7, 2), at: angle, strength: between(0.4, 0.8) };
      case 'text-missing':
        return { kind, at: -Math.PI / 2 + between(-0.7, 0.7), width: between(2, 3.5) };
      case 'star-broken':
        return { kind, at: angle };
      case 'clipped':
        return { kind, mm: between(2, 12) };
      case 'crossed':
        return { kind, at: angle, width: between(0.4, 0.9) };
      case 'overprinted':
        return { kind, size: between(3.2, 6) };
      case 'range-over':
        return { kind, mm: between(1, 5) };
      default:
        return { kind, at: angle };
    }
  }
}

const clip = (at: Placed, mm: number): Placed => ({ ...at, x: at.design.width / 2 - mm });

function planClutter(random: () => number, ink: SealInk): Clutter[] {
  const some: [Clutter, number][] = [
    ['letterhead', 0.25],
    ['red-text', 0.2],
    ['red-table', 0.12],
    ['fingerprint', 0.2],
    ['coffee', 0.2],
    ['stain', 0.2],
    ['fold', 0.25],
    ['print', 0.5],
  ];
  return some.flatMap(([kind, share]) => (random() < share && (ink !== 'black' || kind !== 'print') ? [kind] : []));
}
