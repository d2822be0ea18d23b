import type { SealInk } from '../../../shared/seal/scan.ts';
import { type PaperLight, paperAlong } from './paper.ts';
import type { Box, Plane, Raster } from './raster.ts';

/** What counts as seal ink. `grey`: a scan without colour, where everything dark does. */
export type InkKind = SealInk | 'grey';

/** Ink on the page, told apart by colour; 255 is full ink. */
export interface InkMaps {
  /** Seal ink. Red: how much more green and blue it takes away than red; blue the same with red and blue exchanged; black: darkness without a colour. */
  readonly seal: Plane;
  /** Pen and print: what is dark and no seal ink. */
  readonly pen: Plane;
}

/** A pixel that keeps this much of all light has less ink than can be told from grain. */
const BARE = 0.96;
/** Seal ink below which a hue cannot be told from the grain of a JPEG at all. */
const TRACE_INK = 7;
/** The same on a map of half the size, where the grain is gone: a stamp pressed with a twentieth of its ink. */
export const PALE_INK = 8;
/** Ink that certainly is: a stamp pressed with an eighth of its ink. */
export const SURE_INK = 31;
/** Darkness of a pen line at 150 dpi; pencil and show-through stay below it. */
export const SURE_PEN = 77;

// Red seal inks run from crimson to vermilion, hue −35° to 24°; coffee, wood and yellowed paper lie above 28°, purple pens below
// −40°. Blue ones run from violet to azure, as far from pure blue either way.
const HUE = { red: [-35 / 60, 24 / 60], blue: [-36 / 60, 42 / 60] } as const;

/** Separates seal ink from everything else, with the light of the paper divided out. Outside `page` there is no ink. */
export function separateInk(raster: Raster, paper: PaperLight, page: Box, kind: InkKind): InkMaps {
  const { width, height, data } = raster;
  const seal = new Uint8Array(width * height);
  const pen = new Uint8Array(width * height);
  const light = new Float32Array(width * 3);
  const left = Math.max(0, page.left);
  const right = Math.min(width, page.right);
  const colour = kind === 'red' || kind === 'blue' ? kind : null;
  const [low, high] = colour ? HUE[colour] : [0, 0];
  // The channel that the ink leaves alone, and the one at the other end.
  const [own, other] = colour === 'blue' ? [2, 0] : [0, 2];
  for (let y = Math.max(0, page.top); y < Math.min(height, page.bottom); y++) {
    paperAlong(paper, y + 0.5, left + 0.5, 1, right - left, light);
    for (let x = left, k = 0, at = y * width + left; x < right; x++, k += 3, at++) {
      // Most of a page is bare paper.
      const bare =
        data[at * 3]! > BARE * light[k]! &&
        data[at * 3 + 1]! > BARE * light[k + 1]! &&
        data[at * 3 + 2]! > BARE * light[k + 2]!;
      if (bare) continue;
      const g = data[at * 3 + 1]! / light[k + 1]!;
      if (kind === 'grey') {
        seal[at] = clamped((1 - g) * 255);
        continue;
      }
      const r = data[at * 3 + own]! / light[k + own]!;
      const b = data[at * 3 + other]! / light[k + other]!;
      if (kind === 'black') {
        const brightest = Math.max(r, g, b);
        const hued = brightest - Math.min(r, g, b);
        seal[at] = clamped((1 - brightest - hued) * 255);
        pen[at] = clamped(hued * 255);
        continue;
      }
      const chroma = r - (g + b) / 2;
      if (chroma * 255 > TRACE_INK) {
        const least = g < b ? g : b;
        const hue = (g - b) / (r - least);
        if (r > least && hue > low && hue < high) seal[at] = clamped(chroma * 255);
      }
      const dark = 1 - r - 1.1 * (chroma > 0 ? chroma : 0);
      if (dark > 0) pen[at] = clamped(dark * 255);
    }
  }
  return { seal: { width, height, data: seal }, pen: { width, height, data: pen } };
}

const clamped = (value: number): number => (value < 0 ? 0 : value > 255 ? 255 : value);

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
