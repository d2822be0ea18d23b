import type { Plane } from '../imaging/raster.ts';
import type { ZonePrint } from './zone-print.ts';

/** A line of print in a zone, px of its planes. */
export interface PrintLine {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  /** Something dark runs over the zone's left or right border: it may be cut off or not belong to it. */
  readonly overhangs: boolean;
}

/** Darker than this is a stroke. */
const STROKE = 128;
/** Rows of print are at least so high, and gaps between lines at least so wide, mm. */
const LEAST_HEIGHT_MM = 1.3;
const LINE_GAP_MM = 0.35;
/** Characters of one text stand nearer than this share of the line's height; a label stands further off. */
const WORD_GAP = 0.45;
/** A rule of a table is thinner and longer than any stroke, mm. */
const RULE_MM = 12;

/** The lines of print whose middle lies in the zone, from the top. Rules are painted white in `grey`. */
export function linesOf({ grey, pxPerMm, zone }: ZonePrint): PrintLine[] {
  dropRules(grey, RULE_MM * pxPerMm);
  const bands = bandsOf(grey, zone, pxPerMm);
  const lines: PrintLine[] = [];
  for (const [top, bottom] of bands) {
    const middle = (top + bottom) / 2;
    if (middle < zone.top || middle > zone.bottom || bottom - top < LEAST_HEIGHT_MM * pxPerMm) continue;
    const line = lineIn(spansOf(grey, top, bottom), zone, bottom - top, pxPerMm);
    if (line) lines.push({ top, bottom, ...line });
  }
  return lines;
}

function bandsOf({ width, data }: Plane, zone: ZonePrint['zone'], pxPerMm: number): [number, number][] {
  const height = data.length / width;
  const counts = new Uint32Array(height);
  for (let y = 0; y < height; y++)
    for (let x = Math.round(zone.left); x < zone.right; x++) if (data[y * width + x]! < STROKE) counts[y]!++;
  const gap = Math.max(1, Math.round(LINE_GAP_MM * pxPerMm));
  const least = Math.max(2, 0.15 * pxPerMm);
  const bands: [number, number][] = [];
  let last = -gap * 2;
  for (let y = 0; y < height; y++) {
    if (counts[y]! < least) continue;
    if (y - last > gap) bands.push([y, y + 1]);
    else bands.at(-1)![1] = y + 1;
    last = y;
  }
  return mergeParts(bands, pxPerMm);
}

/** 二, 三 and 日 fall into bands of their own only where nothing else stands in the line; what is lower than a line joins its neighbour. */
function mergeParts(bands: readonly [number, number][], pxPerMm: number): [number, number][] {
  const out: [number, number][] = [];
  for (const band of bands) {
    const before = out.at(-1);
    const low = (b: readonly [number, number]) => b[1] - b[0] < 1.9 * pxPerMm;
    if (
      before &&
      (low(before) || low(band)) &&
      band[0] - before[1] < 1.2 * pxPerMm &&
      band[1] - before[0] < 5.6 * pxPerMm
    )
      before[1] = band[1];
    else out.push([...band]);
  }
  return out;
}

/** Stretches of columns with print. */
function spansOf({ width, data }: Plane, top: number, bottom: number): [number, number][] {
  const spans: [number, number][] = [];
  for (let x = 0, last = -9; x < width; x++) {
    let dark = 0;
    for (let y = top; y < bottom; y++) if (data[y * width + x]! < STROKE) dark++;
    if (dark < 2) continue;
    const before = spans.at(-1);
    if (!before || x - last > 3) spans.push([x, x + 1]);
    else before[1] = x + 1;
    last = x;
  }
  return spans;
}

/** From the first to the last piece of print whose middle lies in the zone. */
function lineIn(
  spans: readonly (readonly [number, number])[],
  { left, right }: ZonePrint['zone'],
  height: number,
  pxPerMm: number,
): { left: number; right: number; overhangs: boolean } | null {
  const mine = spans.filter(
    ([from, to]) => (from + to) / 2 >= left && (from + to) / 2 <= right && to - from > 0.12 * pxPerMm,
  );
  if (mine.length === 0) return null;
  const [first, last] = [mine[0]![0], mine.at(-1)![1]];
  const near = height * WORD_GAP;
  const hangs = ([from, to]: readonly [number, number]): boolean =>
    (from < left - 0.3 * pxPerMm && to > first - near) || (to > right + 0.3 * pxPerMm && from < last + near);
  return { left: first, right: last, overhangs: spans.some(hangs) };
}

function dropRules({ width, height, data }: Plane, longest: number): void {
  const rules: number[] = [];
  const find = (count: number, length: number, at: (line: number, along: number) => number): void => {
    for (let line = 0; line < count; line++) {
      for (let along = 0, run = 0; along <= length; along++) {
        if (along < length && data[at(line, along)]! < 170) run++;
        else {
          if (run > longest) for (let k = along - run; k < along; k++) rules.push(at(line, k));
          run = 0;
        }
      }
    }
  };
  find(height, width, (y, x) => y * width + x);
  if (height > longest) find(width, height, (x, y) => y * width + x);
  for (const at of rules) data[at] = 255;
}
