import type { PageBox } from '../../../shared/seal/reasons.ts';
import { boundsOf, type Outline } from './outline.ts';
import { type PageFrame, toPageMm } from './page-frame.ts';
import type { Box } from './raster.ts';

/** White kept around a cut-out. */
const CUT_MARGIN_MM = 1.5;

/** Rounded to so many digits behind the point. */
export const round = (value: number, digits: number): number => Number(value.toFixed(digits));

/** The upright box on the page around the seal, as it lies and after `upright` is taken out; on whole tenths of a millimetre. */
export function cutBox(onPage: Outline, upright: number): PageBox {
  const lying = boundsOf(onPage, 0.1);
  const standing = 'angle' in onPage ? boundsOf({ ...onPage, angle: onPage.angle - upright }, 0.1) : lying;
  const box = {
    left: Math.min(lying.left, standing.left),
    top: Math.min(lying.top, standing.top),
    right: Math.max(lying.right, standing.right),
    bottom: Math.max(lying.bottom, standing.bottom),
  };
  const x = round(Math.floor((box.left - CUT_MARGIN_MM) * 10) / 10, 1);
  const y = round(Math.floor((box.top - CUT_MARGIN_MM) * 10) / 10, 1);
  return {
    x,
    y,
    width: round(Math.ceil((box.right + CUT_MARGIN_MM - x) * 10) / 10, 1),
    height: round(Math.ceil((box.bottom + CUT_MARGIN_MM - y) * 10) / 10, 1),
  };
}

/** Where a box of the shrunk scan lies on the page, in mm; `factor`: pixels of the scan to one of it. */
export function pageBox(box: Box, factor: number, frame: PageFrame): PageBox {
  const corners = [
    { x: box.left, y: box.top },
    { x: box.right, y: box.top },
    { x: box.left, y: box.bottom },
    { x: box.right, y: box.bottom },
  ].map((p) => toPageMm(frame, { x: p.x * factor, y: p.y * factor }));
  const xs = corners.map((p) => p.x);
  const ys = corners.map((p) => p.y);
  const x = Math.min(...xs);
  const y = Math.min(...ys);
  return {
    x: round(x, 1),
    y: round(y, 1),
    width: round(Math.max(...xs) - x, 1),
    height: round(Math.max(...ys) - y, 1),
  };
}

/** The box with so many mm more on every side. */
export const padded = (box: PageBox, mm: number): PageBox => ({
  x: round(box.x - mm, 1),
  y: round(box.y - mm, 1),
  width: round(box.width + 2 * mm, 1),
  height: round(box.height + 2 * mm, 1),
});

/** The smallest box around both. */
export function joined(a: PageBox, b: PageBox | null): PageBox {
  if (!b) return a;
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  return {
    x,
    y,
    width: round(Math.max(a.x + a.width, b.x + b.width) - x, 1),
    height: round(Math.max(a.y + a.height, b.y + b.height) - y, 1),
  };
}

export const scaled = ({ x, y, width, height }: PageBox, by: number): PageBox => ({
  x: round(x * by, 1),
  y: round(y * by, 1),
  width: round(width * by, 1),
  height: round(height * by, 1),
});

export const holds = (box: PageBox, x: number, y: number): boolean =>
  x > box.x && y > box.y && x < box.x + box.width && y < box.y + box.height;
