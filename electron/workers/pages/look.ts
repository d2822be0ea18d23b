import type { PageSeen } from '../../../shared/license/entry-methods.ts';
import { findPage, type PageFrame } from '../imaging/page-frame.ts';
import { brightness, type Plane, type Raster } from '../imaging/raster.ts';
import { type Pieces, piecesOf } from '../imaging/regions.ts';
import { holdsSeparator } from './separator.ts';

/** Length of the long side at which a page is looked at, px: a stroke of print is one pixel wide, the grain of the paper is gone. */
export const LOOK_PX = 1200;
/** The long side of the page, mm, where the scan is of A4; a smaller paper is looked at more closely than it need be. */
const LONG_MM = 297;
const PX_PER_MM = LOOK_PX / LONG_MM;
/** What lies nearer to the edge is its shadow, mm. */
const EDGE_MM = 4;
/** Print takes so much of the paper's light away; what shines through from the other side takes less. */
const INK = 0.28;
/** The ink of a seal takes less light, but not evenly. */
const COLOUR = 0.17;
/** Anything longer than this is print, anything smaller dust, mm. */
const LEAST_MM = 1.3;
/** Side of the squares in each of which the paper's own light is measured, mm. */
const SQUARE_MM = 10;
/** A paper as dark or as coloured as this is the cover of a license, not the back of one. */
const COVER = { dark: 120, coloured: 0.3 };
/** A hole for filing: its width and how far it lies from an edge, mm. */
const HOLE = { least: 4.5, most: 8, edge: 24 };

/** What a page is, told from a picture of it whose long side has at most `LOOK_PX` px. */
export function seenOn(small: Raster): PageSeen {
  const grey = brightness(small);
  if (holdsSeparator(grey)) return 'separator';
  return isBlank(small, findPage(grey, 1, small, null)) ? 'blank' : 'page';
}

/** Nothing is printed, written or stamped there. Grain, uneven light, dust, holes for filing and what shines through do not count; in doubt it is no blank page. */
function isBlank(small: Raster, frame: PageFrame): boolean {
  const paper = paperOf(small);
  if (isCover(paper)) return false;
  const regions = piecesOf(inkOn(small, frame, paper));
  return regions.boxes.every(
    ({ left, top, right, bottom }, index) =>
      Math.max(right - left, bottom - top) < LEAST_MM * PX_PER_MM || isHole(regions, index, small),
  );
}

/** The light of the bare paper, square by square: what three quarters of its pixels fall short of, for each channel. */
interface Paper {
  readonly columns: number;
  readonly light: Uint8Array;
}
const SQUARE_PX = Math.round(SQUARE_MM * PX_PER_MM);

function paperOf({ width, height, data }: Raster): Paper {
  const columns = Math.ceil(width / SQUARE_PX);
  const rows = Math.ceil(height / SQUARE_PX);
  const light = new Uint8Array(columns * rows * 3);
  const histogram = new Uint32Array(256);
  for (let square = 0; square < columns * rows; square++) {
    const [left, top] = [(square % columns) * SQUARE_PX, Math.floor(square / columns) * SQUARE_PX];
    const [right, bottom] = [Math.min(width, left + SQUARE_PX), Math.min(height, top + SQUARE_PX)];
    for (let k = 0; k < 3; k++) {
      histogram.fill(0);
      for (let y = top; y < bottom; y++)
        for (let at = (y * width + left) * 3 + k, end = (y * width + right) * 3; at < end; at += 3)
          histogram[data[at]!]!++;
      let level = 255;
      for (let rest = (right - left) * (bottom - top) * 0.25; level > 0 && rest > 0; level--) rest -= histogram[level]!;
      light[square * 3 + k] = level;
    }
  }
  return { columns, light };
}

function isCover({ light }: Paper): boolean {
  const middle = (k: number): number => {
    const channel = light.filter((_, index) => index % 3 === k).sort();
    return channel[channel.length >> 1]!;
  };
  const [r, g, b] = [middle(0), middle(1), middle(2)];
  const most = Math.max(r, g, b);
  return most < COVER.dark || (most - Math.min(r, g, b)) / most > COVER.coloured;
}

/** 1 where ink lies, away from the edges of the page. */
function inkOn({ width, height, data }: Raster, frame: PageFrame, { columns, light }: Paper): Plane {
  const out = new Uint8Array(width * height);
  const [c, s] = [Math.cos(frame.angle), Math.sin(frame.angle)];
  const edge = EDGE_MM * PX_PER_MM;
  for (let y = 0; y < height; y++) {
    const row = Math.floor(y / SQUARE_PX) * columns;
    for (let x = 0; x < width; x++) {
      const [u, v] = [x - frame.corner.x, y - frame.corner.y];
      const [along, down] = [u * c + v * s, v * c - u * s];
      if (along < edge || down < edge || along > frame.widthPx - edge || down > frame.heightPx - edge) continue;
      const at = (y * width + x) * 3;
      const under = (row + Math.floor(x / SQUARE_PX)) * 3;
      const [r, g, b] = [
        lost(data[at]!, light[under]!),
        lost(data[at + 1]!, light[under + 1]!),
        lost(data[at + 2]!, light[under + 2]!),
      ];
      const most = Math.max(r, g, b);
      if (most > INK || most - Math.min(r, g, b) > COLOUR) out[y * width + x] = 1;
    }
  }
  return { width, height, data: out };
}

/** Share of the paper's light that is gone. */
function lost(value: number, paper: number): number {
  return paper === 0 ? 0 : 1 - value / paper;
}

function isHole({ boxes, sizes }: Pieces, index: number, { width, height }: Raster): boolean {
  const { left, top, right, bottom } = boxes[index]!;
  const [across, down] = [(right - left) / PX_PER_MM, (bottom - top) / PX_PER_MM];
  const filled = sizes[index]! / ((right - left) * (bottom - top));
  const near = Math.min(left, top, width - right, height - bottom) / PX_PER_MM;
  const round = Math.abs(across - down) < 1 && filled > 0.7 && filled < 0.9;
  return round && Math.min(across, down) > HOLE.least && Math.max(across, down) < HOLE.most && near < HOLE.edge;
}
