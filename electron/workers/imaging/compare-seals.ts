import sharp from 'sharp';
import type { SealFinding } from '../../../shared/seal/scan.ts';
import type { CutSeal, SealComparison } from '../../core/threads/threads.ts';
import { burnPixel, checkMark, markAlong } from './check-mark.ts';
import { type Outline, outsideOf } from './outline.ts';

const PER_MM = 6;
/** Fine texture of ink differs from stamping to stamping. */
const SOFT_MM = 0.22;
/** Ink by share of the full ink: how hard it was pressed does not count. */
const INKED = [0.12, 0.45] as const;
const CREEP_MM = 0.45;
/** Turns are first tried by the degree. */
const TURNS = 360;
const RINGS = { count: 36, from: 0.25, to: 0.95 } as const;
/** So many of the best turns are looked at closely: characters repeat around a ring. */
const TRIED = 5;
const APART_DEG = 6;
/** What all seals share lies outside: the border, and the star in the middle of round ones. */
const BORDER_MM = 1.6;
const STAR_SHARE = 0.34;

/** A character of a seal is 3 to 5 mm high; a disc with hardly any ink in either tells nothing. */
const DISC_MM = 2;
const DISC_INK = 0.12;
/** Another digit changes an eighth of its disc, another character a third. */
const DIFFERS = 8;
/** Inside a star, ink differs by pressure alone. */
const FLAT = 0.02;

/** Ink, 0 to 1, on a square grid about the middle of the seal. */
interface Impression {
  readonly side: number;
  readonly data: Float32Array;
}

/** Lays two cut-outs over each other, turned as fits best, and says how alike they are. */
export async function compareSeals(earlier: CutSeal, later: CutSeal, picture: boolean): Promise<SealComparison> {
  const largest = Math.max(...[earlier, later].flatMap(({ finding: { cutMm } }) => [cutMm.width, cutMm.height]));
  const side = Math.ceil(largest * PER_MM) + 2;
  const [a, b] = await Promise.all([impressionOf(earlier, side), impressionOf(later, side)]);
  const outline = ownOutline(later.finding);
  const few = tellingPlaces(later.finding, outline, side, 2);
  let best: Fit = { likeness: -1, turn: 0, x: 0, y: 0 };
  for (const turn of likelyTurns(a, b, side)) {
    const fit = closer(a, b, few, { turn, x: 0, y: 0 }, 2);
    if (fit.likeness > best.likeness) best = fit;
  }
  best = closer(a, b, tellingPlaces(later.finding, outline, side, 1), best, 0.5);
  const over = laidOver(a, best);
  const weak = weakestDisc(over, b, outline);
  return {
    likeness: round(best.likeness),
    weakest: round(weak.likeness),
    weakestMm: [round((weak.x + side / 2) / PER_MM), round((weak.y + side / 2) / PER_MM)],
    sideMm: round(side / PER_MM),
    turnDeg: Number(((((best.turn * 180) / Math.PI + 540) % 360) - 180).toFixed(1)),
    onlyEarlier: shareWithout(over, b),
    onlyLater: shareWithout(b, over),
    picture: picture ? await pictureOf(over, b, outline) : null,
  };
}

const round = (value: number): number => Number(value.toFixed(3));

async function impressionOf({ png, finding }: CutSeal, side: number): Promise<Impression> {
  const width = Math.round(finding.cutMm.width * PER_MM);
  const height = Math.round(finding.cutMm.height * PER_MM);
  const ink = await sharp(png)
    .extractChannel('alpha')
    .resize(width, height, { fit: 'fill' })
    .blur(SOFT_MM * PER_MM)
    .raw()
    .toBuffer();
  const data = new Float32Array(side * side);
  const [left, top] = [(side - width) >> 1, (side - height) >> 1];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const t = Math.max(0, Math.min(1, (ink[y * width + x]! / 255 - INKED[0]) / (INKED[1] - INKED[0])));
      data[(y + top) * side + x + left] = t * t * (3 - 2 * t);
    }
  return { side, data };
}

/** The outline about (0, 0), mm; one of no common shape counts as an ellipse. */
function ownOutline({ shape, widthMm, heightMm, angleDeg, uprightDeg }: SealFinding): Outline {
  const about = { x: 0, y: 0, angle: ((angleDeg - uprightDeg) * Math.PI) / 180 };
  return shape === 'square' || shape === 'rectangle'
    ? { shape, ...about, width: widthMm, height: heightMm }
    : { shape: 'ellipse', ...about, rx: widthMm / 2, ry: heightMm / 2 };
}

/** Where seals differ from one another: px from the middle, every `step` px both ways. */
function tellingPlaces({ shape, widthMm }: SealFinding, outline: Outline, side: number, step: number): Float32Array {
  const outside = outsideOf(outline);
  const star = shape === 'circle' ? (widthMm / 2) * STAR_SHARE : 0;
  const places: number[] = [];
  const half = side / 2;
  for (let y = 0.5 - half; y < half; y += step)
    for (let x = 0.5 - half; x < half; x += step) {
      const [mmX, mmY] = [x / PER_MM, y / PER_MM];
      if (outside(mmX, mmY) < -BORDER_MM && Math.hypot(mmX, mmY) > star) places.push(x, y);
    }
  return Float32Array.from(places);
}

