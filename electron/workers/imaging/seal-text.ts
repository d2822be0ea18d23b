import { BLANK_SHARE, TEXT_GAP } from '../../../shared/seal/limits.ts';
import { type EdgePoint, type Outline, ownSize, walk } from './outline.ts';
import { type Box, type Point, sample } from './raster.ts';
import { grow, piecesOf, reversed } from './regions.ts';
import type { SealView } from './seal-view.ts';

/** Whether star and text are whole, as far as it can be told without reading. Boxes in scan pixels. */
export interface Text {
  /** 0: the five arms are alike; null: there is no star. */
  readonly starDamage: number | null;
  readonly starBox: Box;
  /** Where characters seem to lack: the widest gap of the text along the border against its usual gaps, or of a square seal its largest blank against its shorter side. */
  readonly gap: number;
  readonly gapLimit: number;
  readonly gapBox: Box | null;
  /** Clockwise turn against upright, radians; null where it cannot be told. */
  readonly turn: number | null;
}

/** Shares of the height: a star reaches to `to`, its five notches to a third of that. */
const STAR = { from: 0.04, to: 0.14 } as const;
/** A star's arms make this share of all change around the middle; emblems and text do not. */
const FIVEFOLD = 0.35;
const DIRECTIONS = 180;
/** Less ink than this in the middle is no star. */
const STAR_INK = 0.12;
/** Digits of a code lie between border and this depth behind it, text along the border goes further in. Shares of the height. */
const TEXT_DEPTH = { from: 0.075, to: 0.13 } as const;
/** The name of an organ has at least so many characters. */
const NAME_CHARACTERS = 4;
/**
 * A line of text at the foot lies at these shares of the radius, between star and text along the border, with more than `ink` there, and `aside` of it on
 * one side. It says as much about the top as `alike` more places that mirror each other, where it lies opposite within `within` radians.
 */
const FOOT = { from: 0.4, to: 0.58, ink: 0.03, aside: 0.6, alike: 0.15, within: 0.5 } as const;
/** Of all gaps along the border, those on either side of a line at the foot among them, this share is no wider than what is usual between characters. */
const USUAL_OF_ALL = 0.25;
/** The text along the border always covers this much to either side of the top, degrees. */
const TOP_DEGREES = 65;

export function measureText(view: SealView, outline: Outline, pxPerMm: number, strokePx: number): Text {
  const { height, width } = ownSize(outline, 0);
  const size = Math.min(width, height);
  const half = STAR.to * size;
  const starBox = { left: outline.x - half, top: outline.y - half, right: outline.x + half, bottom: outline.y + half };
  if (!('rx' in outline)) {
    const blank = 'width' in outline ? largestBlank(view, outline, pxPerMm, strokePx) : NO_GAP;
    return { starDamage: null, starBox, ...blank, turn: null };
  }
  const star = starOf(view, outline, size);
  const ring = ringText(view, outline, pxPerMm, strokePx, size, star);
  return {
    starDamage: star?.damage ?? null,
    starBox,
    gap: ring.gap,
    gapLimit: TEXT_GAP,
    gapBox: ring.gapBox,
    turn: outline.shape === 'ellipse' ? lyingTurn(outline, ring.top) : uprightTurn(star, ring.top),
  };
}

/** The middle of a text along the border lies within this of an axis, radians. */
const AXIS_WITHIN = 0.35;

type Straight = Extract<Outline, { readonly width: number }>;

/** Fine enough for the strokes between which a blank is looked for. */
const BLANK_CELLS_PER_MM = 6;
/** Print has more ink than this, a blank and what reaches into it less. */
const MIRRORED_INK = 0.1;

const NO_GAP = { gap: 0, gapLimit: BLANK_SHARE, gapBox: null } as const;

interface Star {
  readonly damage: number;
  /** Direction of one arm, radians. */
  readonly arm: number;
}

