import { isBlack, separatorModules } from '../../../shared/license/separator.ts';
import type { Plane, Point } from '../imaging/raster.ts';
import { labelRegions, type Regions } from '../imaging/regions.ts';

/** Darker than this share of the paper is black. */
const BLACK = 0.6;
/** The mark takes at least this share of the page's long side. */
const LEAST_SHARE = 0.08;
/** So many of the modules may be torn, folded or stained. */
const MOST_WRONG = 4;
/** A module is looked at in its middle. */
const LOOK = [0.3, 0.5, 0.7] as const;

/** Whether the mark of a 分隔页 stands on the page, however it is turned. */
export function holdsSeparator(grey: Plane): boolean {
  const regions = labelRegions(blackOn(grey));
  const least = LEAST_SHARE * Math.max(grey.width, grey.height);
  return regions.boxes.some(({ left, top, right, bottom }, index) => {
    const [width, height] = [right - left, bottom - top];
    if (Math.min(width, height) < least || Math.max(width, height) > 1.5 * Math.min(width, height)) return false;
    // A square of which at least the ring is black fills a seventh of its box, also where it stands on a corner.
    return regions.sizes[index]! > (width * height) / 7 && isMark(grey.width, regions, index);
  });
}

function blackOn({ width, height, data }: Plane): Plane {
  const histogram = new Uint32Array(256);
  for (const value of data) histogram[value]!++;
  let paper = 255;
  for (let left = data.length / 3; paper > 0 && left > 0; paper--) left -= histogram[paper]!;
  const out = new Uint8Array(data.length);
  for (let i = 0; i < out.length; i++) out[i] = data[i]! < paper * BLACK ? 1 : 0;
  return { width, height, data: out };
}

function isMark(width: number, { labels, boxes, height }: Regions, index: number): boolean {
  const corners = cornersOf(width, labels, boxes[index]!, index + 1);
  if (!corners) return false;
  const [a, b, c, d] = corners;
  const black = (row: number, column: number): boolean => {
    let count = 0;
    for (const dy of LOOK)
      for (const dx of LOOK) {
        const [s, t] = [(column + dx) / separatorModules, (row + dy) / separatorModules];
        const x = Math.floor((a.x * (1 - s) + b.x * s) * (1 - t) + (d.x * (1 - s) + c.x * s) * t);
        const y = Math.floor((a.y * (1 - s) + b.y * s) * (1 - t) + (d.y * (1 - s) + c.y * s) * t);
        if (x >= 0 && y >= 0 && x < width && y < height && labels[y * width + x] !== 0) count++;
      }
    return count > (LOOK.length * LOOK.length) / 2;
  };
  const wrong = [0, 0, 0, 0];
  const last = separatorModules - 1;
  for (let row = 0; row <= last; row++)
    for (let column = 0; column <= last; column++) {
      const seen = black(row, column);
      const turned = [
        [row, column],
        [column, last - row],
        [last - row, last - column],
        [last - column, row],
      ] as const;
      for (const [turn, [y, x]] of turned.entries()) if (seen !== isBlack(y, x)) wrong[turn]!++;
    }
  return Math.min(...wrong) <= MOST_WRONG;
}

/** The corners of a square region, clockwise from any of them; null where it has none. */
function cornersOf(
  width: number,
  labels: Int32Array,
  { left, top, right, bottom }: { left: number; top: number; right: number; bottom: number },
  label: number,
): readonly [Point, Point, Point, Point] | null {
  const furthest = (far: (x: number, y: number) => number): Point => {
    let best: Point = { x: left, y: top };
    let most = Number.NEGATIVE_INFINITY;
    for (let y = top; y < bottom; y++)
      for (let x = left; x < right; x++) {
        if (labels[y * width + x] !== label) continue;
        const distance = far(x, y);
        if (distance > most) [most, best] = [distance, { x: x + 0.5, y: y + 0.5 }];
      }
    return best;
  };
  const [middleX, middleY] = [(left + right) / 2, (top + bottom) / 2];
  const a = furthest((x, y) => (x - middleX) ** 2 + (y - middleY) ** 2);
  const c = furthest((x, y) => (x - a.x) ** 2 + (y - a.y) ** 2);
  const side = (x: number, y: number): number => (c.x - a.x) * (y - a.y) - (c.y - a.y) * (x - a.x);
  const b = furthest((x, y) => -side(x, y));
  const d = furthest(side);
  const long = Math.hypot(c.x - a.x, c.y - a.y);
  const across = Math.hypot(d.x - b.x, d.y - b.y);
  return Math.abs(long / across - 1) < 0.12 ? [a, b, c, d] : null;
}
