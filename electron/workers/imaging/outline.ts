import type { Box, Point } from './raster.ts';

/** The outer edge of a seal. Angles in radians, clockwise from the x axis; `radii` are distances from the middle at equal angles. */
export type Outline =
  | {
      readonly shape: 'circle' | 'ellipse';
      readonly x: number;
      readonly y: number;
      readonly rx: number;
      readonly ry: number;
      readonly angle: number;
    }
  | {
      readonly shape: 'square' | 'rectangle';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly angle: number;
    }
  | { readonly shape: 'other'; readonly x: number; readonly y: number; readonly radii: readonly number[] };

export type Straight = Extract<Outline, { shape: 'square' | 'rectangle' }>;

export interface EdgePoint extends Point {
  /** Unit vector pointing out of the seal. */
  readonly nx: number;
  readonly ny: number;
}

// What is done for each place or pixel is a loop or a function of its own file, no function made on the spot: such a one lives no longer than its
// page, and what was compiled for it goes with it.

/** Walks once around the outline in steps of about `step`. */
export function walk(outline: Outline, step: number): EdgePoint[] {
  if ('rx' in outline) return walkEllipse(outline, step);
  if (outline.shape === 'other') return walkRadii(outline, step);
  return walkRectangle(outline, step);
}

function walkEllipse(o: { x: number; y: number; rx: number; ry: number; angle: number }, step: number): EdgePoint[] {
  const n = Math.max(24, Math.round(perimeterOf(o.rx, o.ry) / step));
  const c = Math.cos(o.angle);
  const s = Math.sin(o.angle);
  const out: EdgePoint[] = [];
  for (let i = 0; i < n; i++) {
    const t = (2 * Math.PI * i) / n;
    const u = o.rx * Math.cos(t);
    const v = o.ry * Math.sin(t);
    const nu = Math.cos(t) / o.rx;
    const nv = Math.sin(t) / o.ry;
    const length = Math.hypot(nu, nv);
    out.push({
      x: o.x + u * c - v * s,
      y: o.y + u * s + v * c,
      nx: (nu * c - nv * s) / length,
      ny: (nu * s + nv * c) / length,
    });
  }
  return out;
}

function walkRectangle(
  o: { x: number; y: number; width: number; height: number; angle: number },
  step: number,
): EdgePoint[] {
  const c = Math.cos(o.angle);
  const s = Math.sin(o.angle);
  const out: EdgePoint[] = [];
  for (const [fromU, fromV, toU, toV, nu, nv] of sidesOfRectangle(o)) {
    const n = Math.max(4, Math.round(Math.hypot(toU - fromU, toV - fromV) / step));
    for (let i = 0; i < n; i++) {
      const u = fromU + ((toU - fromU) * (i + 0.5)) / n;
      const v = fromV + ((toV - fromV) * (i + 0.5)) / n;
      out.push({ x: o.x + u * c - v * s, y: o.y + u * s + v * c, nx: nu * c - nv * s, ny: nu * s + nv * c });
    }
  }
  return out;
}

/** From where to where each side goes in the rectangle's own axes, and the direction out of it. */
function sidesOfRectangle({ width, height }: { width: number; height: number }) {
  const w = width / 2;
  const h = height / 2;
  return [
    [-w, -h, w, -h, 0, -1],
    [w, -h, w, h, 1, 0],
    [w, h, -w, h, 0, 1],
    [-w, h, -w, -h, -1, 0],
  ] as const;
}

function walkRadii(o: { x: number; y: number; radii: readonly number[] }, step: number): EdgePoint[] {
  const mean = o.radii.reduce((sum, r) => sum + r, 0) / o.radii.length;
  const n = Math.max(24, Math.round((2 * Math.PI * mean) / step));
  const out: EdgePoint[] = [];
  for (let i = 0; i < n; i++) {
    const t = (2 * Math.PI * i) / n;
    const before = onRadii(o, t - 0.05);
    const after = onRadii(o, t + 0.05);
    const dx = after.x - before.x;
    const dy = after.y - before.y;
    const length = Math.hypot(dx, dy) || 1;
    out.push({ ...onRadii(o, t), nx: dy / length, ny: -dx / length });
  }
  return out;
}

