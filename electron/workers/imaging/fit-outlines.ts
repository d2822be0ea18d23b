import { circleThrough, fitCircle, fitEllipse, fixedRandom, ROUND_WITHIN, type Round } from './fit-ellipse.ts';
import { type Outline, outsideOf } from './outline.ts';
import type { Box, Plane, Point } from './raster.ts';
import type { Regions } from './regions.ts';

/** Smaller than any seal (name seals have 18 mm, seal-specs.json accepts 15) and larger than any (60 mm), with room for a warning. */
export const SIDE_MM = { min: 10, max: 80 };
/** An outer place lies on the outline within this: ink creeps, 150 dpi has pixels of 0.17 mm. */
export const ON_LINE_MM = 0.4;
/** A circle inked this far needs no other shape to be tried. */
export const CLEARLY = 0.9;

/** The pixels of one group in its box. */
export function ownPixels(mask: Plane, groups: Regions, group: number, { left, top, right, bottom }: Box): Plane {
  const [width, height] = [right - left, bottom - top];
  const data = new Uint8Array(width * height);
  for (let y = 0, to = 0; y < height; y++)
    for (let x = 0, at = (top + y) * mask.width + left; x < width; x++, at++, to++)
      if (mask.data[at] && groups.labels[at] === group) data[to] = 1;
  return { width, height, data };
}

/** First and last inked pixel of each row and column: the outer edge, and little of what lies inside. Places are those of the page. */
export function outerPlaces({ width, height, data }: Plane, { left, top }: Box): Point[] {
  const out: Point[] = [];
  const ends = (first: number, step: number, count: number, put: (at: number) => void) => {
    let from = 0;
    while (from < count && !data[first + from * step]) from++;
    if (from === count) return;
    let to = count - 1;
    while (!data[first + to * step]) to--;
    put(from);
    put(to + 1);
  };
  for (let y = 0; y < height; y++) ends(y * width, 1, width, (x) => out.push({ x: left + x, y: top + y + 0.5 }));
  for (let x = 0; x < width; x++) ends(x, width, height, (y) => out.push({ x: left + x + 0.5, y: top + y }));
  return out;
}

/** The circle that most of `few` places lie on, fitted to all of them near it. */
export function circleOf(few: readonly Point[], places: readonly Point[], pxPerMm: number): Outline | null {
  const random = fixedRandom(few.length);
  const pick = () => few[Math.floor(random() * few.length)]!;
  const tolerance = ON_LINE_MM * pxPerMm;
  let best = { hits: 0, x: 0, y: 0, r: 0 };
  for (let i = 0; i < 600 && best.hits < few.length * CLEARLY; i++) {
    const circle = circleThrough(pick(), pick(), pick());
    if (!circle || 2 * circle.r < SIDE_MM.min * pxPerMm || 2 * circle.r > SIDE_MM.max * pxPerMm) continue;
    let hits = 0;
    for (const p of few)
      if (Math.abs(Math.sqrt((p.x - circle.x) ** 2 + (p.y - circle.y) ** 2) - circle.r) < tolerance) hits++;
    if (hits > best.hits) best = { hits, ...circle };
  }
  if (best.hits < 8) return null;
  return fitCircle(places.filter((p) => Math.abs(Math.hypot(p.x - best.x, p.y - best.y) - best.r) < tolerance * 1.3));
}

/** The ellipse that most places lie on of those that are left when places off it are put away step by step: of all, and of all but a quarter of the turn, where a finger or a neighbour may be. */
export function ellipseOf(places: readonly Point[], pxPerMm: number): Outline | null {
  const tolerance = 0.3 * pxPerMm;
  const on = (outline: Outline, within: number): Point[] => {
    const outside = outsideOf(outline);
    return places.filter((p) => Math.abs(outside(p.x, p.y)) < within);
  };
  let best: { outline: Round; kept: Point[] } | null = null;
  const eighths = eighthOf(places);
  for (let left = -1; left < 8; left++) {
    const some = left < 0 ? places : places.filter((_, i) => (eighths[i]! - left + 8) % 8 > 1);
    const outline = trimmed(some, 3 * pxPerMm, tolerance);
    const kept = outline ? on(outline, tolerance / 0.75) : [];
    if (outline && kept.length > (best?.kept.length ?? 0)) best = { outline, kept };
    // Nothing is in its way.
    if (kept.length > CLEARLY * places.length) break;
  }
  const fitted = best && (fitEllipse(best.kept) ?? best.outline);
  return best && fitted && Math.abs(fitted.rx - fitted.ry) < ROUND_WITHIN * fitted.rx ? fitCircle(best.kept) : fitted;
}

/** In which eighth of the turn about their middle places lie, 0 to 7. */
function eighthOf(places: readonly Point[]): number[] {
  const middle = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
  const [x, y] = [middle(places.map((p) => p.x)), middle(places.map((p) => p.y))];
  return places.map((p) => Math.floor(Math.atan2(p.y - y, p.x - x) / (Math.PI / 4) + 4) % 8);
}

/** An ellipse fitted again and again to the places ever nearer to it. */
function trimmed(places: readonly Point[], from: number, to: number): Round | null {
  let fitted = fitEllipse(places);
  for (let tolerance = from; fitted && tolerance > to; tolerance *= 0.75) {
    const outside = outsideOf(fitted);
    fitted = fitEllipse(places.filter((p) => Math.abs(outside(p.x, p.y)) < tolerance));
  }
  return fitted;
}

/** A closed outline of no common shape, seen from its middle. */
export function otherOf(mask: Plane, groups: Regions, group: number, box: Box, pxPerMm: number): Outline | null {
  if (Math.min(box.right - box.left, box.bottom - box.top) < 15 * pxPerMm) return null;
  const x = (box.left + box.right) / 2;
  const y = (box.top + box.bottom) / 2;
  const far = Math.hypot(box.right - box.left, box.bottom - box.top) / 2;
  const radii: number[] = [];
  for (let i = 0; i < 180; i++) {
    const c = Math.cos((Math.PI * i) / 90);
    const s = Math.sin((Math.PI * i) / 90);
    let r = far;
    for (; r > 2; r -= 0.7) {
      const at = Math.floor(y + r * s) * mask.width + Math.floor(x + r * c);
      if (mask.data[at] === 1 && groups.labels[at] === group) break;
    }
    radii.push(r > 2 ? r : 0);
  }
  const jumps = radii.filter((r, i) => r === 0 || Math.abs(r - radii[(i + 1) % 180]!) > 1.2 * pxPerMm).length;
  return jumps > 9 ? null : { shape: 'other', x, y, radii };
}
