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
  return {
    left: edgeOf({ data, first: 0, along: width, inward: 1 }, height, width),
    right: edgeOf({ data, first: width - 1, along: width, inward: -1 }, height, width),
    top: edgeOf({ data, first: 0, along: 1, inward: width }, width, height),
    bottom: edgeOf({ data, first: (height - 1) * width, along: 1, inward: -width }, width, height),
  };
}

/** A plane seen from one of its sides: its corner there, and the steps from pixel to pixel. */
interface Side {
  readonly data: Uint8Array;
  readonly first: number;
  readonly along: number;
  readonly inward: number;
}

function edgeOf(side: Side, length: number, depth: number): Edge | null {
  const places: [number, number][] = [];
  const reach = Math.floor(depth * REACH);
  const margin = Math.floor(length * 0.03);
  for (let along = margin; along < length - margin; along++) {
    const found = firstStep(side.data, side.first + along * side.along, side.inward, reach);
    if (found !== null) places.push([along + 0.5, found]);
  }
  if (places.length < (length - 2 * margin) * SEEN) return null;
  const line = straightLine(places);
  if (!line || line.inliers < (length - 2 * margin) * SEEN || Math.abs(line.slope) > MAX_SLOPE) return null;
  return { at: line.offset + line.slope * (length / 2), slope: line.slope };
}

/** Depth at which the ground ends and paper begins, to a fraction of a pixel; null when the line starts on paper. */
function firstStep(data: Uint8Array, first: number, inward: number, reach: number): number | null {
  const ground = (data[first]! + data[first + inward]!) / 2;
  for (let d = 2, at = first + 2 * inward; d < reach - 8; d++, at += inward) {
    if (Math.abs(data[at]! - ground) < STEP) continue;
    const near = at + 4 * inward;
    const paper = (data[near]! + data[near + inward]! + data[near + 2 * inward]! + data[near + 3 * inward]!) / 4;
    if (Math.abs(paper - ground) < STEP) continue;
    const middle = (paper + ground) / 2;
    for (let e = Math.max(1, d - 1); e < d + 5; e++) {
      const before = data[first + e * inward]! - middle;
      const after = data[first + (e + 1) * inward]! - middle;
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
