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

/** Averages blocks of `factor` × `factor` pixels; what is left over at the right and bottom edge is dropped. */
export function shrink(raster: Raster, factor: number): Raster {
  if (factor <= 1) return raster;
  const { data, width: from } = raster;
  const width = Math.floor(raster.width / factor);
  const height = Math.floor(raster.height / factor);
  const out = new Uint8Array(width * height * 3);
  const sums = new Uint32Array(width * 3);
  const area = factor * factor;
  const half = area >> 1;
  for (let y = 0; y < height; y++) {
    sums.fill(0);
    for (let dy = 0; dy < factor; dy++) {
      let at = (y * factor + dy) * from * 3;
      for (let x = 0; x < width * 3; x += 3) {
        let r = 0;
        let g = 0;
        let b = 0;
        for (let dx = 0; dx < factor; dx++) {
          r += data[at]!;
          g += data[at + 1]!;
          b += data[at + 2]!;
          at += 3;
        }
        sums[x] = sums[x]! + r;
        sums[x + 1] = sums[x + 1]! + g;
        sums[x + 2] = sums[x + 2]! + b;
      }
    }
    const to = y * width * 3;
    for (let x = 0; x < width * 3; x++) out[to + x] = (sums[x]! + half) / area;
  }
  return { width, height, data: out };
}

/** Brightness of each pixel, the plain mean of its channels. */
export function brightness(raster: Raster): Plane {
  const { width, height, data } = raster;
  const out = new Uint8Array(width * height);
  for (let i = 0, at = 0; i < out.length; i++, at += 3) out[i] = (data[at]! + data[at + 1]! + data[at + 2]!) / 3;
  return { width, height, data: out };
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
