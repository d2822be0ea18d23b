import type { InkKind } from './ink.ts';
import { boundsOf, type Outline, outsideOf } from './outline.ts';
import { type PaperLight, paperAlong } from './paper.ts';
import type { Box, Raster } from './raster.ts';
import { labelRegions } from './regions.ts';

type Field = { readonly width: number; readonly height: number; readonly data: Float32Array };

/** One seal at the scan's full resolution, split into its own ink and what lies over it. Places are those of the scan less the box's corner. */
export interface SealView {
  readonly box: Box;
  /** 0 paper, 1 the seal's own full ink. */
  readonly ink: Field;
  /** 0 nothing, 1 a black line: pen or print over the seal. */
  readonly pen: Field;
  /** Colour of the full ink on white. */
  readonly colour: readonly [number, number, number];
  /** Light that the full ink takes where it takes the most, 0 to 1. */
  readonly density: number;
}

/** The seal's full ink is what its reddest tenth has: less would clip the texture, more would be one speck. */
const FULL_INK_SHARE = 0.9;
/** Ink needs colour: below the first share of the full redness a pixel is grain or shadow, from the second on it is ink. */
const COLOUR_GATE = [0.02, 0.07] as const;
/** Ink of another hue counts for nothing from about 15° on. */
const OFF_HUE = 2;
/** A pixel this dark beyond its ink is pen; in between ink is faded out, so that the gap has no hard edge. */
const PEN_GATE = [0.22, 0.45] as const;

/** Levels of 255 from which a pixel counts as ink; the second where the first finds in less than this share of the view: a seal pressed dry. */
const INK_LEVEL = { usual: 25, pale: 10, share: 0.02 } as const;

/** Looked at around a seal: its edge may lie this far from where it was first seen. */
const MARGIN_MM = 3;
/** A pen or printed stroke is longer than this, mm; what is shorter is the colour fringe that JPEG leaves around red strokes. */
const STROKE_MM = 3;

const rooms = new Map<string, Float32Array>();

/** Working memory that is used again for the next seal; what is in it must be written before it is read. */
function roomFor(purpose: string, size: number): Float32Array {
  let room = rooms.get(purpose);
  if (!room || room.length < size) {
    room = new Float32Array(size);
    rooms.set(purpose, room);
  }
  return room.subarray(0, size);
}

const ramp = (value: number, [from, to]: readonly [number, number]): number => {
  const t = Math.max(0, Math.min(1, (value - from) / (to - from)));
  return t * t * (3 - 2 * t);
};

/**
 * Divides the light of the paper out of the part of the scan around `outline` (in scan pixels) and measures each pixel's ink.
 * `factor` is how much the raster was shrunk on which the paper was measured.
 */
export function viewSeal(
  scan: Raster,
  paper: PaperLight,
  factor: number,
  outline: Outline,
  pxPerMm: number,
  kind: InkKind,
): SealView {
  const grey = kind === 'grey' || kind === 'black';
  const bounds = boundsOf(outline);
  const marginPx = MARGIN_MM * pxPerMm;
  const box = {
    left: Math.max(0, Math.floor(bounds.left - marginPx)),
    top: Math.max(0, Math.floor(bounds.top - marginPx)),
    right: Math.min(scan.width, Math.ceil(bounds.right + marginPx)),
    bottom: Math.min(scan.height, Math.ceil(bounds.bottom + marginPx)),
  };
  const width = Math.max(1, box.right - box.left);
  const height = Math.max(1, box.bottom - box.top);
  const taken = takenLight(scan, paper, factor, box, width, height);
  const hued = inOwnChannels(taken, kind);
  const full = fullInk(taken, width, height, outline, box, grey);
  const ink = new Float32Array(width * height);
  const pen = new Float32Array(width * height);
  const redness = roomFor('redness', width * height);
  const offHue = roomFor('offHue', width * height);
  const power = full.r ** 2 + full.g ** 2 + full.b ** 2;
  const fullRedness = (full.g + full.b) / 2 - full.r;
  const hue = (full.b - full.g) / fullRedness;
  const share = Math.min(2, (full.r / Math.max(0.05, fullRedness)) * 1.15 + 0.05);
  for (let i = 0, k = 0; i < ink.length; i++, k += 3) {
    const r = taken[k]!;
    const g = taken[k + 1]!;
    const b = taken[k + 2]!;
    const red = (g + b) / 2 - r;
    redness[i] = red / fullRedness;
    offHue[i] = (b - g - red * hue) / fullRedness;
    pen[i] = grey ? (hued?.[i] ?? 0) : Math.max(0, Math.min(1, r - share * Math.max(0, red)));
    ink[i] = Math.max(0, Math.min(1, (r * full.r + g * full.g + b * full.b) / power));
  }
  withoutSpecks(pen, width, height, pxPerMm);
  if (grey) {
    for (let i = 0; i < ink.length; i++) ink[i] = ink[i]! * ramp(ink[i]!, COLOUR_GATE) * (1 - ramp(pen[i]!, PEN_GATE));
  } else onlyOwnColour(ink, pen, redness, offHue, fullRedness, width, height);
  return {
    box,
    ink: { width, height, data: ink },
    pen: { width, height, data: pen },
    colour:
      kind === 'blue'
        ? [255 * (1 - full.b), 255 * (1 - full.g), 255 * (1 - full.r)]
        : [255 * (1 - full.r), 255 * (1 - full.g), 255 * (1 - full.b)],
    density: Math.max(full.g, full.b),
  };
}

