import { isRuled } from './closing-side.ts';
import { SIDE_MM } from './fit-outlines.ts';
import { type Outline, ownSize } from './outline.ts';
import { largestPiece, type SeenOn, shareSeen } from './outline-seen.ts';
import type { Plane } from './raster.ts';

/** A seal found on the shrunk page: its outline in pixels of the ink maps and the share of the outline that is inked. */
export interface FoundSeal {
  readonly outline: Outline;
  readonly seen: number;
}

/** One stretch of a curve must be this share of it: a stamp that touched the paper at all leaves an arc, letters never do. */
const ARC_SHARE = 0.12;
/** A dry stamp leaves many short arcs; where they follow the outline this far, it is one all the same. */
const DRY_SEEN = 0.6;
/** No rule knows a straight-sided seal larger than this; red frames of forms are. */
export const FRAME_MM = 65;
/** A small outline must be nearly whole: the strokes of a large headline make half a circle of 12 mm by chance. */
export const SMALL = { below: 15, seen: 0.8 } as const;
/** One unbroken piece of ink makes up this much of a straight border; in lines of text every letter is a piece of its own. */
const PIECE_SHARE = 0.3;
/** A strip longer than so many times its width is two seals that touch, unless so much of each side is there. */
const STRIP = { sides: 2.8, seen: 0.5 } as const;
/** What may be a seal of which no outline can be made out: no smaller than a name seal and no larger than two seals that touch, with one unbroken arc of this share of a circle, or with so much of its sides. */
export const PART = { mm: 15, mostMm: 90, arc: 0.07, sides: 0.5 } as const;
/** Shares of the outline that must be inked. Straight sides are common in print (frames, lines of text), curves are not. */
const SEEN_MIN = { circle: 0.3, ellipse: 0.42, square: 0.6, rectangle: 0.6, other: 0.85 } as const;
/** The same of straight sides, less the share of them that has ink further out, unless so much of each side is there: a headline and a finger make three sides by chance. */
const ALONE = { least: 0.5, sides: 0.65 } as const;
/** What lacks in one stretch is broken off; corners cut or rounded lack in several. */
const ONE_GAP = 0.7;
/** A less simple shape is inked along so much more of its outline. */
const CLEARER = 0.08;

/** A map of seal ink, and 1 where there is ink. */
export interface Inked extends SeenOn {
  readonly mask: Plane;
}

/** The candidate that is inked along the most of its outline; the simpler shape wins where it is nearly as good. */
export function choose(candidates: readonly (Outline | null)[], on: Inked): FoundSeal | null {
  const { mask, pxPerMm } = on;
  let best: FoundSeal | null = null;
  let [alone, broken] = [0, false];
  for (const outline of candidates) {
    if (!outline) continue;
    const { width, height } = ownSize(outline, 0);
    if (Math.min(width, height) < SIDE_MM.min * pxPerMm || Math.max(width, height) > SIDE_MM.max * pxPerMm) continue;
    const { seen, beyond, longest, leastSide, oneGap } = shareSeen(outline, on);
    if ('rx' in outline && seen - beyond < SEEN_MIN[outline.shape]) continue;
    if ('width' in outline && seen - beyond < ALONE.least && leastSide < ALONE.sides) continue;
    if ('width' in outline && isRuled(outline, on)) continue;
    if ('width' in outline && Math.max(width, height) > STRIP.sides * Math.min(width, height) && leastSide < STRIP.seen)
      continue;
    if (seen < SEEN_MIN[outline.shape] || (longest < ARC_SHARE && seen < DRY_SEEN)) continue;
    if ('width' in outline && Math.max(width, height) > FRAME_MM * pxPerMm) continue;
    if (Math.min(width, height) < SMALL.below * pxPerMm && seen - beyond < SMALL.seen) continue;
    if ('width' in outline && largestPiece(outline, mask, pxPerMm) < PIECE_SHARE) continue;
    // Of two curves the one that others do not run along.
    const more = best && 'rx' in best.outline && 'rx' in outline ? seen - beyond - alone : seen - (best?.seen ?? 0);
    if (!best || (more > CLEARER && !(broken && 'radii' in outline))) {
      best = { outline, seen };
      alone = seen - beyond;
      broken = oneGap > ONE_GAP;
    }
  }
  return best;
}

/** Whether one of these outlines is there in part: too little of it to be measured, more than letters make. */
export function partOfOutline(candidates: readonly (Outline | null)[], on: Inked): boolean {
  return candidates.some((outline) => {
    if (!outline || 'radii' in outline) return false;
    const { seen, longest } = shareSeen(outline, on);
    return 'rx' in outline
      ? longest >= PART.arc
      : seen >= PART.sides && largestPiece(outline, on.mask, on.pxPerMm) >= PIECE_SHARE;
  });
}
