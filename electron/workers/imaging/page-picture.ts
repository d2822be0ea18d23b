import sharp from 'sharp';
import type { PageBox } from '../../../shared/seal/reasons.ts';
import { burnPixel, type MarkAt } from './check-mark.ts';
import { type PageFrame, toScanPx } from './page-frame.ts';
import type { Raster } from './raster.ts';

/** What to show of a page, in mm on it, and how fine. */
export interface PagePart {
  readonly part: PageBox;
  readonly dpi: number;
  /** Where 仅供核对 is burnt in, and how; in mm on the page. */
  readonly marked: readonly { readonly box: PageBox; readonly mark: MarkAt }[];
  readonly quality: number;
}

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
  const { data, width: from, height: rows } = raster;
  for (let y = 0; y < height; y++) {
    let px = origin.x / factor - 0.5 + 0.5 * c - (y + 0.5) * s;
    let py = origin.y / factor - 0.5 + 0.5 * s + (y + 0.5) * c;
    for (let x = 0; x < width; x++, px += c, py += s) {
      const i = Math.floor(px);
      const j = Math.floor(py);
      if (i < 0 || j < 0 || i + 1 >= from || j + 1 >= rows) continue;
      const u = px - i;
      const v = py - j;
      const at = (j * from + i) * 3;
      const below = at + from * 3;
      const to = (y * width + x) * 3;
      const br = u * v;
      const tr = u - br;
      const bl = v - br;
      const tl = 1 - u - bl;
      out[to] = data[at]! * tl + data[at + 3]! * tr + data[below]! * bl + data[below + 3]! * br;
      out[to + 1] = data[at + 1]! * tl + data[at + 4]! * tr + data[below + 1]! * bl + data[below + 4]! * br;
      out[to + 2] = data[at + 2]! * tl + data[at + 5]! * tr + data[below + 2]! * bl + data[below + 5]! * br;
    }
  }
  for (const { box, mark } of marked) {
    const left = Math.max(0, Math.floor((box.x - part.x) * perMm));
    const top = Math.max(0, Math.floor((box.y - part.y) * perMm));
    const right = Math.min(width, Math.ceil((box.x + box.width - part.x) * perMm));
    const bottom = Math.min(height, Math.ceil((box.y + box.height - part.y) * perMm));
    for (let y = top; y < bottom; y++)
      for (let x = left; x < right; x++) {
        const coverage = mark(x / perMm + part.x, y / perMm + part.y);
        if (coverage > 0) burnPixel(out, (y * width + x) * 3, coverage);
      }
  }
  return sharp(out, { raw: { width, height, channels: 3 } })
    .withMetadata({ density: wanted.dpi })
    .jpeg({ quality: wanted.quality, chromaSubsampling: '4:4:4' })
    .toBuffer();
}
