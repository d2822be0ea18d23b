import type { Zone } from '../../../shared/license/type.ts';
import { findPage } from '../imaging/page-frame.ts';
import { brightness, type Plane, type Point, type Raster, shrink } from '../imaging/raster.ts';

/** Where a face lies in a scan: turned clockwise by `angle` (radians) around its top left corner. */
export interface Placement {
  readonly angle: number;
  /** Top left corner of the face, px of the scan. */
  readonly corner: Point;
  readonly pxPerMm: number;
}

export interface Face {
  readonly widthMm: number;
  readonly heightMm: number;
}

/** Px of the scan at a place in mm of the face. */
export function toScan({ angle, corner, pxPerMm }: Placement, x: number, y: number): Point {
  const [c, s] = [Math.cos(angle) * pxPerMm, Math.sin(angle) * pxPerMm];
  return { x: corner.x + x * c - y * s, y: corner.y + x * s + y * c };
}

/** Length of the scan's long side on the map on which the layout is compared, px. */
const MAP_PX = 1000;
/** A paper laid on the glass by hand lies no more askew than this, radians; a turn by quarters is the clerk's to undo. */
const MAX_TURN = (3.6 * Math.PI) / 180;
/** Print and cut of a form differ by so much from one paper to the next, mm. */
const PRINT_SHIFT_MM = 4;
/** How far the face may lie from the middle of a scan on which no edge of the paper is seen, mm. */
const LOOSE_SHIFT_MM = 14;
/** A rule of a table or a border is a run of ink longer than this, mm. */
const RULE_MM = 14;
/** Ink in its own zones, not across their borders, below which the scan is not taken for this face. */
const LEAST_FIT = 0.4;
/** From this fit on no other place is tried. */
const GOOD_FIT = 0.85;

/**
 * Lays the face of a type over a scan: the turn from the edges of the paper and the lines of print, place and scale from the edges where they stand out,
 * both corrected so that the print falls into the zones and not across their borders. Null where it does not: another paper, or the wrong way up.
 */
export function placeFace(scan: Raster, dpi: number | null, face: Face, zones: readonly Zone[]): Placement | null {
  if (zones.length === 0) return null;
  const factor = Math.max(1, Math.round(Math.max(scan.width, scan.height) / MAP_PX));
  const small = shrink(scan, factor);
  const frame = findPage(brightness(small), factor, scan, dpi);
  const wanted = face.widthMm / face.heightMm;
  const across = frame.widthPx / face.widthMm;
  // A thick border within the paper may have been taken for its edge: then the scale gives it away.
  const seen =
    frame.edgesSeen &&
    Math.abs(frame.widthPx / frame.heightPx / wanted - 1) < 0.06 &&
    (frame.dpiFrom !== 'file' ||
      Math.abs(across / frame.pxPerMm - 1) < 0.03 ||
      Math.abs(across / frame.pxPerMm - 1) > 0.2);
  const ink = inkMap(small);
  const angle = turnOf(ink, seen ? frame.angle : 0, seen ? MAX_TURN / 4 : MAX_TURN);
  const upright = turnBack(ink, angle);
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const [middleX, middleY] = [small.width / 2, small.height / 2];
  dropRules(upright, (RULE_MM * Math.max(small.width, small.height)) / Math.max(face.widthMm, face.heightMm));
  const fits: Fit[] = [];
  if (seen) {
    const pxPerMm = (frame.widthPx / face.widthMm + frame.heightPx / face.heightMm) / 2 / factor;
    const [x, y] = [frame.corner.x / factor - middleX, frame.corner.y / factor - middleY];
    const start = { x: middleX + x * c + y * s, y: middleY + y * c - x * s };
    const reach = { x: PRINT_SHIFT_MM, y: PRINT_SHIFT_MM };
    fits.push(bestFit(upright, start, pxPerMm, reach, 0.01, distinct(zones)));
  }
  if (!fits.some(({ fit }) => fit > GOOD_FIT)) {
    const { scale, sure } = scaleOf(scan, dpi, face);
    const pxPerMm = scale / factor;
    const start = { x: middleX - (face.widthMm * pxPerMm) / 2, y: middleY - (face.heightMm * pxPerMm) / 2 };
    const reach = (from: number): number => LOOSE_SHIFT_MM + Math.max(0, from / pxPerMm);
    fits.push(
      bestFit(upright, start, pxPerMm, { x: reach(start.x), y: reach(start.y) }, sure ? 0.01 : 0.04, distinct(zones)),
    );
  }
  const best = fits.reduce((one, other) => (other.fit > one.fit ? other : one));
  if (best.fit < LEAST_FIT) return null;
  const [x, y] = [best.corner.x - middleX, best.corner.y - middleY];
  const corner = { x: (middleX + x * c - y * s) * factor, y: (middleY + x * s + y * c) * factor };
  return { angle, corner, pxPerMm: best.pxPerMm * factor };
}

