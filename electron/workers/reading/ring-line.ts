import sharp from 'sharp';
import type { SealFinding } from '../../../shared/seal/scan.ts';
import type { CutSeal } from '../../core/threads/threads.ts';
import type { Plane } from '../imaging/raster.ts';
import { sample } from '../imaging/raster.ts';

/** Strokes of a character are five pixels wide at this. */
const PER_MM = 14;
/** Text along a border ends within this depth, share of the seal's height, and reaches this far to both sides of its top, degrees. */
const DEEPEST = 0.24;
const REACH_DEG = 128;
/** A border is inked nearly all around, text is not. */
const BORDER_INK = 0.6;
/** Rows with less ink than this, share of their length, lie between border, text and star. */
const BARE = 0.02;
const LEAST_TEXT_MM = 2;
/** Text begins within this behind the border. */
const GAP_MM = 2.2;
/** Ink by share of the full ink: how hard it was pressed does not count. */
const INKED = [0.15, 0.5] as const;
/** Columns of a line with so little ink, share of its height, lie between strokes. */
const COLUMN_INK = 0.03;
/** Between characters of a ring lies more than print has: longer gaps become this share of the line's height. */
const GAP = 0.26;
/** Characters of a ring are narrower than they are high; print is as wide. */
const STRETCH = { most: 1.7 } as const;

/** Ink along the border laid flat, 0 to 255: columns go clockwise once around, rows inward from the outline. */
interface Unrolled extends Plane {
  /** Column of the middle of the text. */
  readonly top: number;
}

/** The text along the border of a round or elliptic seal as one line of print, dark on white; null where there is none. */
export async function ringLine({ png, finding }: CutSeal): Promise<Plane | null> {
  if (finding.shape !== 'circle' && finding.shape !== 'ellipse') return null;
  const flat = unroll(await inkOf(png), finding);
  const band = textBand(flat);
  return band && lineOf(flat, band);
}

async function inkOf(png: Uint8Array): Promise<Plane> {
  const { data, info } = await sharp(png).extractChannel('alpha').raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}

function unroll(ink: Plane, { widthMm, heightMm, angleDeg, uprightDeg, cutMm, shape }: SealFinding): Unrolled {
  const perMm = ink.width / cutMm.width;
  const [a, b] = [widthMm / 2, heightMm / 2];
  // What was turned upright is taken out of the axes too; a circle has none.
  const turn = shape === 'circle' ? 0 : ((angleDeg - uprightDeg) * Math.PI) / 180;
  const [c, s] = [Math.cos(turn), Math.sin(turn)];
  const height = Math.round(DEEPEST * Math.min(widthMm, heightMm) * PER_MM);
  const places = stepsAround(a - height / PER_MM / 2, b - height / PER_MM / 2, 1 / PER_MM);
  const width = places.length;
  const data = new Uint8Array(width * height);
  for (const [x, t] of places.entries()) {
    const [u, v] = [a * Math.cos(t), b * Math.sin(t)];
    const [nu, nv] = [Math.cos(t) / a, Math.sin(t) / b];
    const length = Math.hypot(nu, nv);
    for (let y = 0; y < height; y++) {
      const deep = (y + 0.5) / PER_MM;
      const [mu, mv] = [u - (deep * nu) / length, v - (deep * nv) / length];
      const px = ink.width / 2 + (mu * c - mv * s) * perMm;
      const py = ink.height / 2 + (mu * s + mv * c) * perMm;
      const share = (sample(ink, px, py) / 255 - INKED[0]) / (INKED[1] - INKED[0]);
      data[y * width + x] = 255 * Math.max(0, Math.min(1, share));
    }
  }
  return { width, height, data, top: topOf({ width, height, data }) };
}

/** Directions (of the ellipse's own angle) at equal steps along it, from its right end clockwise. */
function stepsAround(a: number, b: number, step: number): number[] {
  const fine = 7200;
  const out: number[] = [];
  let gone = 0;
  for (let k = 0; k < fine; k++) {
    const t = (2 * Math.PI * k) / fine;
    if (gone >= out.length * step) out.push(t);
    gone += (Math.hypot(a * Math.sin(t), b * Math.cos(t)) * 2 * Math.PI) / fine;
  }
  return out;
}

