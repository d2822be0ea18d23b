import { BLOT_HALF_MM } from '../../../shared/seal/limits.ts';
import {
  boundsOf,
  type EdgePoint,
  type Outline,
  type Outside,
  outsideAlong,
  outsideOf,
  ownSize,
  walk,
} from './outline.ts';
import { type Box, type Plane, type Point, sample } from './raster.ts';
import { grow, piecesOf } from './regions.ts';
import type { SealView } from './seal-view.ts';

/** What is there and should not be. Boxes in scan pixels, shares of the outline. */
export interface Marks {
  /** Ink wider than any stroke, outside the star; mm². */
  readonly blotMm2: number;
  readonly blotBox: Box | null;
  /** Where the white characters of a solid seal seem to have run full. */
  readonly filledBox: Box | null;
  /** Share of the outline with the seal's ink beyond it, where no neighbour stands. */
  readonly beyondShare: number;
  readonly beyondBox: Box | null;
  /** How much wider the line is at its widest tenth than at its narrowest one, or how far a second line lies from it, mm: a stamp that slid. */
  readonly widening: number;
}

/** Creep and blur end before the first, the second impression of a stamp that slipped lies before the second, mm. */
const BEYOND_MM = { from: 0.45, to: 1.6 } as const;
/** Ink from which a second, paler impression shows. */
const SHOWS = 0.2;
/** A star or emblem takes up this share of the height, either way of the middle. */
const CENTRE = 0.18;
/**
 * White characters on a ground: more of the inside inked than `inside` (whole ones: 0.79 to 0.84; dense characters stamped twice: 0.6), and full ink at
 * `depthMm` along nearly all of the outline. A smear fills as much, but fades towards two sides; where more than `filled` is inked, it filled the characters.
 */
const SOLID = { inside: 0.7, filled: 0.9, depthMm: 0.4, ink: 0.6, around: 0.85 } as const;
/**
 * White characters leave no square of full ink with twice `half` of the side, or less than `share` of the side squared beyond it (of 49 whole ones 0.003 at most; of seven
 * that ran full from 0.008 on). Where less than `opposite` of its mirror image is white, it is meant so.
 */
const FILLED = { half: 0.08, share: 0.005, opposite: 0.1 } as const;
/** The widest border that is cut, with some creep; mm. */
const BORDER_MM = 1.5;
/** Widths of the line are measured to this depth, mm. */
const WIDTH_MM = 4;
/**
 * Two impressions of a side: both this strong, no further apart than `most` mm (characters of a seal stand further from its border), over so much of the
 * side, and as far apart all along it and on the other side within `alike` mm.
 */
const TWICE = { ink: 0.3, most: 2.2, share: 0.85, alike: 0.3 } as const;
/** So near to a corner the second impression of a line may have ended. */
const CORNER_MM = 2.5;
/** Places looked for blots at: fine enough for half a millimetre. */
const COARSE_PER_MM = 6;

/** `others` are the outlines of the other seals of the page, in scan pixels. */
export function measureMarks(view: SealView, outline: Outline, others: readonly Outline[], pxPerMm: number): Marks {
  const edge = walk(outline, 0.4 * pxPerMm);
  const room = (BEYOND_MM.to + 1) * pxPerMm;
  const neighbours = others.filter((other) => areNear(outline, other, 3 * room)).map(outsideOf);
  const beyond: EdgePoint[] = [];
  for (const p of edge) if (hasInkBeyond(view, p, neighbours, room, pxPerMm)) beyond.push(p);
  const { solid, ...blot } = blots(view, outline, edge, pxPerMm);
  // A line that a neighbour's runs into is wider there.
  const alone = edge.filter(({ x, y }) => neighbours.every((outside) => outside(x, y) >= room));
  return {
    ...blot,
    beyondShare: beyond.length / edge.length,
    beyondBox: boxOf(beyond, pxPerMm),
    widening: solid ? 0 : Math.max(widening(view, outline, alone, pxPerMm), slip(view, outline, alone, pxPerMm)),
  };
}

function hasInkBeyond(
  { ink, box }: SealView,
  p: EdgePoint,
  neighbours: readonly Outside[],
  room: number,
  pxPerMm: number,
): boolean {
  for (let d = BEYOND_MM.from; d <= BEYOND_MM.to; d += 0.15) {
    const x = p.x + p.nx * d * pxPerMm;
    const y = p.y + p.ny * d * pxPerMm;
    for (const outside of neighbours) if (outside(x, y) < room) return false;
    if (sample(ink, x - box.left, y - box.top) > SHOWS) return true;
  }
  return false;
}

function areNear(one: Outline, other: Outline, reach: number): boolean {
  const [a, b] = [boundsOf(one), boundsOf(other)];
  return a.left - reach < b.right && a.right + reach > b.left && a.top - reach < b.bottom && a.bottom + reach > b.top;
}