/** Px to a mm of the paper: as the file says, or the face from edge to edge where it says nothing that can be. */
function scaleOf(scan: Raster, dpi: number | null, face: Face): { scale: number; sure: boolean } {
  const whole = Math.min(scan.width / face.widthMm, scan.height / face.heightMm);
  const said = dpi !== null && dpi >= 100 ? dpi / 25.4 : 0;
  return said > 0 && said < whole * 1.08 ? { scale: said, sure: true } : { scale: whole, sure: false };
}

function distinct(zones: readonly Zone[]): readonly Zone[] {
  return zones.filter((zone, index) => zones.findIndex((other) => other.x === zone.x && other.y === zone.y) === index);
}

/** 1 where there is print: red light is taken away. Seal, emblem and gold borders leave it alone. */
function inkMap(small: Raster): Plane {
  const { width, height, data } = small;
  const histogram = new Uint32Array(256);
  for (let at = 0; at < data.length; at += 3) histogram[data[at]!]!++;
  let paper = 255;
  for (let left = (width * height) / 3; paper > 0 && left > 0; paper--) left -= histogram[paper]!;
  const out = new Uint8Array(width * height);
  // A full print of seal ink takes a fifth of red light too, but far more of green; gold takes far more of blue.
  for (let i = 0, at = 0; i < out.length; i++, at += 3) {
    const [r, g, b] = [data[at]!, data[at + 1]!, data[at + 2]!];
    out[i] = r < paper * 0.8 && r - g < paper * 0.15 && r - b < paper * 0.25 ? 1 : 0;
  }
  return { width, height, data: out };
}

/** The turn at which the lines of print are sharpest, around `middle`. */
function turnOf({ width, height, data }: Plane, middle: number, reach: number): number {
  const xs: number[] = [];
  const ys: number[] = [];
  const margin = 0.06;
  for (let y = Math.round(height * margin); y < height * (1 - margin); y++)
    for (let x = Math.round(width * margin); x < width * (1 - margin); x++)
      if (data[y * width + x] === 1 && (x * 7 + y * 3) % 5 < 2) {
        xs.push(x);
        ys.push(y);
      }
  const rows = new Uint32Array(width + height);
  const sharpness = (angle: number): number => {
    rows.fill(0);
    const [c, s] = [Math.cos(angle), Math.sin(angle)];
    for (let i = 0; i < xs.length; i++) {
      const row = Math.round(ys[i]! * c - xs[i]! * s + width / 2);
      if (row >= 0 && row < rows.length) rows[row]!++;
    }
    let sum = 0;
    for (const count of rows) sum += count * count;
    return sum;
  };
  let best = middle;
  for (const [step, span] of [
    [reach / 12, reach],
    [reach / 60, reach / 10],
    [reach / 240, reach / 50],
  ] as const) {
    const around = best;
    let highest = -1;
    for (let angle = around - span; angle <= around + span; angle += step) {
      const sharp = sharpness(angle);
      if (sharp > highest) [highest, best] = [sharp, angle];
    }
  }
  return best;
}

function turnBack({ width, height, data }: Plane, angle: number): Plane {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const out = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [u, v] = [x - width / 2, y - height / 2];
      const from = Math.round(width / 2 + u * c - v * s);
      const down = Math.round(height / 2 + u * s + v * c);
      if (from >= 0 && down >= 0 && from < width && down < height) out[y * width + x] = data[down * width + from]!;
    }
  }
  return { width, height, data: out };
}

