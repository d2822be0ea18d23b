import sharp from 'sharp';
import type { PageBox } from '../../shared/seal/reasons.ts';
import type { PageFinding, ScannedPage, ScannedSeal } from '../../shared/seal/scan.ts';
import { SHEET } from './clutter.ts';
import type { PlannedSeal, SheetPlan } from './plan.ts';
import type { Pressed } from './press.ts';

/** What became of one drawn seal. */
export interface SealScore {
  readonly seal: PlannedSeal;
  /** The seal on the page as it was found; null: not found. */
  readonly found: ScannedSeal | null;
  readonly centreMm: number;
  readonly sizeMm: number;
  readonly shapeRight: boolean;
  /** Mean error of the alpha inside the cut; NaN for damaged seals. */
  readonly alphaError: number;
  /** How far from upright the cut-out stands, degrees; NaN where its top was not told. */
  readonly uprightOff: number;
  /** Not found, but its place was pointed at. */
  readonly pointedAt: boolean;
}

export interface SheetScore {
  readonly plan: SheetPlan;
  readonly seals: readonly SealScore[];
  /** What was taken for a seal and is none. */
  readonly wrong: readonly ScannedSeal[];
  /** Places that were pointed at as unclear and where nothing was stamped. */
  readonly wrongPlaces: readonly PageBox[];
}

type Point = readonly [number, number];

/** Where places of the drawn page lie in the finding's own millimetres, and how far directions are turned. */
interface Mapping {
  readonly turn: number;
  at(p: Point): Point;
}

/** `quarters` clockwise turns of a frame of `w` × `h` mm. */
function quarterTurned([x, y]: Point, quarters: number, w: number, h: number): Point {
  if (quarters === 1) return [h - y, x];
  if (quarters === 2) return [w - x, h - y];
  return quarters === 3 ? [y, w - x] : [x, y];
}

/** Where the page's edges were seen, the page is the frame, otherwise the picture is: 1 px lies where the scanner put it. */
export function mappingOf(plan: SheetPlan, page: PageFinding, quarters: number): Mapping {
  const askew = page.edgesSeen ? 0 : (plan.askew * Math.PI) / 180;
  const lying = quarters % 2 === 1;
  const [w, h] = page.edgesSeen
    ? [SHEET.widthMm, SHEET.heightMm]
    : lying
      ? [page.heightMm, page.widthMm]
      : [page.widthMm, page.heightMm];
  const [c, s] = [Math.cos(askew), Math.sin(askew)];
  return {
    turn: askew + (quarters * Math.PI) / 2,
    at([px, py]) {
      const [x, y] = [px - SHEET.widthMm / 2, py - SHEET.heightMm / 2];
      return quarterTurned([w / 2 + x * c - y * s, h / 2 + x * s + y * c], quarters, w, h);
    },
  };
}

/** Compares what was read with what was drawn. A page that lies a quarter turn off may have been set upright or not. */
export async function scoreSheet(plan: SheetPlan, pressed: readonly Pressed[], page: ScannedPage): Promise<SheetScore> {
  const tries = [plan.quarters, 0, (plan.quarters + 2) % 4].map((quarters) => match(plan, page, quarters));
  const best = tries.reduce((a, b) => (b.fit > a.fit ? b : a));
  const seals: Omit<SealScore, 'pointedAt'>[] = [];
  for (const [i, seal] of plan.seals.entries()) {
    const found = best.found[i] ?? null;
    seals.push(await scoreSeal(plan, seal, pressed[i]!, found, best.mapping));
  }
  const { unclear } = page.finding;
  const pointed = unclear.map((place) =>
    plan.seals.findIndex((seal) => holds(place, best.mapping.at([seal.x, seal.y]))),
  );
  return {
    plan,
    seals: seals.map((score, i) => ({ ...score, pointedAt: !score.found && pointed.includes(i) })),
    wrong: page.seals.filter((seal) => !best.found.includes(seal)),
    wrongPlaces: unclear.filter((_, i) => pointed[i] === -1),
  };
}

const holds = ({ x, y, width, height }: PageBox, [a, b]: Point): boolean =>
  a > x && b > y && a < x + width && b < y + height;

