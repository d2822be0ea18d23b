import { type Box, type Raster, thirdOf } from './raster.ts';

/** Colour of the bare paper over the page, on a coarse grid: lamp, shadow, tint and yellowing, but no ink. */
export interface PaperLight {
  readonly columns: number;
  readonly rows: number;
  /** Side of a tile in pixels of the raster it was measured on. */
  readonly tile: number;
  /** Red, green, blue for each tile, row by row. */
  readonly colour: Float32Array;
}

/** Paper is the brightest 40 % of a tile. */
const PAPER_SHARE = 0.6;
/** Solid ink covers at most this far, mm: the star of a seal, the square of a name seal. */
const INK_REACH_MM = 12;
const TILE_MM = 4;

/** Measures the paper inside `page` (the box in which every pixel is page). */
export function measurePaper(raster: Raster, page: Box, pxPerMm: number): PaperLight {
  const tile = Math.max(8, Math.round(TILE_MM * pxPerMm));
  const columns = Math.max(1, Math.ceil(raster.width / tile));
  const rows = Math.max(1, Math.ceil(raster.height / tile));
  const colour = new Float32Array(columns * rows * 3);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const box = { left: column * tile, top: row * tile, right: (column + 1) * tile, bottom: (row + 1) * tile };
      const inside =
        box.left >= page.left && box.top >= page.top && box.right <= page.right && box.bottom <= page.bottom;
      if (inside) colour.set(brightPart(raster, box), (row * columns + column) * 3);
    }
  }
  const reach = Math.max(1, Math.round((INK_REACH_MM * pxPerMm) / tile / 2));
  return { columns, rows, tile, colour: smooth(brightest(colour, columns, rows, reach), columns, rows) };
}

const histogram = new Uint32Array(256);

function brightPart({ data, width }: Raster, box: Box): [number, number, number] {
  histogram.fill(0);
  let count = 0;
  for (let y = box.top; y < box.bottom; y += 2) {
    for (let x = box.left; x < box.right; x += 2) {
      const at = (y * width + x) * 3;
      const level = thirdOf(data[at]! + data[at + 1]! + data[at + 2]!);
      histogram[level] = histogram[level]! + 1;
      count++;
    }
  }
  let level = 0;
  for (let seen = 0; level < 255 && seen + histogram[level]! <= count * PAPER_SHARE; level++) seen += histogram[level]!;
  const sum: [number, number, number] = [0, 0, 0];
  let n = 0;
  for (let y = box.top; y < box.bottom; y += 2) {
    for (let x = box.left; x < box.right; x += 2) {
      const at = (y * width + x) * 3;
      if (data[at]! + data[at + 1]! + data[at + 2]! < 3 * level) continue;
      sum[0] += data[at]!;
      sum[1] += data[at + 1]!;
      sum[2] += data[at + 2]!;
      n++;
    }
  }
  return n === 0 ? [255, 255, 255] : [sum[0] / n, sum[1] / n, sum[2] / n];
}

/** Each tile takes the brightest tile around it, so that a tile full of ink gets the paper beside it. */
function brightest(colour: Float32Array, columns: number, rows: number, reach: number): Float32Array {
  const out = new Float32Array(colour.length);
  const light = (i: number) => colour[i * 3]! + colour[i * 3 + 1]! + colour[i * 3 + 2]!;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      let best = row * columns + column;
      for (let r = Math.max(0, row - reach); r <= Math.min(rows - 1, row + reach); r++) {
        for (let c = Math.max(0, column - reach); c <= Math.min(columns - 1, column + reach); c++) {
          if (light(r * columns + c) > light(best)) best = r * columns + c;
        }
      }
      out.set(
        light(best) > 0 ? colour.subarray(best * 3, best * 3 + 3) : [255, 255, 255],
        (row * columns + column) * 3,
      );
    }
  }
  return out;
}