function onRadii({ x, y, radii }: { x: number; y: number; radii: readonly number[] }, t: number): Point {
  const r = radiusAt(radii, t);
  return { x: x + r * Math.cos(t), y: y + r * Math.sin(t) };
}

function radiusAt(radii: readonly number[], t: number): number {
  const n = radii.length;
  const u = (((t / (2 * Math.PI)) % 1) + 1) * n;
  const i = Math.floor(u);
  const share = u - i;
  return radii[i % n]! * (1 - share) + radii[(i + 1) % n]! * share;
}

const perimeterOf = (a: number, b: number): number => {
  const h = ((a - b) / (a + b)) ** 2;
  return Math.PI * (a + b) * (1 + (3 * h) / (10 + Math.sqrt(4 - 3 * h)));
};

/** How far a place lies outside an outline; negative inside. */
export type Outside = (x: number, y: number) => number;

/** Measures places against one outline. Exact for circles and rectangles, near enough for the others. */
export function outsideOf(outline: Outline): Outside {
  const { x: cx, y: cy } = outline;
  if (outline.shape === 'other') {
    const { radii } = outline;
    return (x, y) => Math.sqrt((x - cx) ** 2 + (y - cy) ** 2) - radiusAt(radii, Math.atan2(y - cy, x - cx));
  }
  if (outline.shape === 'circle') {
    const { rx } = outline;
    return (x, y) => Math.sqrt((x - cx) * (x - cx) + (y - cy) * (y - cy)) - rx;
  }
  const c = Math.cos(outline.angle);
  const s = Math.sin(outline.angle);
  if ('rx' in outline) {
    const { rx, ry } = outline;
    return (x, y) => {
      const u = (x - cx) * c + (y - cy) * s;
      const v = (y - cy) * c - (x - cx) * s;
      const distance = Math.sqrt(u * u + v * v);
      const q = Math.sqrt((u / rx) * (u / rx) + (v / ry) * (v / ry));
      return q === 0 ? -Math.min(rx, ry) : distance - distance / q;
    };
  }
  const w = outline.width / 2;
  const h = outline.height / 2;
  return (x, y) => Math.max(Math.abs((x - cx) * c + (y - cy) * s) - w, Math.abs((y - cy) * c - (x - cx) * s) - h);
}

/**
 * The same for `count` places along a line from (x, y), (dx, dy) apart, into `out`, as exact as a caller needs that asks whether they lie between `low`
 * and `high`: well below it stands −∞ and well above +∞, which is most of a box around a seal. In loops over pixels: a call for each would make three
 * numbers on the heap.
 */
export function outsideAlong(
  outline: Outline,
  low: number,
  high: number,
  x: number,
  y: number,
  dx: number,
  dy: number,
  count: number,
  out: Float32Array,
): void {
  const angle = 'angle' in outline ? outline.angle : 0;
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const u = (x - outline.x) * c + (y - outline.y) * s;
  const v = (y - outline.y) * c - (x - outline.x) * s;
  const du = dx * c + dy * s;
  const dv = dy * c - dx * s;
  chordOf(outline, u, v, du, dv, high + SLACK, false);
  const first = Math.min(count, Math.max(0, Math.ceil(chord[0]!)));
  const end = Math.min(count, Math.max(first, Math.floor(chord[1]!) + 1));
  chordOf(outline, u, v, du, dv, low - SLACK, true);
  const deep = Math.min(end, Math.max(first, Math.ceil(chord[0]!)));
  const shallow = Math.min(end, Math.max(deep, Math.floor(chord[1]!) + 1));
  out.fill(Number.POSITIVE_INFINITY, 0, first);
  outsideOn(outline, u, v, du, dv, first, deep, out);
  out.fill(Number.NEGATIVE_INFINITY, deep, shallow);
  outsideOn(outline, u, v, du, dv, shallow, end, out);
  out.fill(Number.POSITIVE_INFINITY, end, count);
}

