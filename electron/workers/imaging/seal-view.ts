import type { InkKind } from './ink.ts';
import { boundsOf, type Outline, outsideAlong } from './outline.ts';
import { type PaperLight, paperAlong, paperStretches, STRETCH } from './paper.ts';
import { type Box, letGo, type Raster } from './raster.ts';
import { piecesOf } from './regions.ts';

type Field = { readonly width: number; readonly height: number; readonly data: Float32Array };

/** The ink of one seal at the scan's full resolution. Places are those of the scan less the box's corner. */
export interface SealInkView {
  readonly box: Box;
  /** 0 paper, 1 the seal's own full ink. */
  readonly ink: Field;
  /** Colour of the full ink on white. */
  readonly colour: readonly [number, number, number];
}

/** Split into the seal's own ink and what lies over it. */
export interface SealView extends SealInkView {
  /** 0 nothing, 1 a black line: pen or print over the seal. */
  readonly pen: Field;
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

/** A pixel that keeps this much of all light has no ink that could be told from grain. */
const BARE = 0.975;

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
  const full = fullInk(scan, paper, factor, box, outline, kind);
  const ink = new Float32Array(width * height);
  const pen = new Float32Array(width * height);
  const redness = roomFor('redness', width * height).fill(0);
  const offHue = roomFor('offHue', width * height).fill(0);
  let room: Float64Array = new Float64Array(0);
  const power = full.r ** 2 + full.g ** 2 + full.b ** 2;
  const fullRedness = (full.g + full.b) / 2 - full.r;
  const hue = (full.b - full.g) / fullRedness;
  const share = Math.min(2, (full.r / Math.max(0.05, fullRedness)) * 1.15 + 0.05);
  const [own, other] = kind === 'blue' ? [2, 0] : [0, 2];
  const { data } = scan;
  for (let y = 0, i = 0; y < height; y++) {
    const top = (box.top + y + 0.5) / factor;
    const { stretches, length } = paperStretches(paper, top, (box.left + 0.5) / factor, 1 / factor, width, room);
    room = stretches;
    for (let n = 0, x = 0, at = ((box.top + y) * scan.width + box.left) * 3; n < length; n += STRETCH) {
      const end = stretches[n]!;
      const last = end - x - 1;
      const r0 = stretches[n + 1 + own]!;
      const dr = stretches[n + 4 + own]!;
      const g0 = stretches[n + 2]!;
      const dg = stretches[n + 5]!;
      const b0 = stretches[n + 1 + other]!;
      const db = stretches[n + 4 + other]!;
      // Brighter than this is bare all along the stretch.
      const bareR = BARE * Math.max(r0, r0 + dr * last);
      const bareG = BARE * Math.max(g0, g0 + dg * last);
      const bareB = BARE * Math.max(b0, b0 + db * last);
      for (let k = 0; x < end; x++, i++, k++, at += 3) {
        const red = data[at + own]!;
        const green = data[at + 1]!;
        const blue = data[at + other]!;
        if (red > bareR && green > bareG && blue > bareB) continue;
        const lightR = r0 + dr * k;
        const lightG = g0 + dg * k;
        const lightB = b0 + db * k;
        if (red > BARE * lightR && green > BARE * lightG && blue > BARE * lightB) continue;
        let r = 1 - red / lightR;
        let g = 1 - green / lightG;
        let b = 1 - blue / lightB;
        if (kind === 'black') {
          const least = Math.min(r, g, b);
          const hued = Math.max(r, g, b) - least;
          pen[i] = hued;
          r = g = b = Math.max(0, least - hued);
        }
        if (!grey) {
          const reddish = (g + b) / 2 - r;
          redness[i] = reddish / fullRedness;
          offHue[i] = (b - g - reddish * hue) / fullRedness;
          const dark = r - (reddish > 0 ? share * reddish : 0);
          if (dark > 0) pen[i] = dark < 1 ? dark : 1;
        }
        const taken = (r * full.r + g * full.g + b * full.b) / power;
        if (taken > 0) ink[i] = taken < 1 ? taken : 1;
      }
    }
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
      const faded = pen[i]! > PEN_GATE[0] ? 1 - ramp(pen[i]!, PEN_GATE) : 1;
      // Most ink is red beyond doubt, and nothing lies over it.
      if (colour < COLOUR_GATE[1] || faded < 1) ink[i] = ink[i]! * ramp(colour, COLOUR_GATE) * faded;
    }
  }
}

