import type { Plane } from './raster.ts';

/** An edge of the page as a line: the place along the frame where it starts, and its slope, in pixels of the plane. */
export interface Edge {
  /** Distance from the frame's side at the middle of that side. */
  readonly at: number;
  /** Change of that distance per pixel along the side. */
  readonly slope: number;
}

export interface PageEdges {
  readonly left: Edge | null;
  readonly right: Edge | null;
  readonly top: Edge | null;
  readonly bottom: Edge | null;
}

/** A lid or table differs from the paper by at least this many grey levels; shading and grain stay below it. */
const STEP = 12;
/** The page begins within this share of the frame. */
const REACH = 0.3;
/** A straight edge is seen along at least this share of its side; text and drawings never line up so well. */
const SEEN = 0.5;
const TOLERANCE_PX = 1.1;
/** More than this is no page laid on glass. */
const MAX_SLOPE = 0.36;

/**
 * Looks for the edges of a page on a lid or table of another brightness. An edge is a straight line of steps from the ground at
 * the frame to paper; a printed border does not count, because the paper outside it is as bright as inside.
 */
export function findPageEdges(plane: Plane): PageEdges {
  const { width, height, data } = plane;
  const across = (x: number, y: number) => data[y * width + x]!;
  return {
    left: edgeOf(height, width, (along, depth) => across(depth, along)),
    right: edgeOf(height, width, (along, depth) => across(width - 1 - depth, along)),
    top: edgeOf(width, height, (along, depth) => across(along, depth)),
    bottom: edgeOf(width, height, (along, depth) => across(along, height - 1 - depth)),
  };
}

function edgeOf(length: number, depth: number, value: (along: number, depth: number) => number): Edge | null {
  const places: [number, number][] = [];
  const reach = Math.floor(depth * REACH);
  const margin = Math.floor(length * 0.03);
  for (let along = margin; along < length - margin; along++) {
    const found = firstStep(reach, (d) => value(along, d));
    if (found !== null) places.push([along + 0.5, found]);
  }
  if (places.length < (length - 2 * margin) * SEEN) return null;
  const line = straightLine(places);
  if (!line || line.inliers < (length - 2 * margin) * SEEN || Math.abs(line.slope) > MAX_SLOPE) return null;
  return { at: line.offset + line.slope * (length / 2), slope: line.slope };
}

/** Depth at which the ground ends and paper begins, to a fraction of a pixel; null when the line starts on paper. */
function firstStep(reach: number, value: (depth: number) => number): number | null {
  const ground = (value(0) + value(1)) / 2;
  for (let d = 2; d < reach - 8; d++) {
    if (Math.abs(value(d) - ground) < STEP) continue;
    const paper = (value(d + 4) + value(d + 5) + value(d + 6) + value(d + 7)) / 4;
    if (Math.abs(paper - ground) < STEP) continue;
    const middle = (paper + ground) / 2;
    for (let e = Math.max(1, d - 1); e < d + 5; e++) {
      const before = value(e) - middle;
      const after = value(e + 1) - middle;
      if (before * after <= 0 && before !== after) return e + 0.5 + before / (before - after);
    }
    return d + 0.5;
  }
  return null;
}

/** The straight line that most places lie on (tried on pairs far apart), then least squares over those places. */
function straightLine(
  places: readonly (readonly [number, number])[],
): { offset: number; slope: number; inliers: number } | null {
  const n = places.length;
  let best = { offset: 0, slope: 0, inliers: 0 };
  for (let i = 0; i < 120; i++) {
    const a = places[Math.floor(((i * 37) % 120) * (n / 260))]!;
    const b = places[n - 1 - Math.floor(((i * 53) % 120) * (n / 260))]!;
    if (b[0] === a[0]) continue;
    const slope = (b[1] - a[1]) / (b[0] - a[0]);
    const offset = a[1] - slope * a[0];
    let inliers = 0;
    for (let j = 0; j < n; j += 2)
      if (Math.abs(places[j]![1] - offset - slope * places[j]![0]) < TOLERANCE_PX) inliers += 2;
    if (inliers > best.inliers) best = { offset, slope, inliers };
  }
  if (best.inliers < 12) return null;
  const near = places.filter(([x, y]) => Math.abs(y - best.offset - best.slope * x) < TOLERANCE_PX);
  const mx = near.reduce((sum, [x]) => sum + x, 0) / near.length;
  const my = near.reduce((sum, [, y]) => sum + y, 0) / near.length;
  let xx = 0;
  let xy = 0;
  for (const [x, y] of near) {
    xx += (x - mx) ** 2;
    xy += (x - mx) * (y - my);
  }
  const slope = xx > 0 ? xy / xx : 0;
  return { offset: my - slope * mx, slope, inliers: near.length };
}