/** The same view at half the resolution. */
export function halveView({ box, ink, pen, colour, density }: SealView): SealView {
  return {
    box: { left: box.left / 2, top: box.top / 2, right: box.right / 2, bottom: box.bottom / 2 },
    ink: halved(ink),
    pen: halved(pen),
    colour,
    density,
  };
}

function halved({ width: from, height: rows, data }: Field): Field {
  const [width, height] = [Math.max(1, from >> 1), Math.max(1, rows >> 1)];
  const out = new Float32Array(width * height);
  for (let y = 0, to = 0; y < height; y++)
    for (let x = 0, at = 2 * y * from; x < width; x++, at += 2, to++)
      out[to] = (data[at]! + data[at + 1]! + data[at + from]! + data[at + from + 1]!) / 4;
  return { width, height, data: out };
}

/** Light that each pixel lacks against the paper around it, per channel, 0 to 1. */
function takenLight(
  scan: Raster,
  paper: PaperLight,
  factor: number,
  box: Box,
  width: number,
  height: number,
): Float32Array {
  const out = roomFor('taken', width * height * 3);
  const light = new Float32Array(width * 3);
  for (let y = 0; y < height; y++) {
    paperAlong(paper, (box.top + y + 0.5) / factor, (box.left + 0.5) / factor, 1 / factor, width, light);
    const row = ((box.top + y) * scan.width + box.left) * 3;
    const to = y * width * 3;
    for (let k = 0; k < width * 3; k++) out[to + k] = 1 - scan.data[row + k]! / light[k]!;
  }
  return out;
}

/**
 * Puts light taken by other inks into the channels of red ink, in place: blue ink with red and blue exchanged; of black ink what
 * has no colour in all three. Gives the colour of each pixel where the ink has none, which is then pen.
 */
function inOwnChannels(taken: Float32Array, kind: InkKind): Float32Array | null {
  if (kind === 'blue') {
    for (let k = 0; k < taken.length; k += 3) {
      const r = taken[k]!;
      taken[k] = taken[k + 2]!;
      taken[k + 2] = r;
    }
  }
  if (kind !== 'black') return null;
  const hued = new Float32Array(taken.length / 3);
  for (let k = 0; k < taken.length; k += 3) {
    const least = Math.min(taken[k]!, taken[k + 1]!, taken[k + 2]!);
    hued[k / 3] = Math.max(taken[k]!, taken[k + 1]!, taken[k + 2]!) - least;
    taken.fill(Math.max(0, least - hued[k / 3]!), k, k + 3);
  }
  return hued;
}

/**
 * Takes from `ink` what has not the seal's own colour, or lies under a pen. Coffee and yellowed paper have some red in them, another hue, and are
 * duller: what is off the seal's own hue, or takes more of the light that the ink leaves alone, takes from its share. Colour is that of nine
 * pixels, because one alone is grain.
 */
