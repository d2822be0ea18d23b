/** A decoded page: 8-bit RGB, three bytes a pixel, rows from the top. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** One 8-bit value a pixel. */
export interface Plane {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

// Places are continuous: pixel i covers [i, i + 1), its middle is i + 0.5. So a place in a raster shrunk k times is the place in
// the original divided by k, and no half pixel is ever lost.
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A box of pixels; right and bottom are not part of it. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/**
 * Gives the memory of pixels back at once. The collector of garbage, which sees but a small object for each, would come pages later. What is read of
 * them afterwards is not there; memory in which something else lies as well stays.
 */
export function letGo(...pixels: readonly ArrayBufferView[]): void {
  for (const { buffer, byteLength } of pixels)
    if (buffer instanceof ArrayBuffer && byteLength === buffer.byteLength && !buffer.detached) buffer.transfer(0);
}

/** Averages blocks of `factor` × `factor` pixels; what is left over at the right and bottom edge is dropped. */
export function shrink(raster: Raster, factor: number): Raster {
  if (factor <= 1) return raster;
  if (factor > 2 && factor % 2 === 0) return shrinkInBands(raster, factor);
  const width = Math.floor(raster.width / factor);
  const height = Math.floor(raster.height / factor);
  const data = new Uint8Array(width * height * 3);
  const shrunk: Raster = { width, height, data };
  if (factor === 2) halve(raster, shrunk.width, shrunk.height, data);
  else average(raster, factor, shrunk.width, shrunk.height, data);
  return shrunk;
}

/** Rows of a band. */
const BAND = 64;

/** Halved, and the half shrunk further, band by band: at 600 dpi the whole half would be 26 MB. */
function shrinkInBands({ width: from, height: rows, data }: Raster, factor: number): Raster {
  const [width, height] = [Math.floor(from / factor), Math.floor(rows / factor)];
  const out = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y += BAND) {
    const end = Math.min(height, y + BAND);
    const part = data.subarray(y * factor * from * 3, end * factor * from * 3);
    const half = shrink({ width: from, height: (end - y) * factor, data: part }, 2);
    const band = shrink(half, factor / 2);
    out.set(band.data, y * width * 3);
    letGo(half.data, band.data);
  }
  return { width, height, data: out };
}

/** Every second of the four bytes of a word. */
const PAIRS = 0x00ff00ff;

/** The common case, 300 to 150 dpi: two pixels at once out of four by four channels, added up in the halves of words. */
function halve({ data, width: from }: Raster, width: number, height: number, out: Uint8Array): void {
  const row = from * 3;
  const words = new DataView(data.buffer, data.byteOffset, data.byteLength);
  for (let y = 0, to = 0; y < height; y++) {
    let at = y * 2 * row;
    for (const end = to + (width & ~1) * 3; to < end; at += 12, to += 6) {
      const under = at + row;
      const a0 = words.getInt32(at, true);
      const a1 = words.getInt32(at + 4, true);
      const a2 = words.getInt32(at + 8, true);
      const b0 = words.getInt32(under, true);
      const b1 = words.getInt32(under + 4, true);
      const b2 = words.getInt32(under + 8, true);
      // Red and blue of the first pixel, green of it and red of the second, and so on.
      const rb = (a0 & PAIRS) + (b0 & PAIRS);
      const gr = ((a0 >>> 8) & PAIRS) + ((b0 >>> 8) & PAIRS);
      const g2r = (a1 & PAIRS) + (b1 & PAIRS);
      const bg = ((a1 >>> 8) & PAIRS) + ((b1 >>> 8) & PAIRS);
      const b3g = (a2 & PAIRS) + (b2 & PAIRS);
      const r4b = ((a2 >>> 8) & PAIRS) + ((b2 >>> 8) & PAIRS);
      out[to] = ((rb & 0xffff) + (gr >>> 16) + 2) >> 2;
      out[to + 1] = ((gr & 0xffff) + (g2r & 0xffff) + 2) >> 2;
      out[to + 2] = ((rb >>> 16) + (bg & 0xffff) + 2) >> 2;
      out[to + 3] = ((g2r >>> 16) + (r4b & 0xffff) + 2) >> 2;
      out[to + 4] = ((bg >>> 16) + (b3g >>> 16) + 2) >> 2;
      out[to + 5] = ((b3g & 0xffff) + (r4b >>> 16) + 2) >> 2;
    }
    if (width % 2 === 0) continue;
    for (let k = 0; k < 3; k++, at++, to++)
      out[to] = (data[at]! + data[at + 3]! + data[at + row]! + data[at + row + 3]! + 2) >> 2;
  }
}

function average({ data, width: from }: Raster, factor: number, width: number, height: number, out: Uint8Array): void {
  const scale = 1 / (factor * factor);
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++, to += 3) {
      let r = 0;
      let g = 0;
      let b = 0;
      for (let dy = 0; dy < factor; dy++) {
        let at = ((y * factor + dy) * from + x * factor) * 3;
        for (let dx = 0; dx < factor; dx++, at += 3) {
          r += data[at]!;
          g += data[at + 1]!;
          b += data[at + 2]!;
        }
      }
      out[to] = r * scale + 0.5;
      out[to + 1] = g * scale + 0.5;
      out[to + 2] = b * scale + 0.5;
    }
  }
}

/** A third of the sum of three bytes, rounded down; without a division. */
export const thirdOf = (sum: number): number => (sum * 21846) >> 16;

/** Brightness of each pixel, the plain mean of its channels. */
export function brightness(raster: Raster): Plane {
  const { width, height, data } = raster;
  const out = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) brightnessAlong(data, y * width, out, width);
  return { width, height, data: out };
}

function brightnessAlong(data: Uint8Array, first: number, out: Uint8Array, count: number): void {
  for (let i = first, at = 3 * first; i < first + count; i++, at += 3)
    out[i] = thirdOf(data[at]! + data[at + 1]! + data[at + 2]!);
}

/** Value at a place between pixels; 0 outside. */
export function sample(
  plane: { width: number; height: number; data: ArrayLike<number> },
  x: number,
  y: number,
): number {
  const u = x - 0.5;
  const v = y - 0.5;
  const i = Math.floor(u);
  const j = Math.floor(v);
  if (i < 0 || j < 0 || i + 1 >= plane.width || j + 1 >= plane.height) return 0;
  const s = u - i;
  const t = v - j;
  const at = j * plane.width + i;
  const d = plane.data;
  const top = d[at]! * (1 - s) + d[at + 1]! * s;
  const bottom = d[at + plane.width]! * (1 - s) + d[at + plane.width + 1]! * s;
  return top * (1 - t) + bottom * t;
}
