import { RING_INK, WEAK_INK } from '../../../shared/seal/limits.ts';
import { type EdgePoint, type Outline, walk } from './outline.ts';
import { type Box, sample } from './raster.ts';
import type { SealView } from './seal-view.ts';

/** A stretch of the outline. `angle` is its direction from the middle, clockwise from the right. */
export interface Stretch {
  readonly steps: number;
  readonly mm: number;
  readonly angle: number;
  readonly box: Box;
}

export interface Ring {
  /** Width of the line, scan pixels. */
  readonly strokePx: number;
  readonly missingShare: number;
  readonly missing: readonly Stretch[];
  /** Inked, but with less than half of what the better part of the outline has. */
  readonly weakShare: number;
  readonly weak: readonly Stretch[];
  /** Where a pen or print crosses the outline. */
  readonly penned: readonly Stretch[];
  readonly evenness: number;
}

const STEP_MM = 0.2;
/** A line thicker than this is the rim of a solid seal; only its edge is judged. */
const STROKE_MAX_MM = 2;
/** Darkness from which a pen hides what lies beneath. */
const HIDDEN = 0.35;
/** Dry specks shorter than this belong to the texture of ink. */
const SPECK_MM = 0.6;
/** Two crossings nearer than this are one. */
const CROSSING_GAP_MM = 1;

/** Walks around the outline and looks at the ink across the line. */
export function measureRing(view: SealView, outline: Outline, pxPerMm: number): Ring {
  const edge = walk(outline, STEP_MM * pxPerMm);
  const strokePx = strokeWidth(view, edge, pxPerMm);
  const steps = edge.map((p) => across(view, p, strokePx, pxPerMm));
  const hidden = steps.map(({ pen }) => pen > HIDDEN);
  const bare = steps.map(({ most }, i) => most < RING_INK && !hidden[i]);
  const seen = steps.filter((_, i) => !hidden[i]).map(({ mean }) => mean);
  const usual = Float64Array.from(seen).sort()[Math.floor(seen.length * 0.75)] ?? 0;
  const smooth = smoothed(
    steps.map(({ mean }, i) => (hidden[i] ? Number.NaN : mean)),
    Math.round(2 / STEP_MM),
  );
  const weakSteps = smooth.map((mean, i) => mean < usual * WEAK_INK && !bare[i]);
  const stretches = (flags: readonly boolean[], shortest: number, join: number) =>
    stretchesOf(flags, edge, outline, pxPerMm, shortest / STEP_MM, join / STEP_MM);
  const missing = stretches(bare, SPECK_MM, 0);
  const weak = stretches(weakSteps, SPECK_MM, 0.6);
  const average = smooth.filter((v) => !Number.isNaN(v));
  const middle = average.reduce((sum, v) => sum + v, 0) / Math.max(1, average.length);
  const spread = Math.sqrt(average.reduce((sum, v) => sum + (v - middle) ** 2, 0) / Math.max(1, average.length));
  return {
    strokePx,
    missing,
    missingShare: missing.reduce((sum, s) => sum + s.steps, 0) / edge.length,
    weak,
    weakShare: weak.reduce((sum, s) => sum + s.steps, 0) / edge.length,
    penned: stretches(hidden, 0.2, CROSSING_GAP_MM),
    evenness: middle > 0 ? Math.max(0, 1 - spread / middle) : 0,
  };
}

function strokeWidth(view: SealView, edge: readonly EdgePoint[], pxPerMm: number): number {
  const widths: number[] = [];
  for (const p of edge) {
    let peak = 0;
    for (let d = 0; d < pxPerMm; d += 0.5) peak = Math.max(peak, inkAt(view, p, d));
    if (peak < 0.5) continue;
    let d = 0;
    while (d < STROKE_MAX_MM * pxPerMm && inkAt(view, p, d + 0.5) > peak / 2) d += 0.5;
    if (d > 0) widths.push(d);
  }
  const sorted = Float64Array.from(widths).sort();
  return Math.max(0.4 * pxPerMm, sorted[Math.floor(sorted.length / 2)] ?? pxPerMm);
}

const inkAt = (view: SealView, p: EdgePoint, depth: number): number =>
  sample(view.ink, p.x - p.nx * depth - view.box.left, p.y - p.ny * depth - view.box.top);

function across(
  view: SealView,
  p: EdgePoint,
  strokePx: number,
  pxPerMm: number,
): { most: number; mean: number; pen: number } {
  let most = 0;
  let sum = 0;
  let n = 0;
  let pen = 0;
  for (let d = -0.25 * pxPerMm; d <= strokePx + 0.25 * pxPerMm; d += 0.5) {
    const ink = inkAt(view, p, d);
    most = Math.max(most, ink);
    if (d < 0 || d > strokePx) continue;
    sum += ink;
    pen += sample(view.pen, p.x - p.nx * d - view.box.left, p.y - p.ny * d - view.box.top);
    n++;
  }
  return { most, mean: n ? sum / n : 0, pen: n ? pen / n : 0 };
}

/** Running mean over a closed row; NaN entries are left out. */
function smoothed(values: readonly number[], reach: number): number[] {
  const n = values.length;
  const out: number[] = [];
  for (let i = 0; i < n; i++) {
    let sum = 0;
    let count = 0;
    for (let k = -reach; k <= reach; k++) {
      const value = values[(i + k + n) % n]!;
      if (Number.isNaN(value)) continue;
      sum += value;
      count++;
    }
    out.push(count ? sum / count : Number.NaN);
  }
  return out;
}

function stretchesOf(
  flags: readonly boolean[],
  edge: readonly EdgePoint[],
  middle: { x: number; y: number },
  pxPerMm: number,
  shortest: number,
  join: number,
): Stretch[] {
  const n = flags.length;
  const start = flags.indexOf(false);
  const order = Array.from({ length: n }, (_, k) => (Math.max(0, start) + k) % n);
  const runs: number[][] = [];
  let gap = Number.POSITIVE_INFINITY;
  for (const i of order) {
    if (!flags[i]) gap++;
    else {
      if (gap <= join && runs.length > 0) runs.at(-1)!.push(i);
      else runs.push([i]);
      gap = 0;
    }
  }
  return runs
    .filter((run) => run.length >= shortest)
    .map((run) => {
      const at = edge[run[Math.floor(run.length / 2)]!]!;
      const xs = run.map((i) => edge[i]!.x);
      const ys = run.map((i) => edge[i]!.y);
      return {
        steps: run.length,
        mm: run.length * STEP_MM,
        angle: Math.atan2(at.y - middle.y, at.x - middle.x),
        box: {
          left: Math.min(...xs) - pxPerMm,
          top: Math.min(...ys) - pxPerMm,
          right: Math.max(...xs) + pxPerMm,
          bottom: Math.max(...ys) + pxPerMm,
        },
      };
    });
}
