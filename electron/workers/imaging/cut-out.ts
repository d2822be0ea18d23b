import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import type { PageBox } from '../../../shared/seal/reasons.ts';
import { type Outline, outsideAlong } from './outline.ts';
import { type PageFrame, toScanPx } from './page-frame.ts';
import type { SealView } from './seal-view.ts';

/** 8-bit RGBA with straight alpha. */
export interface Cutting {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
  readonly dpi: number;
}

/** Ink beyond the outline belongs to the seal this far (creep, a blot); further out it fades to nothing, so that a neighbour is not cut in. */
const BEYOND_MM = [0.6, 1.1] as const;

/** Cuts the seal out of its page: upright with the page, one ink colour, alpha by ink density, paper gone. `cut` is in mm on the page, `turn` is taken out of it about its middle. */
export function cutOut(view: SealView, outline: Outline, frame: PageFrame, cut: PageBox, turn: number): Cutting {
  const width = Math.round(cut.width * frame.pxPerMm);
  const height = Math.round(cut.height * frame.pxPerMm);
  const data = new Uint8Array(width * height * 4);
  const clear = Uint8Array.of(...view.colour.map((value) => Math.round(value)), 0);
  new Uint32Array(data.buffer).fill(new Uint32Array(clear.buffer)[0]!);
  const middle = toScanPx(frame, { x: cut.x + cut.width / 2, y: cut.y + cut.height / 2 });
  const c = Math.cos(frame.angle + turn);
  const s = Math.sin(frame.angle + turn);
  const origin = { x: middle.x - (width * c - height * s) / 2, y: middle.y - (width * s + height * c) / 2 };
  const [from, to] = BEYOND_MM.map((mm) => mm * frame.pxPerMm) as [number, number];
  const outside = new Float32Array(width);
  const { data: ink, width: columns, height: rows } = view.ink;
  for (let y = 0, i = 0; y < height; y++) {
    let px = origin.x + 0.5 * c - (y + 0.5) * s;
    let py = origin.y + 0.5 * s + (y + 0.5) * c;
    outsideAlong(outline, px, py, c, s, width, outside);
    px -= view.box.left + 0.5;
    py -= view.box.top + 0.5;
    for (let x = 0; x < width; x++, i += 4, px += c, py += s) {
      const beyond = outside[x]!;
      if (beyond >= to) continue;
      const column = Math.floor(px);
      const row = Math.floor(py);
      if (column < 0 || row < 0 || column + 1 >= columns || row + 1 >= rows) continue;
      const at = row * columns + column;
      if (ink[at] === 0 && ink[at + 1] === 0 && ink[at + columns] === 0 && ink[at + columns + 1] === 0) continue;
      const u = px - column;
      const v = py - row;
      const above = ink[at]! * (1 - u) + ink[at + 1]! * u;
      const below = ink[at + columns]! * (1 - u) + ink[at + columns + 1]! * u;
      const fade = beyond <= from ? 1 : (to - beyond) / (to - from);
      data[i + 3] = Math.round(255 * fade * (above * (1 - v) + below * v));
    }
  }
  return { width, height, data, dpi: frame.dpi };
}

/** Writes the cutting as a PNG that knows its size (pHYs). */
export async function toPng({ width, height, data, dpi }: Cutting): Promise<Uint8Array> {
  const png = await sharp(data, { raw: { width, height, channels: 4 } })
    .png({ compressionLevel: 6 })
    .toBuffer();
  return withSize(png, dpi);
}

const HEAD = 8 + 25;

/** Puts a pHYs chunk (pixels per metre, both ways) behind the head of a PNG. */
function withSize(png: Uint8Array, dpi: number): Uint8Array {
  const chunk = new Uint8Array(21);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, 9);
  chunk.set([0x70, 0x48, 0x59, 0x73], 4);
  const perMetre = Math.round(dpi / 0.0254);
  view.setUint32(8, perMetre);
  view.setUint32(12, perMetre);
  chunk[16] = 1;
  view.setUint32(17, crc32(chunk.subarray(4, 17)));
  const out = new Uint8Array(png.length + chunk.length);
  out.set(png.subarray(0, HEAD));
  out.set(chunk, HEAD);
  out.set(png.subarray(HEAD), HEAD + chunk.length);
  return out;
}