function onlyOwnColour(
  ink: Float32Array,
  pen: Float32Array,
  redness: Float32Array,
  offHue: Float32Array,
  fullRedness: number,
  width: number,
  height: number,
): void {
  const columns = roomFor('columns', 2 * width);
  for (let y = 0; y < height; y++) {
    const row = y * width;
    if (y === 0 || y === height - 1) {
      ink.fill(0, row, row + width);
      continue;
    }
    for (let x = 0, i = row; x < width; x++, i++) {
      columns[2 * x] = redness[i - width]! + redness[i]! + redness[i + width]!;
      columns[2 * x + 1] = offHue[i - width]! + offHue[i]! + offHue[i + width]!;
    }
    ink[row] = 0;
    ink[row + width - 1] = 0;
    for (let x = 1, i = row + 1, k = 2; x < width - 1; x++, i++, k += 2) {
      if (ink[i] === 0) continue;
      const red = (columns[k - 2]! + columns[k]! + columns[k + 2]!) / 9;
      if (red <= COLOUR_GATE[0]) {
        ink[i] = 0;
        continue;
      }
      const off = Math.abs(columns[k - 1]! + columns[k + 1]! + columns[k + 3]!) / 9 - 0.02;
      const dull = pen[i]! / fullRedness - 0.05;
      const colour = red - (off > 0 ? OFF_HUE * off : 0) - (dull > 0 ? dull : 0);
      ink[i] = ink[i]! * ramp(colour, COLOUR_GATE) * (1 - ramp(pen[i]!, PEN_GATE));
    }
  }
}

function fullInk(
  taken: Float32Array,
  width: number,
  height: number,
  outline: Outline,
  box: Box,
  grey: boolean,
): { r: number; g: number; b: number } {
  const strength = (k: number) => (grey ? taken[k + 1]! : (taken[k + 1]! + taken[k + 2]!) / 2 - taken[k]!);
  const outside = outsideOf(outline);
  const counts = new Uint32Array(256);
  let inked = 0;
  const visit = (least: number, act: (k: number, level: number) => void) => {
    for (let y = 0; y < height; y += 2) {
      for (let x = 0; x < width; x += 2) {
        const k = (y * width + x) * 3;
        const level = Math.round(strength(k) * 255);
        if (level > least && outside(box.left + x, box.top + y) < 0) act(k, Math.min(255, level));
      }
    }
  };
  const count = (least: number) => {
    counts.fill(0);
    inked = 0;
    visit(least, (_, level) => {
      counts[level] = counts[level]! + 1;
      inked++;
    });
  };
  let least: number = INK_LEVEL.usual;
  count(least);
  if (inked < (INK_LEVEL.share * width * height) / 4) {
    least = INK_LEVEL.pale;
    count(least);
  }
  let level = 0;
  for (let seen = 0; level < 255 && seen + counts[level]! < inked * FULL_INK_SHARE; level++) seen += counts[level]!;
  const sum = { r: 0, g: 0, b: 0 };
  let n = 0;
  visit(least, (k, own) => {
    if (own < level) return;
    sum.r += taken[k]!;
    sum.g += taken[k + 1]!;
    sum.b += taken[k + 2]!;
    n++;
  });
  if (n === 0) return { r: 0.1, g: 0.6, b: 0.6 };
  return { r: Math.max(0, sum.r / n), g: sum.g / n, b: sum.b / n };
}

/** Sets dark pieces that are no strokes to nothing. */
function withoutSpecks(pen: Float32Array, width: number, height: number, pxPerMm: number): void {
  const mask = new Uint8Array(pen.length);
  let dark = 0;
  for (let i = 0; i < pen.length; i++) {
    if (pen[i]! <= PEN_GATE[0]) continue;
    mask[i] = 1;
    dark++;
  }
  if (dark === 0) return;
  const { labels, boxes } = labelRegions({ width, height, data: mask });
  const long = boxes.map((box) => Math.hypot(box.right - box.left, box.bottom - box.top) >= STROKE_MM * pxPerMm);
  for (let i = 0; i < pen.length; i++) if (mask[i] && !long[labels[i]! - 1]) pen[i] = 0;
}