/** Turns, radians, at which the rings of the two agree best. */
function likelyTurns(a: Impression, b: Impression, side: number): number[] {
  const [ofA, ofB] = [ringsOf(a, side), ringsOf(b, side)];
  const agree = new Float32Array(TURNS);
  for (let ring = 0; ring < RINGS.count; ring++) {
    const at = ring * TURNS;
    for (let turn = 0; turn < TURNS; turn++) {
      let sum = 0;
      for (let i = 0; i < TURNS; i++) sum += ofA[at + i]! * ofB[at + ((i + turn) % TURNS)]!;
      agree[turn]! += sum;
    }
  }
  const order = Array.from(agree.keys()).sort((one, other) => agree[other]! - agree[one]!);
  const chosen: number[] = [];
  for (const turn of order) {
    const near = chosen.some((one) => Math.abs(((one - turn + 540) % 360) - 180) < APART_DEG);
    if (!near) chosen.push(turn);
    if (chosen.length === TRIED) break;
  }
  return chosen.map((turn) => (turn * 2 * Math.PI) / TURNS);
}

/** Ink along circles about the middle, less the mean of each; larger circles count more, as they hold more. */
function ringsOf(one: Impression, side: number): Float32Array {
  const rings = new Float32Array(RINGS.count * TURNS);
  for (let ring = 0; ring < RINGS.count; ring++) {
    const r = (side / 2) * (RINGS.from + ((RINGS.to - RINGS.from) * ring) / (RINGS.count - 1));
    let sum = 0;
    for (let i = 0; i < TURNS; i++) {
      const angle = (i * 2 * Math.PI) / TURNS;
      const value = inkAt(one, r * Math.cos(angle), r * Math.sin(angle));
      rings[ring * TURNS + i] = value;
      sum += value;
    }
    for (let i = 0; i < TURNS; i++) rings[ring * TURNS + i] = (rings[ring * TURNS + i]! - sum / TURNS) * Math.sqrt(r);
  }
  return rings;
}

/** Ink at a place, px from the middle, between the pixels. */
function inkAt({ side, data }: Impression, x: number, y: number): number {
  const px = x + side / 2 - 0.5;
  const py = y + side / 2 - 0.5;
  const i = Math.floor(px);
  const j = Math.floor(py);
  if (i < 0 || j < 0 || i >= side - 1 || j >= side - 1) return 0;
  const at = j * side + i;
  const [u, v] = [px - i, py - j];
  const above = data[at]! * (1 - u) + data[at + 1]! * u;
  const below = data[at + side]! * (1 - u) + data[at + side + 1]! * u;
  return above * (1 - v) + below * v;
}

/** How the earlier one lies over the later: radians clockwise, px. */
interface Fit {
  readonly likeness: number;
  readonly turn: number;
  readonly x: number;
  readonly y: number;
}

/** Moves and turns little by little until nothing gets better. */
function closer(
  a: Impression,
  b: Impression,
  places: Float32Array,
  { turn, x, y }: Omit<Fit, 'likeness'>,
  from: number,
): Fit {
  let best: Fit = { turn, x, y, likeness: likeness(a, b, places, turn, x, y) };
  for (let step = from; step >= 0.25; step /= 2) {
    for (let better = true; better; ) {
      better = false;
      const turned = (step * 0.5 * Math.PI) / 180;
      for (const [dt, dx, dy] of [
        [turned, 0, 0],
        [-turned, 0, 0],
        [0, step, 0],
        [0, -step, 0],
        [0, 0, step],
        [0, 0, -step],
      ] as const) {
        const next = { turn: best.turn + dt, x: best.x + dx, y: best.y + dy };
        const found = likeness(a, b, places, next.turn, next.x, next.y);
        if (found > best.likeness + 1e-4) {
          best = { ...next, likeness: found };
          better = true;
        }
      }
    }
  }
  return best;
}

/** Correlation of the ink of both at the telling places. */
function likeness(a: Impression, b: Impression, places: Float32Array, turn: number, dx: number, dy: number): number {
  const c = Math.cos(turn);
  const s = Math.sin(turn);
  let [n, sumA, sumB, sumAA, sumBB, sumAB] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < places.length; i += 2) {
    const x = places[i]!;
    const y = places[i + 1]!;
    const valueB = inkAt(b, x, y);
    const [mx, my] = [x - dx, y - dy];
    const valueA = inkAt(a, mx * c + my * s, my * c - mx * s);
    n++;
    sumA += valueA;
    sumB += valueB;
    sumAA += valueA * valueA;
    sumBB += valueB * valueB;
    sumAB += valueA * valueB;
  }
  const spread = Math.sqrt((sumAA - (sumA * sumA) / n) * (sumBB - (sumB * sumB) / n));
  return spread > 0 ? (sumAB - (sumA * sumB) / n) / spread : 0;
}

