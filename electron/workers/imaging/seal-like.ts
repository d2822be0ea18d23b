import { boundsOf, type Outline, outsideAlong, ownSize, walk } from './outline.ts';
import { type Plane, sample } from './raster.ts';

/** Share of ink inside: less is an empty ring (coffee, a drawn range; a seal of which half is inked has a little more), more a solid disc or blot. Name seals may be solid, round ones are not. */
const INSIDE_INK = { min: 0.016, round: 0.7, straight: 0.93 } as const;
/** White characters through which a stamp was drawn along are paler than this share of the full ink, which a tenth of the inside has; a blot is as full all over. */
const WHITE = { paler: 0.75, full: 0.1 } as const;
/**
 * Lines of a fingerprint follow each other every half millimetre or so; no text beside a border does that along a tenth of it (seals: a hundredth, two at
 * most). Where they run into each other, so much of the inside is full of ink (seals: a fifth, few a third), and less of them
 * is enough.
 */
const RIDGES = { depthMm: 3.4, lines: 4, share: 0.12, full: 0.45, fullShare: 0.03 } as const;
/** A line stands out from the dips beside it by this share of the strongest ink on its ray. */
const STANDS_OUT = 0.2;

/** Whether an outline has inside what a seal has, text; `red` is the map of seal ink, which it is from `sure` on. */
export function isSealLike(red: Plane, outline: Outline, pxPerMm: number, sure: number): boolean {
  const shareFrom = inkInside(red, outline);
  const share = shareFrom(sure);
  if (!(share >= INSIDE_INK.min)) return false;
  if ('width' in outline) {
    let full = 255;
    while (shareFrom(full) < WHITE.full && full > 0) full--;
    return shareFrom(Math.max(sure, Math.round(WHITE.paler * full))) <= INSIDE_INK.straight;
  }
  const ridged = ridgedShare(red, outline, pxPerMm, sure);
  return share <= INSIDE_INK.round && ridged <= (share > RIDGES.full ? RIDGES.fullShare : RIDGES.share);
}

/** Of what lies inside an outline, the share that has so much ink and more. */
function inkInside(red: Plane, outline: Outline): (level: number) => number {
  const box = boundsOf(outline);
  const { width, height } = ownSize(outline, 0);
  const rim = 0.12 * Math.min(width, height);
  const left = Math.max(0, Math.floor(box.left));
  const count = Math.max(0, Math.min(red.width, Math.ceil(box.right)) - left);
  const outside = new Float32Array(count);
  const levels = new Uint32Array(256);
  let all = 0;
  for (let y = Math.max(0, Math.floor(box.top)); y < Math.min(red.height, box.bottom); y++) {
    outsideAlong(outline, -rim, -rim, left + 0.5, y + 0.5, 1, 0, count, outside);
    for (let i = 0, at = y * red.width + left; i < count; i++, at++) {
      if (outside[i]! > -rim) continue;
      all++;
      levels[red.data[at]!]!++;
    }
  }
  return (level) => levels.subarray(level).reduce((sum, n) => sum + n, 0) / all;
}

/** Share of the outline behind which lines follow each other as those of a fingerprint. */
function ridgedShare(red: Plane, outline: Outline, pxPerMm: number, sure: number): number {
  const edge = walk(outline, pxPerMm);
  const ridged = edge.filter((p) => linesInward(red, p, pxPerMm, sure) >= RIDGES.lines).length;
  return ridged / edge.length;
}

/** How many lines a ray crosses from the outline inwards. */
function linesInward(
  red: Plane,
  { x, y, nx, ny }: { x: number; y: number; nx: number; ny: number },
  pxPerMm: number,
  sure: number,
): number {
  const ray: number[] = [];
  for (let d = -0.4; d < RIDGES.depthMm; d += 0.08) ray.push(sample(red, x - nx * d * pxPerMm, y - ny * d * pxPerMm));
  const step = STANDS_OUT * Math.max(sure, ...ray);
  let lines = 0;
  let low = 0;
  let high = 0;
  let rising = true;
  for (const value of ray) {
    if (rising) {
      high = Math.max(high, value);
      if (high - value > step) {
        lines++;
        rising = false;
        low = value;
      }
    } else {
      low = Math.min(low, value);
      if (value - low > step) {
        rising = true;
        high = value;
      }
    }
  }
  return lines;
}
