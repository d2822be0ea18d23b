import type { Outline } from './outline.ts';
import type { Point } from './raster.ts';

export type Round = Extract<Outline, { shape: 'circle' | 'ellipse' }>;

/** Axes that differ by less are a round seal measured twice: grain, a sheet fed a little slanted. */
export const ROUND_WITHIN = 0.035;

/** Same pseudo-random choices at each run, so that a scan always gives the same answer. */
export function fixedRandom(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4294967296;
  };
}

/** The circle through three places; null when they lie on a line. */
export function circleThrough(a: Point, b: Point, c: Point): { x: number; y: number; r: number } | null {
  const d = 2 * (a.x * (b.y - c.y) + b.x * (c.y - a.y) + c.x * (a.y - b.y));
  if (Math.abs(d) < 1e-6) return null;
  const [a2, b2, c2] = [a.x ** 2 + a.y ** 2, b.x ** 2 + b.y ** 2, c.x ** 2 + c.y ** 2];
  const x = (a2 * (b.y - c.y) + b2 * (c.y - a.y) + c2 * (a.y - b.y)) / d;
  const y = (a2 * (c.x - b.x) + b2 * (a.x - c.x) + c2 * (b.x - a.x)) / d;
  return { x, y, r: Math.hypot(a.x - x, a.y - y) };
}

/** Circle of least squares; null with fewer than three places. */
export function fitCircle(points: readonly Point[]): Round | null {
  const equations = normalEquations(3);
  const row = [0, 0, 1];
  for (const { x, y } of points) {
    row[0] = x;
    row[1] = y;
    addRow(equations, row, x ** 2 + y ** 2);
  }
  const solved = solve(equations);
  if (!solved) return null;
  const [a, b, c] = solved as [number, number, number];
  const square = c + (a / 2) ** 2 + (b / 2) ** 2;
  if (square <= 0) return null;
  const r = Math.sqrt(square);
  return { shape: 'circle', x: a / 2, y: b / 2, rx: r, ry: r, angle: 0 };
}

/** Ellipse of least squares; null where the places make no ellipse. */
export function fitEllipse(points: readonly Point[]): Round | null {
  if (points.length < 8) return null;
  let [mx, my] = [0, 0];
  for (const p of points) {
    mx += p.x;
    my += p.y;
  }
  mx /= points.length;
  my /= points.length;
  let squares = 0;
  for (const p of points) squares = squares + (p.x - mx) ** 2 + (p.y - my) ** 2;
  const scale = Math.sqrt(squares / points.length);
  if (scale === 0) return null;
  const equations = normalEquations(5);
  const row = [0, 0, 0, 0, 0];
  for (const p of points) {
    const x = (p.x - mx) / scale;
    const y = (p.y - my) / scale;
    row[0] = x * x;
    row[1] = x * y;
    row[2] = y * y;
    row[3] = x;
    row[4] = y;
    addRow(equations, row, 1);
  }
  const solved = solve(equations);
  if (!solved) return null;
  const [A, B, C, D, E] = solved as [number, number, number, number, number];
  const det = 4 * A * C - B * B;
  if (det <= 0) return null;
  const cx = (B * E - 2 * C * D) / det;
  const cy = (B * D - 2 * A * E) / det;
  const f = 1 + A * cx * cx + B * cx * cy + C * cy * cy;
  const middle = (A + C) / 2;
  const spread = Math.hypot((A - C) / 2, B / 2);
  const [low, high] = [middle - spread, middle + spread];
  if (low <= 0 || f <= 0) return null;
  const major = Math.sqrt(f / low) * scale;
  const minor = Math.sqrt(f / high) * scale;
  const angle = spread < 1e-9 ? 0 : Math.atan2(B, A - C) / 2 + Math.PI / 2;
  return { shape: 'ellipse', x: mx + cx * scale, y: my + cy * scale, rx: major, ry: minor, angle };
}

const normalEquations = (unknowns: number): number[][] =>
  Array.from({ length: unknowns }, () => new Array<number>(unknowns + 1).fill(0));

/** Adds coefficients and their value to equations whose solution is that of least squares. */
function addRow(m: number[][], coefficients: readonly number[], value: number): void {
  const unknowns = m.length;
  for (let i = 0; i < unknowns; i++) {
    const own = m[i]!;
    for (let j = 0; j < unknowns; j++) own[j] = own[j]! + coefficients[i]! * coefficients[j]!;
    own[unknowns] = own[unknowns]! + coefficients[i]! * value;
  }
}

/** Null when the equations do not determine the unknowns; they are used up. */
function solve(m: number[][]): number[] | null {
  const unknowns = m.length;
  for (let i = 0; i < unknowns; i++) {
    let pivot = i;
    for (let j = i + 1; j < unknowns; j++) if (Math.abs(m[j]![i]!) > Math.abs(m[pivot]![i]!)) pivot = j;
    if (Math.abs(m[pivot]![i]!) < 1e-9) return null;
    [m[i], m[pivot]] = [m[pivot]!, m[i]!];
    for (let j = 0; j < unknowns; j++) {
      if (j === i) continue;
      const factor = m[j]![i]! / m[i]![i]!;
      for (let k = i; k <= unknowns; k++) m[j]![k] = m[j]![k]! - factor * m[i]![k]!;
    }
  }
  return m.map((row, i) => row[unknowns]! / row[i]!);
}