/** More than any place is off by rounding, px or mm. */
const SLACK = 0.001;

/** First and last step of the chord last asked for; empty where the last is before the first. Kept here, for an object for each row would be a tenth of a page's garbage. */
const chord = new Float64Array(2);

/**
 * From where on a line to where lie all places that are less than `reach` outside, or, `only`, none but such; in steps. (u, v) is its first place in the
 * axes of the outline, (du, dv) the step.
 */
function chordOf(outline: Outline, u: number, v: number, du: number, dv: number, reach: number, only: boolean): void {
  chord[0] = Number.NEGATIVE_INFINITY;
  chord[1] = Number.POSITIVE_INFINITY;
  if ('width' in outline) {
    keepWithin(u, du, outline.width / 2 + reach);
    keepWithin(v, dv, outline.height / 2 + reach);
    return;
  }
  const radius = (only ? leastRadius(outline) : mostRadius(outline)) + reach;
  const square = du * du + dv * dv;
  const middle = -(u * du + v * dv) / square;
  const half = middle * middle - (u * u + v * v - radius * radius) / square;
  if (radius <= 0 || half <= 0) keepSteps(0, -1);
  else keepSteps(middle - Math.sqrt(half), middle + Math.sqrt(half));
}

/** Keeps the steps at which a value that begins `at` and changes by `step` is nearer to 0 than `half`. */
function keepWithin(at: number, step: number, half: number): void {
  // In a whole row of places it changes by less than the slack.
  const still = Math.abs(step) < 1e-9;
  const reach = half / Math.abs(step);
  if (half <= 0 || (still && Math.abs(at) >= half)) keepSteps(0, -1);
  else if (!still) keepSteps(-at / step - reach, -at / step + reach);
}

function keepSteps(from: number, to: number): void {
  chord[0] = Math.max(chord[0]!, from);
  chord[1] = Math.min(chord[1]!, to);
}

type Round = Exclude<Outline, { readonly width: number }>;

const leastRadius = (outline: Round): number =>
  'rx' in outline ? Math.min(outline.rx, outline.ry) : Math.min(...outline.radii);

const mostRadius = (outline: Round): number =>
  'rx' in outline ? Math.max(outline.rx, outline.ry) : Math.max(...outline.radii);

/** How far the places from..to of a line lie outside. */
function outsideOn(
  outline: Outline,
  lineU: number,
  lineV: number,
  du: number,
  dv: number,
  from: number,
  to: number,
  out: Float32Array,
): void {
  let u = lineU + from * du;
  let v = lineV + from * dv;
  if (outline.shape === 'other') {
    for (let i = from; i < to; i++, u += du, v += dv)
      out[i] = Math.sqrt(u * u + v * v) - radiusAt(outline.radii, Math.atan2(v, u));
  } else if ('width' in outline) {
    const [w, h] = [outline.width / 2, outline.height / 2];
    for (let i = from; i < to; i++, u += du, v += dv) out[i] = Math.max(Math.abs(u) - w, Math.abs(v) - h);
  } else if (outline.shape === 'circle') {
    const { rx } = outline;
    for (let i = from; i < to; i++, u += du, v += dv) out[i] = Math.sqrt(u * u + v * v) - rx;
  } else {
    const { rx, ry } = outline;
    for (let i = from; i < to; i++, u += du, v += dv) {
      const distance = Math.sqrt(u * u + v * v);
      const q = Math.sqrt((u / rx) * (u / rx) + (v / ry) * (v / ry));
      out[i] = q === 0 ? -Math.min(rx, ry) : distance - distance / q;
    }
  }
}

