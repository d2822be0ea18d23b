import sharp from 'sharp';

/** An opaque page on its way to becoming a scan: 8-bit RGB, three bytes a pixel. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly data: Buffer;
}

/** A drawing with transparency: 8-bit RGBA, four bytes a pixel, alpha not multiplied in. */
export type Layer = Picture;

export const px = (mm: number, dpi: number): number => Math.round((mm / 25.4) * dpi);

/** Numbers from 0 to 1 that are the same at each run (mulberry32), so that the samples can be drawn again byte for byte. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Smooth noise from 0 to 1 over the plane, with cells of `cell` pixels. */
export function smoothNoise(seed: number, cell: number): (x: number, y: number) => number {
  const random = randomFrom(seed);
  const table = Float32Array.from({ length: 4096 }, random);
  const at = (i: number, j: number) => table[(i * 73 + j * 151 + ((i * j) & 255)) & 4095]!;
  return (x, y) => {
    const u = x / cell;
    const v = y / cell;
    const i = Math.floor(u);
    const j = Math.floor(v);
    const s = (u - i) ** 2 * (3 - 2 * (u - i));
    const t = (v - j) ** 2 * (3 - 2 * (v - j));
    const top = at(i, j) * (1 - s) + at(i + 1, j) * s;
    const bottom = at(i, j + 1) * (1 - s) + at(i + 1, j + 1) * s;
    return top * (1 - t) + bottom * t;
  };
}

/** Renders an SVG text whose user unit is one millimetre. */
export async function render(svg: string, widthMm: number, heightMm: number, dpi: number): Promise<Layer> {
  const width = px(widthMm, dpi);
  const height = px(heightMm, dpi);
  const page = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${widthMm} ${heightMm}">${svg}</svg>`;
  const data = await sharp(Buffer.from(page), { limitInputPixels: false }).ensureAlpha().raw().toBuffer();
  return { width, height, data };
}

export function blankPage(
  widthMm: number,
  heightMm: number,
  dpi: number,
  tint: readonly [number, number, number],
): Picture {
  const width = px(widthMm, dpi);
  const height = px(heightMm, dpi);
  const data = Buffer.alloc(width * height * 3);
  for (let i = 0; i < data.length; i += 3) data.set(tint, i);
  return { width, height, data };
}

/** Lays ink on a page as ink lies on paper: each colour channel is multiplied, nothing gets lighter. */
export function lay(page: Picture, layer: Layer, left = 0, top = 0): void {
  for (let y = Math.max(0, -top); y < layer.height && y + top < page.height; y++) {
    for (let x = Math.max(0, -left); x < layer.width && x + left < page.width; x++) {
      const from = (y * layer.width + x) * 4;
      const alpha = layer.data[from + 3]! / 255;
      if (alpha === 0) continue;
      const to = ((y + top) * page.width + x + left) * 3;
      for (let c = 0; c < 3; c++) {
        const paper = page.data[to + c]!;
        page.data[to + c] = paper * (1 - alpha + (alpha * layer.data[from + c]!) / 255);
      }
    }
  }
}

export interface ScanOptions {
  readonly dpi: number;
  readonly seed: number;
  /** Degrees, clockwise: how the page lies on the glass. */
  readonly angle: number;
  /** How much darker the darkest corner is, 0 to 1. */
  readonly shade: number;
  /** Grain of the sensor, in grey levels. */
  readonly grain: number;
  /** Colour of the scanner's lid around the page. */
  readonly lid: readonly [number, number, number];
  /** Height of a fold across the page, as a share of the height. */
  readonly fold?: number;
  readonly quality: number;
}

/** Turns a drawn page into the JPEG of a scan: uneven light, grain, a page that lies slightly askew under a grey lid. */
export async function scanned(page: Picture, options: ScanOptions): Promise<Buffer> {
  const { width, height, data } = page;
  const random = randomFrom(options.seed);
  const cloud = smoothNoise(options.seed + 1, width / 2.3);
  const foldAt = options.fold === undefined ? Number.NaN : options.fold * height;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let light = 1 - options.shade * (0.55 * (y / height) * (x / width) + 0.45 * cloud(x, y));
      if (Math.abs(y - foldAt) < height * 0.004) light *= 0.972 + 0.028 * (Math.abs(y - foldAt) / (height * 0.004));
      const grain = (random() + random() - 1) * options.grain;
      const at = (y * width + x) * 3;
      for (let c = 0; c < 3; c++) data[at + c] = Math.max(0, Math.min(255, data[at + c]! * light + grain));
    }
  }
  const [r, g, b] = options.lid;
  const background = { r, g, b };
  return sharp(data, { raw: { width, height, channels: 3 } })
    .extend({ top: 24, bottom: 24, left: 20, right: 20, background })
    .rotate(options.angle, { background })
    .withMetadata({ density: options.dpi })
    .jpeg({ quality: options.quality, chromaSubsampling: '4:4:4', mozjpeg: true })
    .toBuffer();
}