function boxOf(points: readonly EdgePoint[], pad: number): Box | null {
  if (points.length === 0) return null;
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  return {
    left: Math.min(...xs) - pad,
    top: Math.min(...ys) - pad,
    right: Math.max(...xs) + pad,
    bottom: Math.max(...ys) + pad,
  };
}

/** Width of the line in mm at its widest tenth less that at its narrowest one, which a slanting slip may have widened as well. */
function widening(view: SealView, outline: Outline, edge: readonly EdgePoint[], pxPerMm: number): number {
  const widths: number[] = [];
  const corner = nearCorner(outline, WIDTH_MM * pxPerMm);
  for (const p of edge) {
    if (corner(p)) continue;
    let begun = -1;
    let end = -1;
    for (let d = -0.6; d < WIDTH_MM; d += 0.1) {
      const ink = sample(view.ink, p.x - p.nx * d * pxPerMm - view.box.left, p.y - p.ny * d * pxPerMm - view.box.top);
      if (begun === -1 && ink > 2 * SHOWS) begun = d;
      else if (begun > -1 && ink < SHOWS) {
        end = d;
        break;
      }
      if (begun === -1 && d > 0.8) break;
    }
    if (begun > -1) widths.push((end > -1 ? end : WIDTH_MM) - begun);
  }
  if (widths.length < 10) return 0;
  const sorted = Float64Array.from(widths).sort();
  return sorted[Math.floor(sorted.length * 0.9)]! - Math.min(BORDER_MM, sorted[Math.floor(sorted.length * 0.1)]!);
}

/**
 * How far apart a stamp with straight sides touched the paper twice, mm, where paper shows between both lines: it does so as far on opposite sides. A
 * border that is double by design has its second line on all four sides.
 */
function slip(view: SealView, outline: Outline, edge: readonly EdgePoint[], pxPerMm: number): number {
  if (!('width' in outline)) return 0;
  const corner = nearCorner(outline, CORNER_MM * pxPerMm);
  const apart = [0, 1, 2, 3].map((quarter) => {
    const turn = outline.angle + (quarter * Math.PI) / 2;
    const [c, s] = [Math.cos(turn), Math.sin(turn)];
    return secondLine(
      view,
      edge.filter((p) => p.nx * c + p.ny * s > 0.9 && !corner(p)),
      pxPerMm,
    );
  });
  const pair = (one: number, other: number) => (Math.abs(one - other) < TWICE.alike ? (one + other) / 2 : 0);
  const [across, down] = [pair(apart[0]!, apart[2]!), pair(apart[1]!, apart[3]!)];
  return Math.abs(across - down) < TWICE.alike ? 0 : Math.max(across, down);
}

/** How far in from the line of a side a second one follows nearly all of it, mm; 0 where none does. */
function secondLine({ ink, box }: SealView, side: readonly EdgePoint[], pxPerMm: number): number {
  const apart: number[] = [];
  for (const p of side) {
    let [begun, ended] = [-1, false];
    for (let d = -0.6; d < begun + TWICE.most || (begun === -1 && d < 0.8); d += 0.1) {
      const here = sample(ink, p.x - p.nx * d * pxPerMm - box.left, p.y - p.ny * d * pxPerMm - box.top);
      if (begun === -1 && here > TWICE.ink) begun = d;
      else if (begun > -1 && here < SHOWS) ended = true;
      else if (ended && here > TWICE.ink) {
        apart.push(d - begun);
        break;
      }
    }
  }
  const middle = Float64Array.from(apart).sort()[Math.floor(apart.length / 2)] ?? 0;
  const follows = apart.filter((mm) => Math.abs(mm - middle) < TWICE.alike).length;
  return side.length > 0 && follows > TWICE.share * side.length ? middle : 0;
}

/** At a corner a line is looked at along its length. */
function nearCorner(outline: Outline, reach: number): (p: EdgePoint) => boolean {
  if (!('width' in outline)) return () => false;
  const [c, s] = [Math.cos(outline.angle), Math.sin(outline.angle)];
  const [w, h] = [outline.width / 2 - reach, outline.height / 2 - reach];
  return (p) => {
    const [dx, dy] = [p.x - outline.x, p.y - outline.y];
    return Math.abs(dx * c + dy * s) > w && Math.abs(dy * c - dx * s) > h;
  };
}

function blots(
  view: SealView,
  outline: Outline,
  edge: readonly EdgePoint[],
  pxPerMm: number,
): Pick<Marks, 'blotMm2' | 'blotBox' | 'filledBox'> & { readonly solid: boolean } {
  const { width, height } = ownSize(outline, 0);
  const factor = Math.max(1, Math.round(pxPerMm / COARSE_PER_MM));
  const bare = bareMask(view, factor);
  const usual = widerInk(view, outline, bare, factor, BLOT_HALF_MM * pxPerMm);
  if (usual.share > SOLID.inside && usual.share < SOLID.filled && isSolidAround(view, edge, pxPerMm)) {
    const side = Math.min(width, height);
    const filled = widerInk(view, outline, bare, factor, FILLED.half * side);
    const large = filled.largest > FILLED.share * side * side && hasWhiteOpposite(view, outline, filled.places());
    return { solid: true, blotMm2: 0, blotBox: null, filledBox: large ? filled.box : null };
  }
  return { solid: false, blotMm2: usual.largest / pxPerMm ** 2, blotBox: usual.box, filledBox: null };
}

