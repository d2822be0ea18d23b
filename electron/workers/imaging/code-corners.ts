import type { Raster } from './raster.ts';

/** Side of a block whose brightest place stands for its paper, px. */
const BLOCK = 32;
/** Darker than this share of the paper around is print. */
const DARK = 0.62;
/** Widths across a corner of a QR code, in modules: dark, light, dark, light, dark. */
const CORNER = [1, 1, 3, 1, 1] as const;
const MODULES = 7;
/** A module narrower than this, px, cannot be read anyway. */
const LEAST_PX = 1.3;
/** Rows looked at; the middle of a corner is three modules high. */
const ROW_STEP = 2;
/** Each corner is crossed by several rows, a character that looks like one by one or two. */
const HITS = 4;

/** Whether a page may hold a QR code: whether something looks like its corners, along rows and down columns. In a hundredth of a second, where a reader takes far longer to find nothing. */
export function mayHoldCode({ width, height, data }: Raster): boolean {
  const columns = Math.ceil(width / BLOCK);
  const limits = darkLimits(data, width, height, columns);
  const dark = (x: number, y: number): boolean => data[(y * width + x) * 3]! < limits[(y >> 5) * columns + (x >> 5)]!;
  const runs = [0, 0, 0, 0, 0];
  let hits = 0;
  for (let y = 0; y < height; y += ROW_STEP) {
    runs.fill(0);
    let was = false;
    let run = 0;
    for (let x = 0; x < width; x++) {
      const is = dark(x, y);
      if (is === was) {
        run++;
        continue;
      }
      runs.copyWithin(0, 1);
      runs[4] = run;
      run = 1;
      was = is;
      if (is || !isCorner(runs)) continue;
      const across = runs[0]! + runs[1]! + runs[2]! + runs[3]! + runs[4]!;
      const middle = x - runs[4]! - runs[3]! - ((runs[2]! + 1) >> 1);
      const down = runsDown(dark, middle, y, height);
      if (!down || !isCorner(down)) continue;
      const high = down.reduce((sum, one) => sum + one, 0);
      if (high > 0.6 * across && high < 1.7 * across && ++hits >= HITS) return true;
    }
  }
  return false;
}

/** Red of each block below which a pixel is dark, by its brightest place and that of the blocks around. */
function darkLimits(data: Uint8Array, width: number, height: number, columns: number): Uint8Array {
  const rows = Math.ceil(height / BLOCK);
  const brightest = new Uint8Array(columns * rows);
  for (let y = 0; y < height; y += 3)
    for (let x = 0, at = y * width * 3; x < width; x += 3, at += 9) {
      const block = (y >> 5) * columns + (x >> 5);
      if (data[at]! > brightest[block]!) brightest[block] = data[at]!;
    }
  return brightest.map((_, i) => {
    const [row, column] = [Math.floor(i / columns), i % columns];
    let most = 0;
    for (let r = Math.max(0, row - 1); r <= Math.min(rows - 1, row + 1); r++)
      for (let c = Math.max(0, column - 1); c <= Math.min(columns - 1, column + 1); c++)
        most = Math.max(most, brightest[r * columns + c]!);
    return most * DARK;
  });
}

function isCorner(runs: readonly number[]): boolean {
  const unit = runs.reduce((sum, run) => sum + run, 0) / MODULES;
  return (
    unit >= LEAST_PX &&
    runs.every((run, i) => Math.abs(run - CORNER[i]! * unit) <= (CORNER[i]! === 3 ? 1.3 : 0.75) * unit)
  );
}

/** Dark, light, dark, light, dark down a column about a dark place; null where they do not end on the page. */
function runsDown(dark: (x: number, y: number) => boolean, x: number, y: number, height: number): number[] | null {
  if (!dark(x, y)) return null;
  const ends = [-1, 1].map((step) => {
    const lengths = [0, 0, 0];
    let at = y + step;
    for (const i of lengths.keys()) {
      while (at >= 0 && at < height && dark(x, at) === (i !== 1)) {
        lengths[i]!++;
        at += step;
      }
      if (at < 0 || at >= height) return null;
    }
    return lengths;
  });
  const [up, down] = ends;
  return up && down ? [up[2]!, up[1]!, up[0]! + down[0]! + 1, down[1]!, down[2]!] : null;
}
