import type { SealInk } from '../../../shared/seal/scan.ts';
import { type PaperLight, paperStretches, STRETCH } from './paper.ts';
import type { Box, Plane, Raster } from './raster.ts';

/** What counts as seal ink. `grey`: a scan without colour, where everything dark does. */
export type InkKind = SealInk | 'grey';

/** Ink on the page, told apart by colour; 255 is full ink. */
export interface InkMaps {
  /** Seal ink. Red: how much more green and blue it takes away than red; blue the same with red and blue exchanged; black: darkness without a colour. */
  readonly seal: Plane;
  /** Pen and print: what is dark and no seal ink. */
  readonly pen: Plane;
  /** 1 where there is certainly seal ink, and certainly pen or print. */
  readonly sureInk: Plane;
  readonly surePen: Plane;
  /** Pixels with either. */
  readonly inked: number;
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

/** Beside a colour as strong as this, so far on the map, what is less than so many times as dark belongs to that colour: a JPEG blurs colours more than light. */
const FRINGE = { hue: SURE_INK, px: 2, dark: 2 } as const;

// Red seal inks run from crimson to vermilion, hue −35° to 24°; coffee, wood and yellowed paper lie above 28°, purple pens below
// −40°. Blue ones run from violet to azure, as far from pure blue either way.
const HUE = { red: [-35 / 60, 24 / 60], blue: [-36 / 60, 42 / 60] } as const;
const NO_HUE = [0, 0] as const;

/** Separates seal ink from everything else, with the light of the paper divided out. Outside `page` there is no ink. */
export function separateInk(raster: Raster, paper: PaperLight, page: Box, kind: InkKind): InkMaps {
  const { width, height, data } = raster;
  const seal = new Uint8Array(width * height);
  const pen = new Uint8Array(width * height);
  const sureInk = new Uint8Array(width * height);
  const surePen = new Uint8Array(width * height);
  let inked = 0;
  let room: Float64Array = new Float64Array(0);
  const left = Math.max(0, page.left);
  const right = Math.min(width, page.right);
  const out = { seal, pen, sureInk, surePen };
  for (let y = Math.max(0, page.top); y < Math.min(height, page.bottom); y++) {
    const { stretches, length } = paperStretches(paper, y + 0.5, left + 0.5, 1, right - left, room);
    room = stretches;
    inked += separateAlong(data, y * width + left, stretches, length, kind, out);
  }
  if (kind === 'black') clearFringes(seal, sureInk, pen, width);
  const plane = (values: Uint8Array): Plane => ({ width, height, data: values });
  return { seal: plane(seal), pen: plane(pen), sureInk: plane(sureInk), surePen: plane(surePen), inked };
}

/** The same along one row from pixel `at` on; gives the number of pixels with ink. */
function separateAlong(
  data: Uint8Array,
  at: number,
  stretches: Float64Array,
  length: number,
  kind: InkKind,
  { seal, pen, sureInk, surePen }: Readonly<Record<'seal' | 'pen' | 'sureInk' | 'surePen', Uint8Array>>,
): number {
  const [low, high] = kind === 'red' || kind === 'blue' ? HUE[kind] : NO_HUE;
  // Blue ink is red with two channels exchanged.
  const turned = kind === 'blue';
  let inked = 0;
  for (let n = 0, x = 0; n < length; n += STRETCH) {
    const end = stretches[n]!;
    const r0 = stretches[n + 1]!;
    const g0 = stretches[n + 2]!;
    const b0 = stretches[n + 3]!;
    const dr = stretches[n + 4]!;
    const dg = stretches[n + 5]!;
    const db = stretches[n + 6]!;
    const last = end - x - 1;
    // Brighter than this is bare all along the stretch; most of a page is.
    const bareR = BARE * Math.max(r0, r0 + dr * last);
    const bareG = BARE * Math.max(g0, g0 + dg * last);
    const bareB = BARE * Math.max(b0, b0 + db * last);
    for (let k = 0; x < end; x++, k++, at++) {
      const red = data[at * 3]!;
      const green = data[at * 3 + 1]!;
      const blue = data[at * 3 + 2]!;
      if (red > bareR && green > bareG && blue > bareB) continue;
      const lightR = r0 + dr * k;
      const lightG = g0 + dg * k;
      const lightB = b0 + db * k;
      if (red > BARE * lightR && green > BARE * lightG && blue > BARE * lightB) continue;
      const g = green / lightG;
      let ink = 0;
      let dark = 0;
      if (kind === 'grey') ink = (1 - g) * 255;
      else {
        const r = turned ? blue / lightB : red / lightR;
        const b = turned ? red / lightR : blue / lightB;
        if (kind === 'black') {
          const brightest = Math.max(r, g, b);
          const hued = brightest - Math.min(r, g, b);
          ink = (1 - brightest - hued) * 255;
          dark = hued * 255;
        } else {
          const chroma = r - (g + b) / 2;
          if (chroma * 255 > TRACE_INK) {
            const least = g < b ? g : b;
            const hue = (g - b) / (r - least);
            if (r > least && hue > low && hue < high) ink = chroma * 255;
          }
          dark = (1 - r - 1.1 * (chroma > 0 ? chroma : 0)) * 255;
        }
      }
      if (ink > 0) seal[at] = ink < 255 ? ink : 255;
      if (dark > 0) pen[at] = dark < 255 ? dark : 255;
      if (ink >= SURE_INK) sureInk[at] = 1;
      if (dark >= SURE_PEN) surePen[at] = 1;
      if (ink >= SURE_INK || dark >= SURE_PEN) inked++;
    }
  }
  return inked;
}

/** Takes the grey beside coloured lines out of black ink: a blue range, red print. */
function clearFringes(seal: Uint8Array, sureInk: Uint8Array, hue: Uint8Array, width: number): void {
  for (let at = 0; at < hue.length; at++) {
    if (hue[at]! < FRINGE.hue) continue;
    for (let dy = -FRINGE.px; dy <= FRINGE.px; dy++)
      for (let dx = -FRINGE.px, to = at + dy * width - FRINGE.px; dx <= FRINGE.px; dx++, to++)
        if (seal[to]! < FRINGE.dark * hue[at]!) sureInk[to] = seal[to] = 0;
  }
}

/** Whether the scan has no colour at all: a scanner set to grey, or a copy. */
export function hasNoColour({ data }: Raster): boolean {
  let coloured = 0;
  for (let at = 0; at < data.length; at += STRIDE * LOT) coloured += colouredFrom(data, at);
  return coloured < Math.ceil(data.length / STRIDE) * 0.0002;
}

/** Every seventh pixel is looked at, in lots. */
const STRIDE = 3 * 7;
const LOT = 1024;

function colouredFrom(data: Uint8Array, from: number): number {
  let coloured = 0;
  for (let at = from, end = Math.min(data.length, from + STRIDE * LOT); at < end; at += STRIDE) {
    const r = data[at]!;
    const g = data[at + 1]!;
    const b = data[at + 2]!;
    if (Math.max(r, g, b) - Math.min(r, g, b) > 6) coloured++;
  }
  return coloured;
}
