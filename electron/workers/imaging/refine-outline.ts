import { fitCircle, fitEllipse } from './fit-ellipse.ts';
import { rectangleOf } from './fit-rectangle.ts';
import { type EdgePoint, type Outline, type Outside, outsideOf, walk } from './outline.ts';
import { type Point, sample } from './raster.ts';
import type { SealView } from './seal-view.ts';

/** How far from the first outline the edge is looked for, mm. */
const REACH_MM = 1.3;
/** An edge place further from the fitted line than this is a letter, a speck or a blot, mm. */
const NEAR_MM = 0.3;
/** Less ink than this under the outline has no edge to be measured. */
const EDGE_INK = 0.3;

/** Edge of a seal to a fraction of a pixel; `width` and `height` are the seal's own, which for a circle may differ a little. */
export interface MeasuredOutline {
  readonly outline: Outline;
  readonly width: number;
  readonly height: number;
}

/**
 * Measures the outline again at full resolution: where the ink falls to half of its strength at the edge. A straight side is not told by what stands on
 * another seal or so near to one that it may be its line. All in scan pixels.
 */
export function refineOutline(
  view: SealView,
  first: Outline,
  others: readonly Outline[],
  pxPerMm: number,
  turn: number,
): MeasuredOutline {
  const neighbours = 'width' in first ? others.map(outsideOf) : [];
  let outline = first;
  for (let pass = 0; pass < 2; pass++) {
    const places: Point[] = [];
    for (const p of walk(outline, 0.25 * pxPerMm)) {
      const edge = edgeAlong(view, p, (pass === 0 ? REACH_MM : REACH_MM / 2) * pxPerMm);
      if (edge === null) continue;
      const [x, y] = [p.x + p.nx * edge, p.y + p.ny * edge];
      if (!isWithin(neighbours, x, y, REACH_MM * pxPerMm)) places.push({ x, y });
    }
    outline = fitAgain(outline, places, pxPerMm) ?? outline;
    if (pass === 1) return measured(outline, places, pxPerMm, turn);
  }
  return measured(outline, [], pxPerMm, turn);
}

function isWithin(seals: readonly Outside[], x: number, y: number, reach: number): boolean {
  for (const outside of seals) if (outside(x, y) < reach) return true;
  return false;
}

const inkAt = ({ ink, box }: SealView, { x, y, nx, ny }: EdgePoint, d: number): number =>
  sample(ink, x + nx * d - box.left, y + ny * d - box.top);

/** Distance of the half-ink place along the normal, seen from outside; null where there is no ink. */
function edgeAlong(view: SealView, p: EdgePoint, reach: number): number | null {
  const step = 0.5;
  let peak = 0;
  for (let d = -reach; d <= reach; d += step) peak = Math.max(peak, inkAt(view, p, d));
  if (peak < EDGE_INK) return null;
  const half = peak / 2;
  let before = inkAt(view, p, reach + step);
  if (before >= half) return null;
  for (let d = reach; d >= -reach; d -= step) {
    const here = inkAt(view, p, d);
    if (here >= half) return d + (step * (here - half)) / (here - before);
    before = here;
  }
  return null;
}

function fitAgain(outline: Outline, places: readonly Point[], pxPerMm: number): Outline | null {
  if (outline.shape === 'other' || places.length < 24) return null;
  if ('rx' in outline) {
    const fitShape = outline.shape === 'circle' ? fitCircle : fitEllipse;
    let fitted: Outline | null = outline;
    for (const tolerance of [1.2, 0.6, NEAR_MM]) {
      const outside = outsideOf(fitted);
      fitted = fitShape(places.filter((p) => Math.abs(outside(p.x, p.y)) < tolerance * pxPerMm));
      if (!fitted) return null;
    }
    return fitted;
  }
  return fitSides(outline, places, pxPerMm);
}

/** Each side by the median of its places in the rectangle's own axes, the turn by the slope of the places along the sides. */
function fitSides(
  outline: Extract<Outline, { shape: 'square' | 'rectangle' }>,
  places: readonly Point[],
  pxPerMm: number,
): Outline | null {
  let { angle } = outline;
  let sides: number[][] = [];
  for (let pass = 0; pass < 2; pass++) {
    const c = Math.cos(angle);
    const s = Math.sin(angle);
    const u0 = outline.x * c + outline.y * s;
    const v0 = outline.y * c - outline.x * s;
    sides = [[], [], [], []];
    let tilt = 0;
    let weight = 0;
    for (const p of places) {
      const u = p.x * c + p.y * s - u0;
      const v = p.y * c - p.x * s - v0;
      const nearU = outline.width / 2 - Math.abs(u);
      const nearV = outline.height / 2 - Math.abs(v);
      const corner = 2 * pxPerMm;
      if (Math.abs(nearU) < Math.abs(nearV)) {
        if (nearV > corner) sides[u < 0 ? 0 : 1]!.push(u + u0);
      } else if (nearU > corner) sides[v < 0 ? 2 : 3]!.push(v + v0);
    }
    if (sides.some((side) => side.length < 4)) return null;
    const middles = sides.map(median);
    for (const p of places) {
      const u = p.x * c + p.y * s;
      const v = p.y * c - p.x * s;
      for (let index = 0; index < 4; index++) {
        const middle = middles[index]!;
        const across = index < 2 ? u - middle : v - middle;
        const along = index < 2 ? v - v0 : u - u0;
        if (Math.abs(across) > NEAR_MM * pxPerMm) continue;
        tilt += (index < 2 ? -1 : 1) * across * along;
        weight += along * along;
      }
    }
    if (pass === 0 && weight > 0) angle += Math.atan(tilt / weight);
    sides = middles.map((middle) => [middle]);
  }
  const [minU, maxU, minV, maxV] = sides.map((side) => side[0]!) as [number, number, number, number];
  return rectangleOf(angle, { minU, maxU, minV, maxV });
}

const median = (values: readonly number[]): number => Float64Array.from(values).sort()[Math.floor(values.length / 2)]!;

function measured(outline: Outline, places: readonly Point[], pxPerMm: number, turn: number): MeasuredOutline {
  const across = (angle: number): { min: number; max: number } => {
    const [c, s] = [Math.cos(angle), Math.sin(angle)];
    let [min, max] = [Infinity, -Infinity];
    for (const { x, y } of walk(outline, 1)) {
      min = Math.min(min, x * c + y * s);
      max = Math.max(max, x * c + y * s);
    }
    return { min, max };
  };
  if (outline.shape === 'circle') {
    const outside = outsideOf(outline);
    const near = places.filter((p) => Math.abs(outside(p.x, p.y)) < NEAR_MM * pxPerMm);
    const ellipse = near.length > (2 * Math.PI * outline.rx) / (0.25 * pxPerMm) - 40 ? fitEllipse(near) : null;
    const extent = (angle: number) =>
      ellipse
        ? 2 * Math.hypot(ellipse.rx * Math.cos(angle - ellipse.angle), ellipse.ry * Math.sin(angle - ellipse.angle))
        : 2 * outline.rx;
    return { outline, width: extent(turn), height: extent(turn + Math.PI / 2) };
  }
  if (outline.shape === 'other') {
    const u = across(turn);
    const v = across(turn + Math.PI / 2);
    return { outline, width: u.max - u.min, height: v.max - v.min };
  }
  const [a, b] = 'rx' in outline ? [2 * outline.rx, 2 * outline.ry] : [outline.width, outline.height];
  const lying = Math.abs(Math.cos(outline.angle - turn)) >= Math.SQRT1_2;
  return { outline, width: lying ? a : b, height: lying ? b : a };
}