/** The earlier impression as it lies over the later. */
function laidOver(a: Impression, { turn, x: dx, y: dy }: Fit): Impression {
  const { side } = a;
  const data = new Float32Array(side * side);
  const c = Math.cos(turn);
  const s = Math.sin(turn);
  for (let j = 0; j < side; j++)
    for (let i = 0; i < side; i++) {
      const x = i + 0.5 - side / 2 - dx;
      const y = j + 0.5 - side / 2 - dy;
      data[j * side + i] = inkAt(a, x * c + y * s, y * c - x * s);
    }
  return { side, data };
}

/** Where the two agree least, px from the middle: about one character is looked at. */
function weakestDisc(
  over: Impression,
  later: Impression,
  outline: Outline,
): { likeness: number; x: number; y: number } {
  const outside = outsideOf(outline);
  const half = later.side / 2;
  const reach = DISC_MM * PER_MM;
  let weakest = { likeness: 1, x: 0, y: 0 };
  for (let cy = -half; cy <= half; cy += 0.75 * reach)
    for (let cx = -half; cx <= half; cx += 0.75 * reach) {
      if (outside(cx / PER_MM, cy / PER_MM) > -BORDER_MM - DISC_MM / 2) continue;
      const places: number[] = [];
      for (let y = cy - reach; y <= cy + reach; y++)
        for (let x = cx - reach; x <= cx + reach; x++)
          if (Math.hypot(x - cx, y - cy) <= reach && outside(x / PER_MM, y / PER_MM) < -BORDER_MM) places.push(x, y);
      const disc = Float32Array.from(places);
      if (places.length / 2 < reach * reach) continue;
      const [one, other] = [inkOf(over, disc), inkOf(later, disc)];
      if (one.mean + other.mean < DISC_INK || Math.max(one.spread, other.spread) < FLAT) continue;
      // Where both have little but specks, nothing correlates, and nothing differs either.
      const found = Math.max(likeness(over, later, disc, 0, 0, 0), 1 - DIFFERS * difference(over, later, disc));
      if (found < weakest.likeness) weakest = { likeness: found, x: cx, y: cy };
    }
  return weakest;
}

function difference(a: Impression, b: Impression, places: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < places.length; i += 2)
    sum += Math.abs(inkAt(a, places[i]!, places[i + 1]!) - inkAt(b, places[i]!, places[i + 1]!));
  return sum / (places.length / 2);
}

function inkOf(one: Impression, places: Float32Array): { mean: number; spread: number } {
  let [sum, squares] = [0, 0];
  for (let i = 0; i < places.length; i += 2) {
    const ink = inkAt(one, places[i]!, places[i + 1]!);
    sum += ink;
    squares += ink * ink;
  }
  const mean = sum / (places.length / 2);
  return { mean, spread: squares / (places.length / 2) - mean * mean };
}

/** Share of the ink of both that `one` has and `other` lacks for `CREEP_MM` around. */
function shareWithout(one: Impression, other: Impression): number {
  const { side } = one;
  const reach = Math.round(CREEP_MM * PER_MM);
  let all = 0;
  let alone = 0;
  for (let y = reach; y < side - reach; y++)
    for (let x = reach; x < side - reach; x++) {
      const at = y * side + x;
      if (Math.max(one.data[at]!, other.data[at]!) > 0.5) all++;
      if (one.data[at]! <= 0.5) continue;
      let near = 0;
      for (let dy = -reach; dy <= reach; dy++)
        for (let dx = -reach; dx <= reach; dx++) near = Math.max(near, other.data[at + dy * side + dx]!);
      if (near < 0.3) alone++;
    }
  return all > 0 ? Number((alone / all).toFixed(4)) : 0;
}

/** Ink of both, of the earlier alone, and of the later alone. */
const BOTH = [84, 90, 98] as const;
const EARLIER = [26, 92, 190] as const;
const LATER = [216, 74, 20] as const;

async function pictureOf(over: Impression, later: Impression, outline: Outline): Promise<Uint8Array> {
  const { side } = later;
  const data = new Uint8Array(side * side * 3).fill(255);
  const mark = { words: await checkMark(), outline };
  const covered = new Float32Array(side);
  for (let y = 0; y < side; y++) {
    markAlong(mark, (0.5 - side / 2) / PER_MM, (y + 0.5 - side / 2) / PER_MM, 1 / PER_MM, side, covered);
    for (let x = 0; x < side; x++) {
      const [a, b] = [over.data[y * side + x]!, later.data[y * side + x]!];
      const both = Math.min(a, b);
      const i = (y * side + x) * 3;
      for (let k = 0; k < 3; k++)
        data[i + k] = 255 - (255 - BOTH[k]!) * both - (255 - EARLIER[k]!) * (a - both) - (255 - LATER[k]!) * (b - both);
      burnPixel(data, i, covered[x]!);
    }
  }
  return sharp(data, { raw: { width: side, height: side, channels: 3 } })
    .png()
    .toBuffer();
}