function dropRules({ width, height, data }: Plane, longest: number): void {
  const drop = (count: number, length: number, at: (line: number, along: number) => number): void => {
    for (let line = 0; line < count; line++) {
      for (let along = 0, run = 0; along <= length; along++) {
        if (along < length && data[at(line, along)]! > 0) run++;
        else {
          if (run > longest) for (let k = along - run; k < along; k++) data[at(line, k)] = 2;
          run = 0;
        }
      }
    }
  };
  drop(height, width, (y, x) => y * width + x);
  drop(width, height, (x, y) => y * width + x);
  for (let i = 0; i < data.length; i++) if (data[i] === 2) data[i] = 0;
}

/** Ink in a rectangle by four look-ups. */
function sumsOf({ width, height, data }: Plane): (left: number, top: number, right: number, bottom: number) => number {
  const sums = new Float64Array((width + 1) * (height + 1));
  for (let y = 0; y < height; y++)
    for (let x = 0, row = 0; x < width; x++) {
      row += data[y * width + x]!;
      sums[(y + 1) * (width + 1) + x + 1] = sums[y * (width + 1) + x + 1]! + row;
    }
  const within = (value: number, most: number): number => Math.max(0, Math.min(most, Math.round(value)));
  return (left, top, right, bottom) => {
    const [l, t, r, b] = [within(left, width), within(top, height), within(right, width), within(bottom, height)];
    if (r <= l || b <= t) return 0;
    const at = (y: number, x: number) => sums[y * (width + 1) + x]!;
    return at(b, r) - at(t, r) - at(b, l) + at(t, l);
  };
}

interface Fit {
  readonly corner: Point;
  readonly pxPerMm: number;
  /** Share of the zones that hold print of their own, less what crosses their borders. */
  readonly fit: number;
}

function bestFit(
  ink: Plane,
  start: Point,
  pxPerMm: number,
  reach: Point,
  scaleReach: number,
  zones: readonly Zone[],
): Fit {
  const sum = sumsOf(ink);
  // One character of 4 mm, a third of whose square is ink, shows that a zone is filled in.
  const enough = 5 * pxPerMm * pxPerMm;
  const [inset, outset, first] = [0.3 * pxPerMm, 0.8 * pxPerMm, 4.5 * pxPerMm];
  // Between label and value there is more than between two characters of a label.
  const gap = 1.3 * pxPerMm;
  const fitAt = (x: number, y: number, scale: number): number => {
    let total = 0;
    for (const zone of zones) {
      const [l, t] = [x + zone.x * scale, y + zone.y * scale];
      const [r, b] = [l + zone.width * scale, t + zone.height * scale];
      const inside = sum(l + inset, t + inset, r - inset, b - inset);
      const across = sum(l - gap, t - outset, r + outset, b + outset) - inside;
      const ink = inside + across;
      if (ink === 0) continue;
      // Values begin at the left end of their zones; a label that has come to lie in one does not.
      const begun = Math.min(1, sum(l + inset, t + inset, l + first, b - inset) / (enough * 0.4));
      total += Math.min(1, ink / enough) * ((inside - 1.2 * across) / ink) * (0.75 + 0.25 * begun);
    }
    return total / zones.length;
  };
  let best: Fit & { score: number } = { corner: start, pxPerMm, fit: 0, score: Number.NEGATIVE_INFINITY };
  const tryAll = (middle: Fit, span: Point, step: number, scaleSpan: number, scaleStep: number): void => {
    for (let ds = -scaleSpan; ds <= scaleSpan + 1e-9; ds += scaleStep) {
      const scale = middle.pxPerMm * (1 + ds);
      // Grown and shrunk around the middle of the scan, so that a wrong scale does not also move the face.
      const shift = { x: (ink.width / 2 - middle.corner.x) * -ds, y: (ink.height / 2 - middle.corner.y) * -ds };
      for (let dx = -span.x; dx <= span.x; dx += step)
        for (let dy = -span.y; dy <= span.y; dy += step) {
          const x = middle.corner.x + shift.x + dx * pxPerMm;
          const y = middle.corner.y + shift.y + dy * pxPerMm;
          const fit = fitAt(x, y, scale);
          const far = ((x - start.x) ** 2 + (y - start.y) ** 2) / (pxPerMm * 40) ** 2 + Math.abs(ds);
          const score = fit - 0.02 * far;
          if (score > best.score) best = { corner: { x, y }, pxPerMm: scale, fit, score };
        }
    }
  };
  tryAll(best, reach, 1, scaleReach, 0.01);
  tryAll(best, { x: 0.9, y: 0.9 }, 0.3, 0.006, 0.003);
  return best;
}