/** The upright box around the outline. */
export function boundsOf(outline: Outline, step = 1): Box {
  if ('rx' in outline) return boundsOfEllipse(outline, step);
  if ('width' in outline) return boundsOfRectangle(outline, step);
  const points = walk(outline, step);
  let left = Infinity;
  let top = Infinity;
  let right = -Infinity;
  let bottom = -Infinity;
  for (const p of points) {
    left = Math.min(left, p.x);
    right = Math.max(right, p.x);
    top = Math.min(top, p.y);
    bottom = Math.max(bottom, p.y);
  }
  return { left, top, right, bottom };
}

/** The same without an object for each of the places. */
function boundsOfEllipse(
  { x, y, rx, ry, angle }: { x: number; y: number; rx: number; ry: number; angle: number },
  step: number,
): Box {
  const n = Math.max(24, Math.round(perimeterOf(rx, ry) / step));
  const c = Math.cos(angle);
  const s = Math.sin(angle);
  let left = Infinity;
  let top = Infinity;
  let right = -Infinity;
  let bottom = -Infinity;
  for (let i = 0; i < n; i++) {
    const t = (2 * Math.PI * i) / n;
    const u = rx * Math.cos(t);
    const v = ry * Math.sin(t);
    const px = x + u * c - v * s;
    const py = y + u * s + v * c;
    if (px < left) left = px;
    if (px > right) right = px;
    if (py < top) top = py;
    if (py > bottom) bottom = py;
  }
  return { left, top, right, bottom };
}

/** Each side's first and last place, as `walk` takes them, lie furthest out. */
function boundsOfRectangle(
  o: { x: number; y: number; width: number; height: number; angle: number },
  step: number,
): Box {
  const c = Math.cos(o.angle);
  const s = Math.sin(o.angle);
  let left = Infinity;
  let top = Infinity;
  let right = -Infinity;
  let bottom = -Infinity;
  for (const [fromU, fromV, toU, toV] of sidesOfRectangle(o)) {
    const n = Math.max(4, Math.round(Math.hypot(toU - fromU, toV - fromV) / step));
    for (let i = 0; i < n; i += n - 1) {
      const u = fromU + ((toU - fromU) * (i + 0.5)) / n;
      const v = fromV + ((toV - fromV) * (i + 0.5)) / n;
      const px = o.x + u * c - v * s;
      const py = o.y + u * s + v * c;
      if (px < left) left = px;
      if (px > right) right = px;
      if (py < top) top = py;
      if (py > bottom) bottom = py;
    }
  }
  return { left, top, right, bottom };
}

/** The same outline on another scale, moved by (dx, dy) afterwards. */
export function scaleOutline(outline: Outline, factor: number, dx = 0, dy = 0): Outline {
  const middle = { x: outline.x * factor + dx, y: outline.y * factor + dy };
  if (outline.shape === 'other') return { shape: 'other', ...middle, radii: outline.radii.map((r) => r * factor) };
  if ('rx' in outline) {
    return { shape: outline.shape, ...middle, rx: outline.rx * factor, ry: outline.ry * factor, angle: outline.angle };
  }
  return {
    shape: outline.shape,
    ...middle,
    width: outline.width * factor,
    height: outline.height * factor,
    angle: outline.angle,
  };
}

/** The outline's own width and height: across the axis that lies nearer to the horizontal of a page turned by `turn`, and the other one. */
export function ownSize(outline: Outline, turn: number): { width: number; height: number } {
  if (outline.shape === 'other') {
    const box = boundsOf(outline);
    return { width: box.right - box.left, height: box.bottom - box.top };
  }
  const [a, b] = 'rx' in outline ? [2 * outline.rx, 2 * outline.ry] : [outline.width, outline.height];
  return Math.abs(Math.cos(outline.angle - turn)) >= Math.SQRT1_2 ? { width: a, height: b } : { width: b, height: a };
}