/** A star by its arms: ink by direction about the middle repeats five times around. */
function starOf(view: SealView, outline: Outline, size: number): Star | null {
  const ray = new Float64Array(DIRECTIONS);
  const steps = 12;
  for (let k = 0; k < DIRECTIONS; k++) {
    const [c, s] = [Math.cos((2 * Math.PI * k) / DIRECTIONS), Math.sin((2 * Math.PI * k) / DIRECTIONS)];
    for (let j = 0; j < steps; j++) {
      const r = size * (STAR.from + ((STAR.to - STAR.from) * (j + 0.5)) / steps);
      ray[k] = ray[k]! + sample(view.ink, outline.x + r * c - view.box.left, outline.y + r * s - view.box.top) / steps;
    }
  }
  const mean = ray.reduce((sum, v) => sum + v, 0) / DIRECTIONS;
  if (mean < STAR_INK) return null;
  let [re, im, power] = [0, 0, 0];
  for (let k = 0; k < DIRECTIONS; k++) {
    const t = (2 * Math.PI * k) / DIRECTIONS;
    re += (ray[k]! * Math.cos(5 * t) * 2) / DIRECTIONS;
    im += (ray[k]! * Math.sin(5 * t) * 2) / DIRECTIONS;
    power += (ray[k]! - mean) ** 2 / DIRECTIONS;
  }
  const fifth = DIRECTIONS / 5;
  let uneven = 0;
  let alike = 0;
  for (let k = 0; k < fifth; k++) {
    const arms = [0, 1, 2, 3, 4].map((a) => ray[k + a * fifth]!);
    const own = arms.reduce((sum, v) => sum + v, 0) / 5;
    alike += (own - mean) ** 2 / fifth;
    for (const v of arms) uneven += (v - own) ** 2 / DIRECTIONS;
  }
  // The best of four arms alike tells a broken star from no star.
  const amplitude = Math.hypot(re, im);
  if (amplitude ** 2 / 2 < FIVEFOLD * Math.max(power - uneven, 1e-9) || amplitude < 0.25 * mean) return null;
  return { damage: Math.sqrt(uneven) / Math.sqrt(Math.max(alike, 1e-6)), arm: Math.atan2(im, re) / 5 };
}

interface RingText {
  readonly gap: number;
  readonly gapBox: Box | null;
  /** Direction of the middle of the text along the border, radians; null where there is no such text. */
  readonly top: number | null;
}

/** Looks along the border for characters and what lies between them. Around a star there is the name of an organ, of at least as many characters. */
function ringText(
  view: SealView,
  outline: Outline,
  pxPerMm: number,
  strokePx: number,
  size: number,
  star: Star | null,
): RingText {
  const edge = walk(outline, 0.35 * pxPerMm);
  const inked: boolean[] = [];
  const depth = { from: strokePx + TEXT_DEPTH.from * size, to: strokePx + TEXT_DEPTH.to * size };
  for (const p of edge) inked.push(hasInkBehind(view, p, depth, 0.15 * pxPerMm));
  const gaps = gapsOf(inked);
  const none: RingText = { gap: 0, gapBox: null, top: null };
  const n = edge.length;
  const wide = (gap: Gap, usual: number) => ({
    gap: gap.length / Math.max(usual, 1.2 / 0.35),
    gapBox: inward(
      Array.from({ length: gap.length }, (_, i) => edge[(gap.start + i) % n]!),
      strokePx + 0.1 * size,
    ),
  });
  if (gaps.length < NAME_CHARACTERS)
    return star !== null && gaps.length > 0 ? { ...wide(widestOf(gaps), 0), top: null } : none;
  const directions = edge.map((p) => Math.atan2(p.y - outline.y, p.x - outline.x));
  const foot = footOf(view, outline);
  const isOpposite = (direction: number) => foot !== null && -Math.cos(direction - foot) > Math.cos(FOOT.within);
  const topAt = edge[star ? armOf(inked, directions, star, isOpposite) : axisOf(inked, directions, isOpposite)]!;
  const top = Math.atan2(topAt.y - outline.y, topAt.x - outline.x);
  const aside = (i: number) => {
    const p = edge[Math.floor(i) % n]!;
    const turn = Math.atan2(p.y - outline.y, p.x - outline.x) - top;
    return Math.abs(Math.atan2(Math.sin(turn), Math.cos(turn)));
  };
  const upper = gaps.filter((gap) => aside(gap.start + gap.length / 2) < (TOP_DEGREES * Math.PI) / 180);
  // What is usual is told by the gaps at the top; where the top is sure and hardly any are left there, by all.
  const told = upper.length < 3 && (star || isOpposite(top)) ? gaps : upper;
  if (upper.length === 0 || told.length < 3) return { ...none, top };
  const middle = told === gaps ? USUAL_OF_ALL : 0.5;
  const usual = told.map(({ length }) => length).sort((a, b) => a - b)[Math.floor(told.length * middle)]!;
  // Around a star without a line at the foot the text leaves one opening.
  const inside = star && foot === null ? gaps.filter((gap) => gap !== widestOf(gaps)) : upper;
  return { ...wide(widestOf(inside), usual), top };
}