/**
 * Where ink inside an outline lies further than `half` from all bare paper, on a mask shrunk `factor` times: how large the largest such place is, px², its box with `half` around
 * it, its pixels, and the share of the inside that is inked. A star or emblem is left out.
 */
function widerInk(
  view: SealView,
  outline: Outline,
  bare: Plane,
  factor: number,
  half: number,
): { readonly share: number; readonly largest: number; readonly box: Box | null; places(): Point[] } {
  const { width, height } = bare;
  const wide = grow(bare, Math.round(half / factor));
  const outside = new Float32Array(width);
  const star = CENTRE * ownSize(outline, 0).height;
  const round = 'rx' in outline;
  const thick = new Uint8Array(width * height);
  let inked = 0;
  let all = 0;
  for (let y = 0, i = 0; y < height; y++) {
    const py = view.box.top + (y + 0.5) * factor;
    outsideAlong(outline, 0, 0, view.box.left + 0.5 * factor, py, factor, 0, width, outside);
    for (let x = 0; x < width; x++, i++) {
      if (outside[x]! > 0) continue;
      all++;
      if (!bare.data[i]) inked++;
      if (wide.data[i]) continue;
      const dx = view.box.left + (x + 0.5) * factor - outline.x;
      if (round && dx * dx + (py - outline.y) ** 2 < star * star) continue;
      thick[i] = 1;
    }
  }
  const { boxes, sizes, runs } = piecesOf({ width, height, data: thick });
  const largest = sizes.reduce((best, size, i) => (size > (sizes[best] ?? 0) ? i : best), 0);
  const box = boxes[largest];
  const placeOf = (i: number): Point => ({
    x: view.box.left + ((i % width) + 0.5) * factor,
    y: view.box.top + (Math.floor(i / width) + 0.5) * factor,
  });
  return {
    places: () =>
      [...runs.from.keys()]
        .filter((run) => runs.numbers[run] === largest + 1)
        .flatMap((run) =>
          Array.from({ length: runs.to[run]! - runs.from[run]! }, (_, k) => placeOf(runs.from[run]! + k)),
        ),
    share: inked / all,
    largest: (sizes[largest] ?? 0) * factor * factor,
    box: box
      ? {
          left: view.box.left + box.left * factor - half,
          top: view.box.top + box.top * factor - half,
          right: view.box.left + box.right * factor + half,
          bottom: view.box.top + box.bottom * factor + half,
        }
      : null,
  };
}

/** Whether a solid seal has white where these places lie in its mirror image, about either middle line: what is full on both sides is meant so. */
function hasWhiteOpposite({ ink, box }: SealView, outline: Outline, places: readonly Point[]): boolean {
  if (!('width' in outline)) return false;
  const [c, s] = [Math.cos(outline.angle), Math.sin(outline.angle)];
  const whiteAt = (u: number, v: number): boolean =>
    sample(ink, outline.x + u * c - v * s - box.left, outline.y + u * s + v * c - box.top) < 0.5;
  return [1, -1].some((turn) => {
    const white = places.filter(({ x, y }) => {
      const [dx, dy] = [x - outline.x, y - outline.y];
      return whiteAt(-turn * (dx * c + dy * s), turn * (dy * c - dx * s));
    });
    return white.length > FILLED.opposite * places.length;
  });
}

function isSolidAround(view: SealView, edge: readonly EdgePoint[], pxPerMm: number): boolean {
  const d = SOLID.depthMm * pxPerMm;
  const full = edge.filter(
    (p) => sample(view.ink, p.x - p.nx * d - view.box.left, p.y - p.ny * d - view.box.top) > SOLID.ink,
  );
  return full.length > SOLID.around * edge.length;
}

/** 1 where there is less than half of the full ink, shrunk `factor` times. */
function bareMask({ ink }: SealView, factor: number): Plane {
  const width = Math.max(1, Math.floor(ink.width / factor));
  const height = Math.max(1, Math.floor(ink.height / factor));
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y++)
    bareAlong(ink.data, y * factor * ink.width, ink.width, factor, data, y * width, width);
  return { width, height, data };
}

/** One row of a mask: `count` places from `to` on, of blocks whose first row begins at `first`. */
function bareAlong(
  values: Float32Array,
  first: number,
  columns: number,
  factor: number,
  out: Uint8Array,
  to: number,
  count: number,
): void {
  for (let x = 0; x < count; x++) {
    let sum = 0;
    for (let dy = 0, at = first + x * factor; dy < factor; dy++, at += columns)
      for (let dx = 0; dx < factor; dx++) sum += values[at + dx]!;
    out[to + x] = sum < 0.5 * factor * factor ? 1 : 0;
  }
}
