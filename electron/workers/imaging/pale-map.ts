import { PALE_INK } from './ink.ts';
import type { Box, Plane } from './raster.ts';

/** Beside a pen line this dark there is a fringe of colour. */
const PEN_NEAR = 60;

/**
 * Pale seal ink in a box of the page, on a map of half the size, whose grain does not break it up: less the fringes of pen and print, and what
 * is of a group with `good` ink, if groups are given.
 */
export function paleMap(
  ink: Plane,
  pen: Plane,
  box: Box,
  groups: { readonly labels: Int32Array; readonly good: Uint32Array } | null,
): Plane {
  const [width, height] = [(box.right - box.left) >> 1, (box.bottom - box.top) >> 1];
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y++)
    paleAlong(ink, pen.data, (box.top + 2 * y) * ink.width + box.left, groups, data, y * width, width);
  return { width, height, data };
}

/** One row of the map: `count` places from `to` on, of every second pixel from `at` on. */
function paleAlong(
  { width, data: ink }: Plane,
  pen: Uint8Array,
  at: number,
  groups: { readonly labels: Int32Array; readonly good: Uint32Array } | null,
  out: Uint8Array,
  to: number,
  count: number,
): void {
  for (const end = to + count; to < end; at += 2, to++) {
    const under = at + width;
    const sum = ink[at]! + ink[at + 1]! + ink[under]! + ink[under + 1]!;
    if (sum < 4 * PALE_INK) continue;
    if (groups && (groups.good[groups.labels[at]!] || groups.good[groups.labels[under + 1]!])) continue;
    const dark = Math.max(
      pen[at]!,
      pen[under + 1]!,
      pen[at - width - 1] ?? 0,
      pen[at - width + 2] ?? 0,
      pen[under + width - 1] ?? 0,
      pen[under + width + 2] ?? 0,
    );
    if (dark < PEN_NEAR) out[to] = sum >> 2;
  }
}