function hasInkBehind({ ink, box }: SealView, p: EdgePoint, { from, to }: { from: number; to: number }, step: number) {
  for (let d = from; d <= to; d += step)
    if (sample(ink, p.x - p.nx * d - box.left, p.y - p.ny * d - box.top) > 0.3) return true;
  return false;
}

const widestOf = (gaps: readonly Gap[]): Gap => gaps.reduce((a, b) => (b.length > a.length ? b : a));

/** How many places of a closed row are as those that mirror them about `at`. */
function alikeAbout(row: readonly boolean[], at: number): number {
  const n = row.length;
  let alike = 0;
  for (let k = 1; k <= Math.floor(n / 2); k++) if (row[(at + k) % n] === row[(at - k + n) % n]) alike++;
  return alike;
}

/** The place of the arm of a star about which the row is most alike on both sides, or nearly so and opposite to the foot: one arm points to the middle of the text. */
function armOf(
  row: readonly boolean[],
  directions: readonly number[],
  { arm }: Star,
  isOpposite: (direction: number) => boolean,
): number {
  const arms = [0, 1, 2, 3, 4].map((i) => {
    const off = directions.map((direction) => Math.cos(direction - arm - (2 * Math.PI * i) / 5));
    const place = off.indexOf(Math.max(...off));
    const alike = alikeAbout(row, place) / Math.floor(row.length / 2);
    return { place, alike: alike + (isOpposite(directions[place]!) ? FOOT.alike : 0) };
  });
  return arms.reduce((a, b) => (b.alike > a.alike ? b : a)).place;
}

/** Direction of a line of text below the middle; null where there is none. */
function footOf(view: SealView, outline: Outline): number | null {
  if (!('rx' in outline)) return null;
  const { x, y, rx, ry, angle } = outline;
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  let [sum, n, left, down] = [0, 0, 0, 0];
  for (let k = 0; k < DIRECTIONS; k++) {
    const t = (2 * Math.PI * k) / DIRECTIONS;
    for (let share = FOOT.from; share < FOOT.to; share += 0.02, n++) {
      const [u, v] = [share * rx * Math.cos(t), share * ry * Math.sin(t)];
      const [dx, dy] = [u * c - v * s, u * s + v * c];
      const ink = sample(view.ink, x + dx - view.box.left, y + dy - view.box.top);
      const far = Math.hypot(dx, dy);
      sum += ink;
      left += (ink * dx) / far;
      down += (ink * dy) / far;
    }
  }
  return sum > FOOT.ink * n && Math.hypot(left, down) > FOOT.aside * sum ? Math.atan2(down, left) : null;
}

/**
 * The place about which the row is most alike on both sides, or nearly so and opposite to the foot, otherwise on the side with more ink: text along a
 * border stands even about its top.
 */
function axisOf(
  row: readonly boolean[],
  directions: readonly number[],
  isOpposite: (direction: number) => boolean,
): number {
  const n = row.length;
  const half = Math.floor(n / 2);
  let [best, most] = [0, -1];
  for (let at = 0; at < 2 * half; at++) {
    const opposite = isOpposite(directions[at]!);
    if (at >= half && !opposite) continue;
    const alike = alikeAbout(row, at) / half + (opposite ? FOOT.alike : 0);
    if (alike > most) [best, most] = [at, alike];
  }
  const inkAbout = (at: number): number => {
    let ink = 0;
    for (let k = -Math.floor(n / 4); k <= n / 4; k++) if (row[(at + k + n) % n]) ink++;
    return ink;
  };
  const other = (best + half) % n;
  return isOpposite(directions[best]!) || inkAbout(best) >= inkAbout(other) ? best : other;
}

interface Gap {
  readonly start: number;
  readonly length: number;
}

/** The stretches of a closed row that are not set. */
function gapsOf(row: readonly boolean[]): Gap[] {
  const n = row.length;
  const first = row.indexOf(true);
  if (first < 0) return [];
  const gaps: Gap[] = [];
  let length = 0;
  for (let k = 1; k <= n; k++) {
    const i = (first + k) % n;
    if (!row[i]) length++;
    else {
      if (length > 0) gaps.push({ start: (i - length + n) % n, length });
      length = 0;
    }
  }
  return gaps;
}

function inward(points: readonly EdgePoint[], depth: number): Box {
  const xs = points.flatMap((p) => [p.x, p.x - p.nx * depth]);
  const ys = points.flatMap((p) => [p.y, p.y - p.ny * depth]);
  return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) };
}