function smooth(colour: Float32Array, columns: number, rows: number): Float32Array {
  const out = new Float32Array(colour.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      for (let channel = 0; channel < 3; channel++) {
        let sum = 0;
        let n = 0;
        for (let r = Math.max(0, row - 2); r <= Math.min(rows - 1, row + 2); r++) {
          for (let c = Math.max(0, column - 2); c <= Math.min(columns - 1, column + 2); c++) {
            sum += colour[(r * columns + c) * 3 + channel]!;
            n++;
          }
        }
        out[(row * columns + column) * 3 + channel] = sum / n;
      }
    }
  }
  return out;
}

let tiles = new Float32Array(0);

/** Numbers of a stretch: its end, the paper's red, green and blue at its first place, and what they change by from place to place. */
export const STRETCH = 7;

/**
 * Along one row the light of the paper changes evenly from stretch to stretch. Writes the stretches of `count` places into `out`, which grows where it
 * has to, and gives them back with their number. Places are in pixels of the measured raster.
 */
export function paperStretches(
  paper: PaperLight,
  y: number,
  left: number,
  step: number,
  count: number,
  room: Float64Array,
): { stretches: Float64Array; length: number } {
  const { columns, rows, tile, colour } = paper;
  const out = room.length < STRETCH * (columns + 2) ? new Float64Array(STRETCH * (columns + 2)) : room;
  const v = Math.max(0, Math.min(rows - 1, y / tile - 0.5));
  const j = Math.floor(v);
  const above = j * columns * 3;
  const below = Math.min(rows - 1, j + 1) * columns * 3;
  const t = v - j;
  // The row of tiles at this height, its last tile doubled so that the loop below needs no check.
  if (tiles.length < (columns + 1) * 3) tiles = new Float32Array((columns + 1) * 3);
  for (let k = 0; k < columns * 3; k++) tiles[k] = colour[above + k]! * (1 - t) + colour[below + k]! * t;
  tiles.copyWithin(columns * 3, columns * 3 - 3, columns * 3);
  // Within a tile the light changes evenly; before the first middle and behind the last one it does not change.
  let n = 0;
  for (let x = 0; x < count; n += STRETCH) {
    const u = (left + x * step) / tile - 0.5;
    const i = Math.max(0, Math.min(columns - 1, Math.floor(u)));
    const flat = u < 0 || i === columns - 1;
    const end =
      flat && u >= 0
        ? count
        : Math.min(count, Math.max(x + 1, Math.ceil(((u < 0 ? 0.5 : i + 1.5) * tile - left) / step)));
    const at = i * 3;
    const s = flat ? 0 : u - i;
    const by = flat ? 0 : step / tile;
    out[n] = end;
    for (let k = 0; k < 3; k++) {
      const change = tiles[at + 3 + k]! - tiles[at + k]!;
      out[n + 1 + k] = tiles[at + k]! + change * s;
      out[n + 4 + k] = change * by;
    }
    x = end;
  }
  return { stretches: out, length: n };
}

let stretchRoom: Float64Array = new Float64Array(0);

/** Writes the paper's colour along one row of pixels into `out` (three values a pixel). Places are in pixels of the measured raster. */
export function paperAlong(
  paper: PaperLight,
  y: number,
  left: number,
  step: number,
  count: number,
  out: Float32Array,
): void {
  const { stretches, length } = paperStretches(paper, y, left, step, count, stretchRoom);
  stretchRoom = stretches;
  for (let n = 0, x = 0, k = 0; n < length; n += STRETCH) {
    const end = stretches[n]!;
    let r = stretches[n + 1]!;
    let g = stretches[n + 2]!;
    let b = stretches[n + 3]!;
    const dr = stretches[n + 4]!;
    const dg = stretches[n + 5]!;
    const db = stretches[n + 6]!;
    for (; x < end; x++, k += 3) {
      out[k] = r;
      out[k + 1] = g;
      out[k + 2] = b;
      r += dr;
      g += dg;
      b += db;
    }
  }
}
