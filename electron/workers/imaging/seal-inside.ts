import { PALE_TEXT_MM2 } from '../../../shared/seal/limits.ts';
import { type Outline, outsideAlong } from './outline.ts';
import { type Box, letGo, type Plane } from './raster.ts';
import { grow, labelRegions } from './regions.ts';
import type { SealView } from './seal-view.ts';

export interface PaleEighth {
  readonly angle: number;
  readonly box: Box;
}

/** What was seen within the outline: star, text, and what lies over them. Boxes in scan pixels. */
export interface Inside {
  /** Eighths whose text came out pale. */
  readonly pale: readonly PaleEighth[];
  /** Share of the ink that lies under pen or print. */
  readonly coveredShare: number;
  readonly coveredBox: Box | null;
}

const FULL = 0.5;
const TRACE = 0.05;
const HIDDEN = 0.35;
/** Pale pixels this near to full ink are the soft edge of a stroke, no pale stroke; a pen pixel this near lies over ink. */
const NEAR_MM = 0.35;
/** Pieces of one stroke over one letter. */
const PATCH_MM = 0.6;

export function measureInside(view: SealView, outline: Outline, pxPerMm: number, strokePx: number): Inside {
  const { width, height } = view.ink;
  const full = new Uint8Array(width * height);
  const { data: inks } = view.ink;
  const { data: pens } = view.pen;
  for (let i = 0; i < full.length; i++) if (inks[i]! > FULL) full[i] = 1;
  const near = grow({ width, height, data: full }, Math.max(1, Math.round(NEAR_MM * pxPerMm))).data;
  const pale = Array.from({ length: 8 }, () => ({ pale: 0, full: 0, box: emptyBox() }));
  const rim = strokePx + 0.4 * pxPerMm;
  const outside = new Float32Array(width);
  let inked = 0;
  let covered = 0;
  let penned = 0;
  const coveredInside = new Uint8Array(width * height);
  for (let y = 0, i = 0; y < height; y++) {
    outsideAlong(outline, -rim, 0, view.box.left + 0.5, view.box.top + y + 0.5, 1, 0, width, outside);
    for (let x = 0; x < width; x++, i++) {
      const ink = inks[i]!;
      const pen = pens[i]!;
      if (ink < TRACE && pen < HIDDEN) continue;
      const depth = -outside[x]!;
      if (depth < 0) continue;
      if (full[i]) inked++;
      if (pen > HIDDEN) {
        penned++;
        if (near[i]) {
          covered++;
          if (depth > rim) coveredInside[i] = 1;
        }
        continue;
      }
      if (depth < rim || (near[i] && !full[i])) continue;
      const px = view.box.left + x + 0.5;
      const py = view.box.top + y + 0.5;
      const eighth = pale[eighthOf(px - outline.x, py - outline.y)]!;
      if (full[i]) eighth.full++;
      else {
        eighth.pale++;
        stretch(eighth.box, px, py);
      }
    }
  }
  const mm2 = pxPerMm * pxPerMm;
  const coveredBox =
    covered === 0 ? null : largestPatch(view, { width, height, data: coveredInside }, Math.round(PATCH_MM * pxPerMm));
  letGo(full, near, coveredInside);
  return {
    pale: pale
      .map((eighth, i) => ({ ...eighth, angle: (i * Math.PI) / 4 }))
      .filter((eighth) => eighth.pale / mm2 > PALE_TEXT_MM2 && eighth.pale > eighth.full)
      .sort((a, b) => b.pale - a.pale)
      .map(({ angle, box }) => ({ angle, box })),
    coveredShare: inked > 0 && penned > 0 ? covered / (inked + covered) : 0,
    coveredBox,
  };
}

/** Half an eighth of a turn, as a slope. */
const HALF_EIGHTH = Math.tan(Math.PI / 8);

/** In which eighth about the middle a place lies: 0 to the right, further ones clockwise. */
function eighthOf(x: number, y: number): number {
  const [wide, high] = [Math.abs(x), Math.abs(y)];
  if (high < HALF_EIGHTH * wide) return x > 0 ? 0 : 4;
  if (wide < HALF_EIGHTH * high) return y > 0 ? 2 : 6;
  if (y > 0) return x > 0 ? 1 : 3;
  return x > 0 ? 7 : 5;
}

/** The patch of covered ink to point at; pieces closer than twice `join` are one. */
function largestPatch(view: SealView, covered: Plane, join: number): Box | null {
  const regions = labelRegions(grow(covered, join));
  let best: { box: Box; ink: number } | null = null;
  const ink = new Uint32Array(regions.boxes.length);
  for (let i = 0; i < covered.data.length; i++) {
    const label = regions.labels[i]!;
    if (covered.data[i] && label > 0) ink[label - 1] = ink[label - 1]! + 1;
  }
  for (const [i, box] of regions.boxes.entries()) if (!best || ink[i]! > best.ink) best = { box, ink: ink[i]! };
  if (!best) return null;
  const { left, top } = view.box;
  const { box } = best;
  return { left: left + box.left, top: top + box.top, right: left + box.right, bottom: top + box.bottom };
}

interface Growing {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

const emptyBox = (): Growing => ({ left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity });

function stretch(box: Growing, x: number, y: number): void {
  box.left = Math.min(box.left, x);
  box.top = Math.min(box.top, y);
  box.right = Math.max(box.right, x);
  box.bottom = Math.max(box.bottom, y);
}