function match(plan: SheetPlan, page: ScannedPage, quarters: number) {
  const mapping = mappingOf(plan, page.finding, quarters);
  const left = new Set(page.seals);
  let fit = 0;
  const found = plan.seals.map(({ x, y, design }) => {
    const [cx, cy] = mapping.at([x, y]);
    let best: ScannedSeal | null = null;
    const reach = 0.3 * Math.min(design.width, design.height);
    let nearest = reach;
    for (const seal of left) {
      const far = Math.hypot(seal.finding.centerMm[0] - cx, seal.finding.centerMm[1] - cy);
      if (far >= nearest) continue;
      nearest = far;
      best = seal;
    }
    if (best) left.delete(best);
    fit += 1 - nearest / reach;
    return best;
  });
  return { mapping, found, fit };
}

async function scoreSeal(
  plan: SheetPlan,
  seal: PlannedSeal,
  ink: Pressed,
  found: ScannedSeal | null,
  mapping: Mapping,
): Promise<Omit<SealScore, 'pointedAt'>> {
  if (!found)
    return {
      seal,
      found,
      centreMm: Number.NaN,
      sizeMm: Number.NaN,
      shapeRight: false,
      alphaError: Number.NaN,
      uprightOff: Number.NaN,
    };
  const { centerMm, widthMm, heightMm, shape, uprightDeg } = found.finding;
  const { design } = seal;
  const [cx, cy] = mapping.at([seal.x, seal.y]);
  return {
    seal,
    found,
    centreMm: Math.hypot(centerMm[0] - cx, centerMm[1] - cy),
    sizeMm: Math.max(
      Math.abs(Math.min(widthMm, heightMm) - Math.min(design.width, design.height)),
      Math.abs(Math.max(widthMm, heightMm) - Math.max(design.width, design.height)),
    ),
    shapeRight: shape === design.shape,
    uprightOff: uprightDeg === 0 ? Number.NaN : turnBetween(seal.turn + (mapping.turn * 180) / Math.PI, uprightDeg),
    alphaError: seal.damage ? Number.NaN : await alphaError(plan, seal, ink, found, mapping.turn),
  };
}

/** Degrees between two directions, 0 to 180. */
const turnBetween = (a: number, b: number): number => Math.abs(((((a - b) % 360) + 540) % 360) - 180);

/** The seal's full ink: what its densest tenth has. */
function fullInk(alpha: Uint8Array): number {
  const counts = new Uint32Array(256);
  let inked = 0;
  for (const value of alpha) {
    if (value < 26) continue;
    counts[value] = counts[value]! + 1;
    inked++;
  }
  let level = 255;
  for (let seen = 0; level > 26 && seen + counts[level]! < inked * 0.1; level--) seen += counts[level]!;
  return level;
}

/** Cut and drawing are laid on each other by the middles, because the place is judged on its own. */
async function alphaError(
  plan: SheetPlan,
  seal: PlannedSeal,
  ink: Pressed,
  { finding, pictures }: ScannedSeal,
  turn: number,
): Promise<number> {
  const { data, info } = await sharp(pictures.clean).raw().toBuffer({ resolveWithObject: true });
  const perMm = plan.dpi / 25.4;
  const full = fullInk(ink.alpha);
  const { cutMm, centerMm, uprightDeg } = finding;
  const back = turn - (uprightDeg * Math.PI) / 180;
  const [c, s] = [Math.cos(back), Math.sin(back)];
  let sum = 0;
  let n = 0;
  for (let y = 0; y < info.height; y += 2) {
    for (let x = 0; x < info.width; x += 2) {
      const dx = cutMm.x + ((x + 0.5) / info.width) * cutMm.width - centerMm[0];
      const dy = cutMm.y + ((y + 0.5) / info.height) * cutMm.height - centerMm[1];
      const px = Math.floor((seal.x + dx * c + dy * s) * perMm) - ink.left;
      const py = Math.floor((seal.y + dy * c - dx * s) * perMm) - ink.top;
      const drawn = px < 0 || py < 0 || px >= ink.width || py >= ink.height ? 0 : ink.alpha[py * ink.width + px]!;
      sum += Math.abs(Math.min(1, drawn / full) - data[(y * info.width + x) * 4 + 3]! / 255);
      n++;
    }
  }
  return sum / n;
}
