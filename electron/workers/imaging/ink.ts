import { type PaperLight, paperAlong } from './paper.ts';
import type { Box, Plane, Raster } from './raster.ts';

/** Ink on the page, told apart by colour; 255 is full ink. */
export interface InkMaps {
  /** Red ink: how much more green and blue it takes away than red. */
  readonly red: Plane;
  /** Pen and print: what takes red light away and is no red ink. */
  readonly pen: Plane;
}

/** Redness below which a hue cannot be told from the grain of a JPEG. */
export const FAINT_RED = 15;
/** Redness of ink that certainly is: a stamp pressed with an eighth of its ink. */
export const SURE_RED = 31;
/** Darkness of a pen line at 150 dpi; pencil and show-through stay below it. */
export const SURE_PEN = 77;

// Seal inks run from crimson to vermilion, hue −35° to 24°; coffee, wood and yellowed paper lie above 28°, purple pens below −40°.
const HUE_LOW = -35 / 60;
const HUE_HIGH = 24 / 60;

/**
 * Separates red ink from everything else, with the light of the paper divided out. Outside `page` there is no ink. With
 * `grey` set (a scan without colour) everything dark counts as seal ink and nothing as pen.
 */
export function separateInk(raster: Raster, paper: PaperLight, page: Box, grey: boolean): InkMaps {
  const { width, height, data } = raster;
  const red = new Uint8Array(width * height);
  const pen = new Uint8Array(width * height);
  const light = new Float32Array(width * 3);
  for (let y = Math.max(0, page.top); y < Math.min(height, page.bottom); y++) {
    const left = Math.max(0, page.left);
    const right = Math.min(width, page.right);
    paperAlong(paper, y + 0.5, left + 0.5, 1, right - left, light);
    for (let x = left, k = 0; x < right; x++, k += 3) {
      const at = y * width + x;
      const r = data[at * 3]! / light[k]!;
      const g = data[at * 3 + 1]! / light[k + 1]!;
      const b = data[at * 3 + 2]! / light[k + 2]!;
      if (grey) {
        red[at] = Math.max(0, Math.min(255, (1 - g) * 255));
        continue;
      }
      const chroma = r - (g + b) / 2;
      if (chroma * 255 > FAINT_RED && isRedHue(r, g, b)) red[at] = Math.min(255, chroma * 255);
      const dark = 1 - r - 1.1 * Math.max(0, chroma);
      if (dark > 0) pen[at] = Math.min(255, dark * 255);
    }
  }
  return { red: { width, height, data: red }, pen: { width, height, data: pen } };
}

function isRedHue(r: number, g: number, b: number): boolean {
  const low = Math.min(g, b);
  if (r <= low) return false;
  const hue = (g - b) / (r - low);
  return hue > HUE_LOW && hue < HUE_HIGH;
}

/** Whether the scan has no colour at all: a scanner set to grey, or a copy. */
export function hasNoColour(raster: Raster): boolean {
  const { data } = raster;
  let coloured = 0;
  let seen = 0;
  for (let at = 0; at < data.length; at += 3 * 7) {
    const r = data[at]!;
    const g = data[at + 1]!;
    const b = data[at + 2]!;
    if (Math.max(r, g, b) - Math.min(r, g, b) > 6) coloured++;
    seen++;
  }
  return coloured < seen * 0.0002;
}
