import sharp from 'sharp';
import { checkMarkPng } from './check-mark-picture.ts';
import type { Cutting, Picture } from './cut-out.ts';
import { type Outline, outsideAlong } from './outline.ts';
import type { Point } from './raster.ts';

/** The words 仅供核对 as coverage, 255 = stroke; drawn beforehand so that no font is needed where the program runs. */
export interface Words {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

let words: Promise<Words> | undefined;

async function loadWords(): Promise<Words> {
  const { data, info } = await sharp(Buffer.from(checkMarkPng, 'base64'))
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}

/** Height of the words and distance of their lines, mm: at least one line crosses even an 18 mm name seal. */
const WORDS_MM = 5;
const LINE_MM = 10.5;
const SPACE_MM = 5;
const SLANT = -Math.PI / 7;
const GREY = [74, 85, 96] as const;
const STRENGTH = 0.8;

/** The words as they lie over one seal, whose outline is in mm; nothing beyond its rim. Data and no function: one made anew for each seal would be compiled anew for each page. */
export interface Mark {
  readonly words: Words;
  readonly outline: Outline;
}

/** The words end this far outside a seal. */
const RIM_MM = 1.2;

/** The words, drawn. */
export function checkMark(): Promise<Words> {
  words ??= loadWords();
  return words;
}

let room = new Float32Array(0);

/** Writes how much of places the words cover, 0 to 1, into `out`: `count` places `step` apart along a row from (x, y), in mm as the outline. */
export function markAlong(
  { words: { width, height, data }, outline }: Mark,
  x: number,
  y: number,
  step: number,
  count: number,
  out: Float32Array,
): void {
  if (room.length < count) room = new Float32Array(count);
  const outside = room;
  outsideAlong(outline, RIM_MM, RIM_MM, x, y, step, 0, count, outside);
  const scale = height / WORDS_MM;
  const pitch = width / scale + SPACE_MM;
  const c = Math.cos(SLANT);
  const s = Math.sin(SLANT);
  let u = (x - outline.x) * c + (y - outline.y) * s;
  let v = (y - outline.y) * c - (x - outline.x) * s;
  // The words are repeated in slanted lines over the plane.
  for (let i = 0; i < count; i++, u += step * c, v -= step * s) {
    out[i] = 0;
    if (outside[i]! >= RIM_MM) continue;
    const line = Math.floor(v / LINE_MM);
    const row = (v - line * LINE_MM) * scale;
    if (row >= height) continue;
    const along = u + (line % 2) * (pitch / 2);
    const column = (along - Math.floor(along / pitch) * pitch) * scale;
    if (column < width) out[i] = data[Math.floor(row) * width + Math.floor(column)]! / 255;
  }
}

/** Marked pictures are kept no finer than this: enough to recognise a seal, too coarse to make one. */
const MARKED_DPI = 150;

/** The cutting as one picture with 仅供核对 burnt across: the ink under the words is gone. `corner` is that of the cutting, in mm as the mark. */
export function burnAcross(cutting: Cutting, mark: Mark, corner: Point): Picture {
  const factor = Math.max(1, Math.round(cutting.dpi / MARKED_DPI));
  const dpi = cutting.dpi / factor;
  const width = Math.max(1, Math.floor(cutting.width / factor));
  const height = Math.max(1, Math.floor(cutting.height / factor));
  const out = new Uint8Array(width * height * 4);
  const [red, green, blue] = cutting.colour;
  new Uint32Array(out.buffer).fill(new Uint32Array(Uint8Array.of(red, green, blue, 0).buffer)[0]!);
  const perMm = dpi / 25.4;
  const covered = new Float32Array(width);
  for (let y = 0; y < height; y++) {
    markAlong(mark, corner.x, y / perMm + corner.y, 1 / perMm, width, covered);
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let dy = 0, at = y * factor * cutting.width + x * factor; dy < factor; dy++, at += cutting.width)
        for (let dx = 0; dx < factor; dx++) sum += cutting.alpha[at + dx]!;
      const m = covered[x]! * STRENGTH;
      if (sum === 0 && m === 0) continue;
      const alpha = (sum / (factor * factor * 255)) * (1 - m);
      const whole = m + alpha;
      const i = (y * width + x) * 4;
      out[i] = (GREY[0] * m + red * alpha) / whole;
      out[i + 1] = (GREY[1] * m + green * alpha) / whole;
      out[i + 2] = (GREY[2] * m + blue * alpha) / whole;
      out[i + 3] = Math.round(whole * 255);
    }
  }
  return { width, height, data: out, dpi };
}

/** Burns the words into opaque pixels of `data` (RGB) at index `i`. */
export function burnPixel(data: Uint8Array, i: number, coverage: number): void {
  const m = coverage * STRENGTH;
  data[i] = data[i]! * (1 - m) + GREY[0] * m;
  data[i + 1] = data[i + 1]! * (1 - m) + GREY[1] * m;
  data[i + 2] = data[i + 2]! * (1 - m) + GREY[2] * m;
}
