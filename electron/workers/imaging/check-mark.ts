import sharp from 'sharp';
import { checkMarkPng } from './check-mark-picture.ts';
import type { Cutting } from './cut-out.ts';
import { type Outline, outsideOf } from './outline.ts';

/** The words 仅供核对 as coverage, 255 = stroke; drawn beforehand so that no font is needed where the program runs. */
interface Words {
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

/** How much of a place the words cover, 0 to 1; x and y in mm, from any fixed corner. */
export type MarkAt = (xMm: number, yMm: number) => number;

/** The words end this far outside a seal. */
const RIM_MM = 1.2;

/** The words as they lie over one seal, whose outline is in mm: nothing beyond its rim. */
export function markOver(mark: MarkAt, outline: Outline): MarkAt {
  const outside = outsideOf(outline);
  return (x, y) => (outside(x, y) < RIM_MM ? mark(x - outline.x, y - outline.y) : 0);
}

/** The words, repeated in slanted lines over the plane. */
export async function checkMark(): Promise<MarkAt> {
  words ??= loadWords();
  const { width, height, data } = await words;
  const scale = height / WORDS_MM;
  const pitch = width / scale + SPACE_MM;
  const c = Math.cos(SLANT);
  const s = Math.sin(SLANT);
  return (x, y) => {
    const v = y * c - x * s;
    const line = Math.floor(v / LINE_MM);
    const u = x * c + y * s + (line % 2) * (pitch / 2);
    const row = (v - line * LINE_MM) * scale;
    const column = (u - Math.floor(u / pitch) * pitch) * scale;
    if (row >= height || column >= width) return 0;
    return data[Math.floor(row) * width + Math.floor(column)]! / 255;
  };
}

/** Marked pictures are kept no finer than this: enough to recognise a seal, too coarse to make one. */
const MARKED_DPI = 150;

/** The cutting as one picture with 仅供核对 burnt across: the ink under the words is gone. */
export function burnAcross(cutting: Cutting, mark: MarkAt): Cutting {
  const factor = Math.max(1, Math.round(cutting.dpi / MARKED_DPI));
  const dpi = cutting.dpi / factor;
  const width = Math.max(1, Math.floor(cutting.width / factor));
  const height = Math.max(1, Math.floor(cutting.height / factor));
  const out = new Uint8Array(width * height * 4);
  const perMm = dpi / 25.4;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * factor * cutting.width + x * factor) * 4;
      let alpha = 0;
      for (let dy = 0; dy < factor; dy++)
        for (let dx = 0; dx < factor; dx++) alpha += cutting.data[at + (dy * cutting.width + dx) * 4 + 3]!;
      alpha /= factor * factor * 255;
      const m = mark(x / perMm, y / perMm) * STRENGTH;
      const whole = m + alpha * (1 - m);
      const i = (y * width + x) * 4;
      for (let k = 0; k < 3; k++) {
        const ink = cutting.data[at + k]!;
        out[i + k] = whole > 0 ? (GREY[k]! * m + ink * alpha * (1 - m)) / whole : ink;
      }
      out[i + 3] = Math.round(whole * 255);
    }
  }
  return { width, height, data: out, dpi };
}

/** Burns the words into opaque pixels of `data` (RGB) at index `i`. */
export function burnPixel(data: Uint8Array, i: number, coverage: number): void {
  const m = coverage * STRENGTH;
  for (let k = 0; k < 3; k++) data[i + k] = data[i + k]! * (1 - m) + GREY[k]! * m;
}
