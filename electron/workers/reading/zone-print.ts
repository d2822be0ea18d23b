import type { Zone } from '../../../shared/license/type.ts';
import type { Plane, Raster } from '../imaging/raster.ts';
import { type Placement, toScan } from './placement.ts';

/** Print of one zone, upright: dark on white, the red of seals taken out. */
export interface ZonePrint {
  readonly grey: Plane;
  /** 255 where red ink lies. */
  readonly stain: Plane;
  readonly pxPerMm: number;
  /** The zone itself within the planes, px. */
  readonly zone: { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number };
}

/** What is cut around a zone, mm: print that hangs over its border belongs to it. */
export const SLACK_MM = 2.2;
/** Redness, of 1, from which a pixel counts as stained by a seal. */
const STAIN = 0.1;
/** How much of red light a full print of seal ink lets through, at most and at least. */
const INK_SLOPE = { least: 0.04, most: 0.3, usual: 0.12 };
/** Print keeps this share of its darkness; the grain of the paper does not. */
const BLACK = 0.12;
const WHITE = 0.86;
const WHITE_STAINED = 0.74;

/**
 * Cuts a zone with slack out of the scan and takes the red ink off: ink darkens by the power of its thickness, and how much more green than red it takes
 * away tells how thick it lies, also where a black stroke runs under it.
 */
export function printOf(scan: Raster, place: Placement, zone: Zone): ZonePrint {
  const { pxPerMm } = place;
  const width = Math.max(8, Math.round((zone.width + 2 * SLACK_MM) * pxPerMm));
  const height = Math.max(8, Math.round((zone.height + 2 * SLACK_MM) * pxPerMm));
  const cut = sampleTurned(scan, place, zone, width, height);
  const paper = paperOf(cut);
  const slope = inkSlope(cut, paper);
  const grey = new Uint8Array(width * height).fill(255);
  const stain = new Uint8Array(width * height);
  for (let i = 0; i < width * height; i++) {
    const [r, g] = parts(cut, paper, i);
    const red = r - g;
    const stained = red > STAIN;
    const light = stained ? Math.min(1, r * ((r + 0.03) / (g + 0.03)) ** slope) : r;
    const white = stained ? WHITE_STAINED : WHITE;
    grey[i] = Math.max(0, Math.min(255, ((light - BLACK) / (white - BLACK)) * 255));
    if (stained) stain[i] = 255;
  }
  const slack = SLACK_MM * pxPerMm;
  return {
    grey: { width, height, data: grey },
    stain: { width, height, data: stain },
    pxPerMm,
    zone: { left: slack, top: slack, right: width - slack, bottom: height - slack },
  };
}

/** RGB of the zone with its slack, turned upright; outside the scan it is white. */
function sampleTurned(scan: Raster, place: Placement, zone: Zone, width: number, height: number): Raster {
  const data = new Uint8Array(width * height * 3).fill(255);
  const start = toScan(place, zone.x - SLACK_MM, zone.y - SLACK_MM);
  const [c, s] = [Math.cos(place.angle), Math.sin(place.angle)];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const u = start.x + x * c - y * s;
      const v = start.y + x * s + y * c;
      const i = Math.floor(u);
      const j = Math.floor(v);
      if (i < 0 || j < 0 || i + 1 >= scan.width || j + 1 >= scan.height) continue;
      const [p, q] = [u - i, v - j];
      const at = (j * scan.width + i) * 3;
      const under = at + scan.width * 3;
      const to = (y * width + x) * 3;
      for (let k = 0; k < 3; k++) {
        const top = scan.data[at + k]! * (1 - p) + scan.data[at + 3 + k]! * p;
        const bottom = scan.data[under + k]! * (1 - p) + scan.data[under + 3 + k]! * p;
        data[to + k] = top * (1 - q) + bottom * q + 0.5;
      }
    }
  }
  return { width, height, data };
}

type Light = readonly [number, number, number];

/** Red and the mean of green and blue at a pixel, 1 = paper. */
function parts({ data }: Raster, paper: Light, i: number): [number, number] {
  const r = data[i * 3]! / paper[0];
  return [r, (data[i * 3 + 1]! / paper[1] + data[i * 3 + 2]! / paper[2]) / 2];
}

/** Colour of the bare paper: the bright end of each channel, under a seal too, for a seal never covers a zone. */
function paperOf({ data }: Raster): Light {
  const channel = (k: number): number => {
    const histogram = new Uint32Array(256);
    let count = 0;
    for (let at = k; at < data.length; at += 3, count++) histogram[data[at]!]!++;
    let level = 255;
    for (let left = count * 0.25; level > 40 && left > 0; level--) left -= histogram[level]!;
    return level;
  };
  return [channel(0), channel(1), channel(2)];
}

/** How much red light an ink takes for what it takes of green, measured on the seal itself where it lies on bare paper. */
function inkSlope(cut: Raster, paper: Light): number {
  const slopes: number[] = [];
  for (let i = 0; i < cut.width * cut.height; i++) {
    const [r, g] = parts(cut, paper, i);
    if (r - g > 0.45 && r > 0.6) slopes.push(-Math.log(Math.min(1, r)) / Math.log((r + 0.03) / (g + 0.03)));
  }
  if (slopes.length < 40) return INK_SLOPE.usual;
  slopes.sort((a, b) => a - b);
  return Math.max(INK_SLOPE.least, Math.min(INK_SLOPE.most, slopes[slopes.length >> 1]!));
}
