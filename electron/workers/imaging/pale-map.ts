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
  for (let y = 0, to = 0; y < height; y++)
    for (let x = 0, at = (box.top + 2 * y) * ink.width + box.left; x < width; x++, at += 2, to++) {
      const under = at + ink.width;
      const sum = ink.data[at]! + ink.data[at + 1]! + ink.data[under]! + ink.data[under + 1]!;
      if (sum < 4 * PALE_INK) continue;
      if (groups && (groups.good[groups.labels[at]!] || groups.good[groups.labels[under + 1]!])) continue;
      const dark = Math.max(
        pen.data[at]!,
        pen.data[under + 1]!,
        pen.data[at - ink.width - 1] ?? 0,
        pen.data[at - ink.width + 2] ?? 0,
        pen.data[under + ink.width - 1] ?? 0,
        pen.data[under + ink.width + 2] ?? 0,
      );
      if (dark < PEN_NEAR) data[to] = sum >> 2;
    }
  return { width, height, data };
}
