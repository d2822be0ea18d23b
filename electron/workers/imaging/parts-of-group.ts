import { SIDE_MM } from './fit-outlines.ts';
import type { Plane } from './raster.ts';

/** A fold or a pen line through a seal is thinner than this, across. */
const THIN_MM = 1;
/** A line that reaches less far beyond is no matter. */
const LINE_MM = 3;
/** Two seals that touch are thinnest between these shares of their length, and there less than so much of what either is across; frames of forms are not. */
const NECK = { from: 0.2, to: 0.8, share: 0.6 } as const;

/**
 * What the pixels of one group fall into along their longer side: where only a thin line holds them together, and, if `atNeck` is asked for, where
 * they are thinnest. Each part is a plane as large as the whole.
 */
export function partsOf(own: Plane, pxPerMm: number, atNeck: boolean): Plane[] {
  const lying = own.width >= own.height;
  const length = lying ? own.width : own.height;
  const across = acrossOf(own, lying);
  const parts: Plane[] = [];
  const cut = (from: number, to: number): void => {
    if (to - from >= SIDE_MM.min * pxPerMm && to - from < length - LINE_MM * pxPerMm)
      parts.push(piece(own, lying, from, to));
  };
  for (let from = 0; from < length; ) {
    let to = from;
    while (to < length && across[to]! >= THIN_MM * pxPerMm) to++;
    if (to > from) cut(from, to);
    from = to + 1;
  }
  if (atNeck && parts.length === 0) {
    let neck = Math.floor(NECK.from * length);
    for (let at = neck; at < NECK.to * length; at++) if (across[at]! < across[neck]!) neck = at;
    const [before, behind] = [across.subarray(0, neck), across.subarray(neck)];
    if (across[neck]! < NECK.share * Math.min(Math.max(...before), Math.max(...behind))) {
      cut(0, neck);
      cut(neck, length);
    }
  }
  return parts;
}

/** Of each place along the longer side how far the ink reaches across, from its first to its last pixel. */
function acrossOf({ width, height, data }: Plane, lying: boolean): Int32Array {
  const first = new Int32Array(lying ? width : height).fill(-1);
  const last = new Int32Array(first.length);
  for (let y = 0, at = 0; y < height; y++)
    for (let x = 0; x < width; x++, at++) {
      if (!data[at]) continue;
      const [along, over] = lying ? [x, y] : [y, x];
      if (first[along]! < 0) first[along] = over;
      last[along] = Math.max(last[along]!, over);
    }
  return first.map((from, along) => (from < 0 ? 0 : last[along]! - from + 1));
}

function piece({ width, height, data }: Plane, lying: boolean, from: number, to: number): Plane {
  const out = new Uint8Array(data.length);
  if (!lying) out.set(data.subarray(from * width, to * width), from * width);
  else for (let row = 0; row < data.length; row += width) out.set(data.subarray(row + from, row + to), row + from);
  return { width, height, data: out };
}