/** The arm of the star that points nearest to the middle of the text stands upright; without a star the text alone is too coarse. */
function uprightTurn(star: Star | null, top: number | null): number | null {
  if (!star || top === null) return null;
  const fifth = (2 * Math.PI) / 5;
  const off = top - star.arm;
  const arm = star.arm + Math.round(off / fifth) * fifth;
  const turn = arm + Math.PI / 2;
  return Math.atan2(Math.sin(turn), Math.cos(turn));
}

/** An ellipse lies on its long side; which of its two short axes points up is told by the text along the border, where that agrees. */
function lyingTurn({ rx, ry, angle }: { rx: number; ry: number; angle: number }, top: number | null): number | null {
  if (top === null) return null;
  const axis = rx >= ry ? angle - Math.PI / 2 : angle;
  const off = top - axis;
  const turn = axis + Math.round(off / Math.PI) * Math.PI + Math.PI / 2;
  return Math.abs(off - Math.round(off / Math.PI) * Math.PI) < AXIS_WITHIN
    ? Math.atan2(Math.sin(turn), Math.cos(turn))
    : null;
}

/** A place inside the border with room for a character, where the text of a seal with straight sides should stand. */
function largestBlank(
  view: SealView,
  outline: Straight,
  pxPerMm: number,
  strokePx: number,
): Pick<Text, 'gap' | 'gapLimit' | 'gapBox'> {
  const step = pxPerMm / BLANK_CELLS_PER_MM;
  const [width, height] = [Math.floor(outline.width / step), Math.floor(outline.height / step)];
  const [c, s] = [Math.cos(outline.angle), Math.sin(outline.angle)];
  const toScan = (i: number, j: number): Point => {
    const [u, v] = [(i - width / 2) * step, (j - height / 2) * step];
    return { x: outline.x + u * c - v * s, y: outline.y + u * s + v * c };
  };
  const rim = (strokePx + 0.5 * pxPerMm) / step;
  const inked = new Uint8Array(width * height);
  const taken = new Uint8Array(width * height);
  for (let j = 0, at = 0; j < height; j++)
    for (let i = 0; i < width; i++, at++) {
      const border = i < rim || j < rim || width - 1 - i < rim || height - 1 - j < rim;
      if (!border) {
        const u = (i + 0.5 - width / 2) * step;
        const v = (j + 0.5 - height / 2) * step;
        const x = outline.x + u * c - v * s;
        const y = outline.y + u * s + v * c;
        if (sample(view.ink, x - view.box.left, y - view.box.top) >= 0.5) inked[at] = 1;
      }
      if (border || inked[at]) taken[at] = 1;
    }
  const side = Math.min(width, height);
  const reach = Math.max(1, Math.round((BLANK_SHARE / 2) * side));
  const filled = grow({ width, height, data: taken }, reach);
  const { boxes, sizes } = piecesOf(reversed(filled));
  const blanks = boxes
    .map((box, i) => ({ ...box, size: sizes[i]! }))
    .filter((box) => outline.shape === 'square' || mirroredInk(inked, width, height, box, reach) > MIRRORED_INK);
  const largest = blanks.sort((a, b) => b.size - a.size)[0];
  if (!largest) return NO_GAP;
  const corners = [largest.left - reach, largest.right + reach].flatMap((i) =>
    [largest.top - reach, largest.bottom + reach].map((j) => toScan(i, j)),
  );
  const [xs, ys] = [corners.map(({ x }) => x), corners.map(({ y }) => y)];
  return {
    gap: BLANK_SHARE + Math.min(largest.right - largest.left, largest.bottom - largest.top) / side,
    gapLimit: BLANK_SHARE,
    gapBox: { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) },
  };
}

/** Share of ink in the mirror image of a blank, about the middle of the longer side: lines of text are set even, so that what is blank by intent is so on both sides. */
function mirroredInk(inked: Uint8Array, width: number, height: number, blank: Box, reach: number): number {
  const along = width >= height;
  let ink = 0;
  let all = 0;
  for (let j = Math.max(0, blank.top - reach); j < Math.min(height, blank.bottom + reach); j++)
    for (let i = Math.max(0, blank.left - reach); i < Math.min(width, blank.right + reach); i++) {
      ink += along ? inked[j * width + width - 1 - i]! : inked[(height - 1 - j) * width + i]!;
      all++;
    }
  return ink / all;
}