/** The column about which ink is most alike on both sides, on the side with more of it: text along a border stands even about its top. */
function topOf({ width, height, data }: Plane): number {
  const row = new Float32Array(width);
  const from = Math.round(height * 0.25);
  const to = Math.round(height * 0.75);
  for (let x = 0; x < width; x++) for (let y = from; y < to; y++) row[x]! += data[y * width + x]! > 127 ? 1 : 0;
  const soft = smoothed(row, Math.round(0.4 * PER_MM));
  const half = width >> 1;
  let [best, least] = [0, Number.POSITIVE_INFINITY];
  for (let at = 0; at < half; at++) {
    let apart = 0;
    for (let k = 1; k < half; k += 2) apart += Math.abs(soft[(at + k) % width]! - soft[(at - k + width) % width]!);
    if (apart < least) [best, least] = [at, apart];
  }
  const inkAbout = (at: number): number => {
    let sum = 0;
    for (let k = -(width >> 2); k <= width >> 2; k++) sum += row[(at + k + width) % width]!;
    return sum;
  };
  return inkAbout(best) >= inkAbout((best + half) % width) ? best : (best + half) % width;
}

function smoothed(row: Float32Array, reach: number): Float32Array {
  const n = row.length;
  return row.map((_, x) => {
    let sum = 0;
    for (let k = -reach; k <= reach; k++) sum += row[(x + k + n) % n]!;
    return sum / (2 * reach + 1);
  });
}

/** Rows of the text, between border and star. */
function textBand({ width, height, data, top }: Unrolled): { from: number; to: number } | null {
  const reach = Math.round((width * REACH_DEG) / 360);
  const inked = Array.from({ length: height }, (_, y) => {
    let count = 0;
    for (let k = -reach; k <= reach; k++) if (data[y * width + ((top + k + width) % width)]! > 127) count++;
    return count / (2 * reach + 1);
  });
  const border = inked.slice(0, height >> 1).findLastIndex((share) => share > BORDER_INK);
  // The barest row behind the border; text that touches it has none that is bare.
  const gap = inked.slice(border + 1, border + 1 + Math.round(GAP_MM * PER_MM));
  const barest = border + 1 + gap.indexOf(Math.min(...gap));
  const from = inked.findIndex((share, y) => y >= barest && share > BARE);
  if (border < 0 || from < 0) return null;
  const bare = Math.round(0.35 * PER_MM);
  for (let y = from; y < height; y++) {
    const next = inked.slice(y, y + bare);
    if (y - from < LEAST_TEXT_MM * PER_MM || next.some((share) => share > BARE)) continue;
    return { from, to: y };
  }
  return null;
}

/** The text as a line: gaps between its characters as in print, and its characters as wide. */
function lineOf({ width, data, top }: Unrolled, { from, to }: { from: number; to: number }): Plane | null {
  const height = to - from;
  const reach = Math.round((width * REACH_DEG) / 360);
  const columns = Array.from({ length: 2 * reach + 1 }, (_, i) => (top - reach + i + width) % width);
  const bare = columns.map((x) => {
    let count = 0;
    for (let y = from; y < to; y++) if (data[y * width + x]! > 127) count++;
    return count < COLUMN_INK * height;
  });
  const [first, last] = [bare.indexOf(false), bare.lastIndexOf(false)];
  if (first < 0) return null;
  const kept: number[] = [];
  const gap = Math.round(GAP * height);
  let since = 0;
  const letters: number[] = [];
  let wide = 0;
  for (let i = first; i <= last; i++) {
    since = bare[i] ? since + 1 : 0;
    if (since === gap) {
      letters.push(wide - gap + 1);
      wide = 0;
    } else if (since < gap) wide++;
    if (since <= gap) kept.push(columns[i]!);
  }
  letters.push(wide);
  const usual = letters.sort((a, b) => a - b)[Math.floor(letters.length * 0.7)]!;
  const stretch = Math.max(1, Math.min(STRETCH.most, (0.95 * height) / Math.max(1, usual)));
  const out = Math.round(kept.length * stretch);
  const line = new Uint8Array(out * height);
  for (let x = 0; x < out; x++) {
    const u = Math.max(0, Math.min(kept.length - 1.001, (x + 0.5) / stretch - 0.5));
    const [i, share] = [Math.floor(u), u % 1];
    for (let y = 0; y < height; y++) {
      const at = (y + from) * width;
      line[y * out + x] = 255 - (data[at + kept[i]!]! * (1 - share) + data[at + kept[i + 1]!]! * share);
    }
  }
  return { width: out, height, data: line };
}
