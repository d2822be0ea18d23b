import { boundsOf, type EdgePoint, type Outline, walk } from './outline.ts';
import type { Plane } from './raster.ts';
import { labelRegions } from './regions.ts';

/** A map of seal ink, and the value from which on it is ink. */
export interface SeenOn {
  readonly ink: Plane;
  readonly sure: number;
  readonly pxPerMm: number;
}

/** Where ink beyond an outline is looked for. */
const BEYOND_MM = { from: 0.9, to: 2.7 } as const;
/** Ink that follows the outline for less than this is a letter that touches it. */
const RUN_MM = 3;
/** A gap that does not end a run: a dry speck, a thin pen line. */
const GAP_MM = 1;

/** How far an outline is inked. */
export interface Seen {
  /** Share of the outline with ink just inside and bare paper just outside, counted in runs that letters cannot make. */
  readonly seen: number;
  /** Share of the outline with ink further out: lines that only touch a curve go on beyond it. */
  readonly beyond: number;
  readonly longest: number;
  /** Of the four sides the least share that is inked. */
  readonly leastSide: number;
  /** Share of what is not inked that lies in one stretch. */
  readonly oneGap: number;
}

/** Places follow each other side by side. */
function leastSideOf(edge: readonly EdgePoint[], hit: readonly boolean[]): number {
  let least = 1;
  for (let from = 0, at = 0, inked = 0; at < edge.length; at++) {
    if (hit[at]) inked++;
    if (edge[at + 1]?.nx === edge[at]!.nx && edge[at + 1]?.ny === edge[at]!.ny) continue;
    least = Math.min(least, inked / (at + 1 - from));
    from = at + 1;
    inked = 0;
  }
  return least;
}

/** Ink so far out of a place of an outline. */
function inkAlong({ width, height, data }: Plane, { x, y, nx, ny }: EdgePoint, out: number): number {
  const i = Math.floor(x + nx * out);
  const j = Math.floor(y + ny * out);
  return i < 0 || j < 0 || i >= width || j >= height ? 0 : data[j * width + i]!;
}

/** Walks along an outline. From `sure` on the map shows ink. */
export function shareSeen(outline: Outline, { ink, sure, pxPerMm }: SeenOn): Seen {
  const step = 0.4 * pxPerMm;
  const edge = walk(outline, step);
  let far = 0;
  const hit: boolean[] = [];
  for (const p of edge) {
    for (let d = BEYOND_MM.from; d <= BEYOND_MM.to; d += 0.3)
      if (inkAlong(ink, p, d * pxPerMm) >= sure) {
        far++;
        break;
      }
    let inside = 0;
    for (let d = -0.2; d <= 0.8; d += 0.2) inside = Math.max(inside, inkAlong(ink, p, -d * pxPerMm));
    const beyond = inkAlong(ink, p, 0.9 * pxPerMm);
    hit.push(inside >= sure && beyond < Math.max(sure, inside / 2));
  }
  const start = hit.indexOf(false);
  const beyond = far / edge.length;
  if (start < 0) return { seen: 1, beyond, longest: 1, leastSide: 1, oneGap: 0 };
  let counted = 0;
  let longest = 0;
  let run = 0;
  let gap = 0;
  const close = () => {
    if (run * 0.4 >= RUN_MM) counted += run;
    longest = Math.max(longest, run);
    run = 0;
  };
  for (let k = 0; k < hit.length; k++) {
    if (hit[(start + k) % hit.length]) {
      run += run > 0 ? gap + 1 : 1;
      gap = 0;
    } else if (run > 0 && ++gap * 0.4 > GAP_MM) {
      close();
      gap = 0;
    }
  }
  close();
  return {
    seen: Math.min(1, counted / hit.length),
    beyond,
    longest: longest / hit.length,
    leastSide: 'width' in outline ? leastSideOf(edge, hit) : 1,
    oneGap: longestGap(hit, hit.indexOf(true)) / hit.filter((inked) => !inked).length,
  };
}

/** Steps of the longest stretch of a closed row that is not inked, from an inked step on. */
function longestGap(hit: readonly boolean[], from: number): number {
  let [longest, run] = [0, 0];
  for (let k = 0; k < hit.length; k++) {
    run = hit[(from + k + hit.length) % hit.length] ? 0 : run + 1;
    longest = Math.max(longest, run);
  }
  return longest;
}

/** Share of the outline that lies on the one connected piece of ink that has the most of it. */
export function largestPiece(outline: Outline, mask: Plane, pxPerMm: number): number {
  const bounds = boundsOf(outline);
  const left = Math.max(0, Math.floor(bounds.left - pxPerMm));
  const top = Math.max(0, Math.floor(bounds.top - pxPerMm));
  const width = Math.min(mask.width, Math.ceil(bounds.right + pxPerMm)) - left;
  const height = Math.min(mask.height, Math.ceil(bounds.bottom + pxPerMm)) - top;
  const part = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    part.set(mask.data.subarray((top + y) * mask.width + left, (top + y) * mask.width + left + width), y * width);
  }
  const { labels } = labelRegions({ width, height, data: part });
  const edge = walk(outline, 0.4 * pxPerMm);
  const counts = new Map<number, number>();
  for (const p of edge) {
    const here = new Set<number>();
    for (let d = 0; d <= 0.8; d += 0.2) {
      const x = Math.floor(p.x - p.nx * d * pxPerMm) - left;
      const y = Math.floor(p.y - p.ny * d * pxPerMm) - top;
      if (x >= 0 && y >= 0 && x < width && y < height) here.add(labels[y * width + x]!);
    }
    for (const label of here) if (label > 0) counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  return Math.max(0, ...counts.values()) / edge.length;
}
