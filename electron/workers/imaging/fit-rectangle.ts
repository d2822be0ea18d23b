import type { Straight } from './outline.ts';
import type { Point } from './raster.ts';

/** Sides that differ by less are a square. */
const SQUARE_WITHIN = 0.04;

interface Sides {
  readonly hits: number;
  readonly minU: number;
  readonly maxU: number;
  readonly minV: number;
  readonly maxV: number;
}

/**
 * The rectangle whose four sides the most outer places lie on, within `tolerance`. Tries every turn of a quarter circle; null for
 * fewer than 16 places.
 */
export function fitRectangle(points: readonly Point[], tolerance: number): Straight | null {
  if (points.length < 16) return null;
  const degree = Math.PI / 180;
  const [us, vs] = [alongAxis(points), alongAxis(points)];
  const sidesAt = (angle: number): Sides => {
    const [c, s] = [Math.cos(angle), Math.sin(angle)];
    return sidesOf(us(c, s), vs(-s, c), tolerance);
  };
  let best = { angle: 0, sides: sidesAt(0) };
  const tryTurn = (angle: number) => {
    const sides = sidesAt(angle);
    if (sides.hits > best.sides.hits) best = { angle, sides };
  };
  for (let turn = -45; turn < 45; turn += 1.5) tryTurn(turn * degree);
  const coarse = best.angle;
  for (let turn = -1.5; turn <= 1.5; turn += 0.15) tryTurn(coarse + turn * degree);
  return rectangleOf(best.angle, best.sides);
}

/** Makes the outline from two pairs of parallel lines seen in axes turned by `angle`. */
export function rectangleOf(angle: number, { minU, maxU, minV, maxV }: Omit<Sides, 'hits'>): Straight {
  const u = (minU + maxU) / 2;
  const v = (minV + maxV) / 2;
  const c = Math.cos(angle);
  const s = Math.sin(angle);
  const width = maxU - minU;
  const height = maxV - minV;
  const square = Math.abs(width - height) < SQUARE_WITHIN * Math.max(width, height);
  return { shape: square ? 'square' : 'rectangle', x: u * c - v * s, y: u * s + v * c, width, height, angle };
}

/** How far places lie along the axis (c, s), sorted. Asked for one turn after another: their order changes little, and sorting begins with the last one. */
function alongAxis(points: readonly Point[]): (c: number, s: number) => Float64Array {
  const xs = Float64Array.from(points, ({ x }) => x);
  const ys = Float64Array.from(points, ({ y }) => y);
  const along = new Float64Array(points.length);
  return (c, s) => {
    for (let i = 0; i < along.length; i++) {
      const x = xs[i]!;
      const y = ys[i]!;
      const value = x * c + y * s;
      let at = i;
      for (; at > 0 && along[at - 1]! > value; at--) {
        along[at] = along[at - 1]!;
        xs[at] = xs[at - 1]!;
        ys[at] = ys[at - 1]!;
      }
      along[at] = value;
      xs[at] = x;
      ys[at] = y;
    }
    return along;
  };
}

function sidesOf(us: Float64Array, vs: Float64Array, tolerance: number): Sides {
  const low = (values: Float64Array) => fullest(values, tolerance, 0, Math.floor(values.length * 0.45));
  const high = (values: Float64Array) =>
    fullest(values, tolerance, Math.floor(values.length * 0.55), values.length - 1);
  const [minU, maxU, minV, maxV] = [low(us), high(us), low(vs), high(vs)];
  return {
    hits: minU.hits + maxU.hits + minV.hits + maxV.hits,
    minU: minU.at,
    maxU: maxU.at,
    minV: minV.at,
    maxV: maxV.at,
  };
}

/** The window of one tolerance either way that holds the most of the sorted values from..to, and the mean in it. */
function fullest(sorted: Float64Array, tolerance: number, from: number, to: number): { at: number; hits: number } {
  let best = { hits: 0, first: from };
  for (let i = from, j = from; i <= to; i++) {
    while (j + 1 <= to && sorted[j + 1]! - sorted[i]! <= 2 * tolerance) j++;
    if (j - i + 1 > best.hits) best = { hits: j - i + 1, first: i };
  }
  let sum = 0;
  for (let i = best.first; i < best.first + best.hits; i++) sum += sorted[i]!;
  return { at: best.hits ? sum / best.hits : sorted[from]!, hits: best.hits };
}
