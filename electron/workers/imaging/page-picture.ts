import sharp from 'sharp';
import type { PageBox } from '../../../shared/seal/reasons.ts';
import { burnPixel, type Mark, markAlong } from './check-mark.ts';
import { type PageFrame, toScanPx } from './page-frame.ts';
import { letGo, type Raster } from './raster.ts';

/** What to show of a page, in mm on it, and how fine. */
export interface PagePart {
  readonly part: PageBox;
  readonly dpi: number;
  /** Where 仅供核对 is burnt in, and how; in mm on the page. */
  readonly marked: readonly { readonly box: PageBox; readonly mark: Mark }[];
  readonly quality: number;
}

const RED_BLUE = 0x00ff00ff;
/** Half of what is cut off, in both. */
const HALVES = 0x00800080;

/** A part of the page set straight, as a JPEG. `raster` is the scan shrunk `factor` times; places off the scan are white. */
export async function pagePicture(
  raster: Raster,
  factor: number,
  frame: PageFrame,
  wanted: PagePart,
): Promise<Uint8Array> {
  const { part, marked } = wanted;
  const perMm = wanted.dpi / 25.4;
  const width = Math.max(1, Math.round(part.width * perMm));
  const height = Math.max(1, Math.round(part.height * perMm));
  const out = new Uint8Array(width * height * 3).fill(255);
  const origin = toScanPx(frame, { x: part.x, y: part.y });
  const step = frame.pxPerMm / perMm / factor;
  const c = Math.cos(frame.angle) * step;
  const s = Math.sin(frame.angle) * step;
  const { data, width: columns, height: rows } = raster;
  const scan = { words: new DataView(data.buffer, data.byteOffset, data.byteLength), columns, rows };
  const right = whole(c);
  const down = whole(s);
  for (let y = 0; y < height; y++)
    resampleRow(
      scan,
      whole(origin.x / factor - 0.5 + 0.5 * c - (y + 0.5) * s),
      whole(origin.y / factor - 0.5 + 0.5 * s + (y + 0.5) * c),
      right,
      down,
      out,
      y * width * 3,
      width,
    );
  const covered = new Float32Array(width);
  for (const { box, mark } of marked) {
    const left = Math.max(0, Math.floor((box.x - part.x) * perMm));
    const top = Math.max(0, Math.floor((box.y - part.y) * perMm));
    const right = Math.min(width, Math.ceil((box.x + box.width - part.x) * perMm));
    const bottom = Math.min(height, Math.ceil((box.y + box.height - part.y) * perMm));
    if (right <= left) continue;
    for (let y = top; y < bottom; y++) {
      markAlong(mark, left / perMm + part.x, y / perMm + part.y, 1 / perMm, right - left, covered);
      for (let x = left; x < right; x++)
        if (covered[x - left]! > 0) burnPixel(out, (y * width + x) * 3, covered[x - left]!);
    }
  }
  const jpeg = await sharp(out, { raw: { width, height, channels: 3 } })
    .withDensity(wanted.dpi)
    .jpeg({ quality: wanted.quality, chromaSubsampling: '4:4:4' })
    .toBuffer();
  letGo(out);
  return jpeg;
}

/** In 65536ths of a pixel. */
const whole = (px: number): number => Math.round(px * 65536) | 0;

/**
 * `count` pixels along a line from (px, py), (right, down) apart, into `out` from byte `to` on; those off the scan stay as they are. Weights are in
 * 256ths, red and blue in one number: whole numbers, said to be so, take a third of the time.
 */
function resampleRow(
  { words, columns, rows }: { readonly words: DataView; readonly columns: number; readonly rows: number },
  px: number,
  py: number,
  right: number,
  down: number,
  out: Uint8Array,
  to: number,
  count: number,
): void {
  for (const end = to + count * 3; to < end; px = (px + right) | 0, py = (py + down) | 0, to = (to + 3) | 0) {
    const i = px >> 16;
    const j = py >> 16;
    if (i < 0 || j < 0 || i + 1 >= columns || j + 1 >= rows) continue;
    const u = (px >> 8) & 255;
    const v = (py >> 8) & 255;
    const at = Math.imul(Math.imul(j, columns) + i, 3);
    const below = (at + columns * 3) | 0;
    const one = words.getInt32(at, true);
    const two = words.getInt32(at + 2, true);
    const three = words.getInt32(below, true);
    const four = words.getInt32(below + 2, true);
    const w4 = (Math.imul(u, v) + 128) >> 8;
    const w2 = (u - w4) | 0;
    const w3 = (v - w4) | 0;
    const w1 = (256 - u - w3) | 0;
    const redBlue =
      ((Math.imul(one & RED_BLUE, w1) + Math.imul((two >>> 8) & RED_BLUE, w2)) | 0) +
      ((Math.imul(three & RED_BLUE, w3) + Math.imul((four >>> 8) & RED_BLUE, w4)) | 0) +
      HALVES;
    const green =
      Math.imul((one >>> 8) & 255, w1) +
      Math.imul((two >>> 16) & 255, w2) +
      (Math.imul((three >>> 8) & 255, w3) + Math.imul((four >>> 16) & 255, w4));
    out[to] = redBlue >>> 8;
    out[to + 1] = (green + 128) >> 8;
    out[to + 2] = redBlue >>> 24;
  }
}