/** Light that the full ink takes, in the channels of red ink; looked at on every second pixel of every second row. */
function fullInk(
  scan: Raster,
  paper: PaperLight,
  factor: number,
  box: Box,
  outline: Outline,
  kind: InkKind,
): { r: number; g: number; b: number } {
  const width = Math.max(1, (box.right - box.left) >> 1);
  const height = Math.max(1, (box.bottom - box.top) >> 1);
  const light = roomFor('light', width * 3);
  const outside = roomFor('outside', width);
  const taken = roomFor('taken', width * height * 4);
  const [own, other] = kind === 'blue' ? [2, 0] : [0, 2];
  const counts = new Uint32Array(256);
  let n = 0;
  for (let y = 0; y < height; y++) {
    const top = box.top + 2 * y;
    paperAlong(paper, (top + 0.5) / factor, (box.left + 0.5) / factor, 2 / factor, width, light);
    outsideAlong(outline, 0, 0, box.left, top, 2, 0, width, outside);
    for (let x = 0, k = 0, at = (top * scan.width + box.left) * 3; x < width; x++, k += 3, at += 6) {
      if (outside[x]! >= 0) continue;
      let r = 1 - scan.data[at + own]! / light[k + own]!;
      let g = 1 - scan.data[at + 1]! / light[k + 1]!;
      let b = 1 - scan.data[at + other]! / light[k + other]!;
      if (kind === 'black') {
        const least = Math.min(r, g, b);
        r = g = b = Math.max(0, 2 * least - Math.max(r, g, b));
      }
      const level = Math.round((kind === 'black' || kind === 'grey' ? g : (g + b) / 2 - r) * 255);
      if (level <= INK_LEVEL.pale) continue;
      counts[Math.min(255, level)]!++;
      taken[n] = level;
      taken[n + 1] = r;
      taken[n + 2] = g;
      taken[n + 3] = b;
      n += 4;
    }
  }
  const above = (least: number): number => counts.reduce((sum, count, level) => (level > least ? sum + count : sum), 0);
  const usual = above(INK_LEVEL.usual);
  const least = usual < INK_LEVEL.share * width * height ? INK_LEVEL.pale : INK_LEVEL.usual;
  const inked = least === INK_LEVEL.usual ? usual : above(least);
  let level = least + 1;
  for (let seen = 0; level < 255 && seen + counts[level]! < inked * FULL_INK_SHARE; level++) seen += counts[level]!;
  const sum = { r: 0, g: 0, b: 0 };
  let strong = 0;
  for (let i = 0; i < n; i += 4) {
    if (taken[i]! < level) continue;
    sum.r += taken[i + 1]!;
    sum.g += taken[i + 2]!;
    sum.b += taken[i + 3]!;
    strong++;
  }
  if (strong === 0) return { r: 0.1, g: 0.6, b: 0.6 };
  return { r: Math.max(0, sum.r / strong), g: sum.g / strong, b: sum.b / strong };
}

/** Sets dark pieces that are no strokes to nothing. */
function withoutSpecks(pen: Float32Array, width: number, height: number, pxPerMm: number): void {
  const mask = new Uint8Array(pen.length);
  for (let i = 0; i < pen.length; i++) if (pen[i]! > PEN_GATE[0]) mask[i] = 1;
  const { boxes, runs } = piecesOf({ width, height, data: mask });
  letGo(mask);
  const long = boxes.map((box) => Math.hypot(box.right - box.left, box.bottom - box.top) >= STROKE_MM * pxPerMm);
  const { from, to, numbers } = runs;
  for (let run = 0; run < from.length; run++) if (!long[numbers[run]! - 1]) pen.fill(0, from[run], to[run]);
}
