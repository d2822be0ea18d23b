import { SIDE_MM } from './fit-outlines.ts';
import type { Plane } from './raster.ts';

/** A fold or a pen line through a seal is thinner than this, across, and goes on beyond it at least so far. */
const LINE_MM = { thin: 1, beyond: 8 } as const;
/** It meets the seal this share of its side away from the corners; the line below a headline does not. */
const LINE_INSIDE = 0.15;
/** Two seals that touch are thinnest between these shares of their length, and there less than so much of what either is across; frames of forms are not. */
const NECK = { from: 0.2, to: 0.8, share: 0.6 } as const;

/** What is left of a group without the line that goes through it and on beyond it, along its longer side; null where there is none. A plane as large as the whole. */
export function withoutLine(own: Plane, pxPerMm: number): Plane | null {
  const { lying, first, last } = reachOf(own);
  const isLine = (at: number): boolean => first[at]! >= 0 && last[at]! - first[at]! + 1 < LINE_MM.thin * pxPerMm;
  let [from, to] = [0, 0];
  for (let at = 0, start = 0; at <= first.length; at++) {
    if (at < first.length && first[at]! >= 0 && !isLine(at)) continue;
    if (at - start > to - from) [from, to] = [start, at];
    start = at + 1;
  }
  if (to - from < SIDE_MM.min * pxPerMm) return null;
  const beyond = first.reduce((sum, _, at) => sum + ((at < from || at >= to) && isLine(at) ? 1 : 0), 0);
  if (beyond < LINE_MM.beyond * pxPerMm) return null;
  const [top, bottom] = [Math.min(...first.subarray(from, to)), Math.max(...last.subarray(from, to)) + 1];
  const within = LINE_INSIDE * (bottom - top);
  const through = [from - 1, to].every(
    (at) => !(first[at]! >= 0) || (first[at]! > top + within && last[at]! < bottom - within),
  );
  return through ? piece(own, lying, from, to) : null;
}

/** The two halves of a group on either side of where it is thinnest along its longer side; null where it is not thinner there. Planes as large as the whole. */
export function halvesAtNeck(own: Plane): readonly [Plane, Plane] | null {
  const { lying, first, last } = reachOf(own);
  const across = first.map((from, at) => (from < 0 ? 0 : last[at]! - from + 1));
  let neck = Math.floor(NECK.from * across.length);
  for (let at = neck; at < NECK.to * across.length; at++) if (across[at]! < across[neck]!) neck = at;
  const thickest = Math.min(Math.max(...across.subarray(0, neck)), Math.max(...across.subarray(neck)));
  if (across[neck]! >= NECK.share * thickest) return null;
  return [piece(own, lying, 0, neck), piece(own, lying, neck, across.length)];
}

/** Of each place along the longer side the first and the last pixel across, -1 where there is none. */
function reachOf({ width, height, data }: Plane): { lying: boolean; first: Int32Array; last: Int32Array } {
  const lying = width >= height;
  const first = new Int32Array(lying ? width : height).fill(-1);
  const last = new Int32Array(first.length).fill(-1);
  for (let y = 0, at = 0; y < height; y++)
    for (let x = 0; x < width; x++, at++) {
      if (!data[at]) continue;
      const [along, over] = lying ? [x, y] : [y, x];
      if (first[along]! < 0) first[along] = over;
      last[along] = Math.max(last[along]!, over);
    }
  return { lying, first, last };
}

function piece({ width, height, data }: Plane, lying: boolean, from: number, to: number): Plane {
  const out = new Uint8Array(data.length);
  if (!lying) out.set(data.subarray(from * width, to * width), from * width);
  else for (let row = 0; row < data.length; row += width) out.set(data.subarray(row + from, row + to), row + from);
  return { width, height, data: out };
}
