import { choose, type FoundSeal, FRAME_MM, type Inked, PART, partOfOutline, SMALL } from './choose-outline.ts';
import { closedBeyond, closedWithin, partsAtGap, partsAtStep } from './closing-side.ts';
import { CLEARLY, circleOf, ellipseOf, ON_LINE_MM, otherOf, outerPlaces, ownPixels, SIDE_MM } from './fit-outlines.ts';
import { fitRectangle } from './fit-rectangle.ts';
import { type InkMaps, PALE_INK, SURE_INK } from './ink.ts';
import {
  boundsOf,
  type Outline,
  outsideAlong,
  outsideOf,
  ownSize,
  type Straight,
  scaleOutline,
  walk,
} from './outline.ts';
import { shareSeen } from './outline-seen.ts';
import { paleMap } from './pale-map.ts';
import { halvesAtNeck, withoutLine } from './parts-of-group.ts';
import { type Box, letGo, type Plane, type Point } from './raster.ts';
import { eachRun, grow, labelRegions, type Regions, reaching } from './regions.ts';
import { isSealLike } from './seal-like.ts';

/** What was found on a page. */
export interface SoughtSeals {
  readonly seals: readonly FoundSeal[];
  /** Where something like a seal stands of which no outline could be made out; px of the ink maps. */
  readonly unclear: readonly Box[];
}

/** Ring, text and border of one seal lie closer together than twice this. */
const JOIN_MM = 1;
/** Ink this near to a seal that was found is its own. */
const TOUCH_MM = 0.8;
/** A ring thinner than this around another seal is a range drawn in red; borders of seals have 0.8 to 1.2 mm. */
const PEN_MM = 0.7;
/** Inner rings of a seal with a double border lie closer to the outer one than this share of its size. */
const NESTED = 0.85;
/** What is smaller than this share of the seal around it is part of that seal. */
const INNER = 0.4;
/** Good ink reaches this, a dry pad does not; a group with more than such a share of it is no pale seal. */
const GOOD_INK = 72;
const GOOD_SHARE = 0.1;
/** A side inked less than `whole` may be letters, and the seal go on beyond it in pale ink: with so much of each side, and so much larger. */
const PALE_SIDE = { whole: 0.8, seen: 0.4, larger: 1.15 } as const;
/** Of each of two seals that touch so much of the outline is inked, and so much of every side: one may lie over the other. */
const TOUCHING = { seen: 0.85, leastSide: 0.6 } as const;
/** Less pale ink than this on a page is no seal: 12 mm of a border. */
const PALE_MM2 = 12;
const MOST_PER_GROUP = 8;

/** About `wanted` of the places. The step is odd: places come in pairs of opposite sides, and both must stay. */
const thin = (places: readonly Point[], wanted: number): readonly Point[] => {
  const step = Math.floor(places.length / wanted / 2) * 2 + 1;
  return places.filter((_, i) => i % step === 0);
};

/** A map of seal ink in which seals are looked for. */
interface Ground extends Inked {
  /** What is dark and no seal ink; null on a map of pale ink. */
  readonly pen: Plane | null;
  /** Pieces of ink that lie close together. */
  readonly groups: Regions;
}

/** Finds seals by their ink and their outline. `pxPerMm` is that of the maps. */
export function findSeals({ seal, pen, sureInk }: InkMaps, pxPerMm: number): SoughtSeals {
  const inked = groundOf(seal, pen, SURE_INK, sureInk, pxPerMm);
  const clear = sealsOn(inked);
  const found = withoutDoubles(clear.seals, seal, pxPerMm);
  const pale = paleInk(inked, pen, found);
  letGo(inked.groups.labels);
  const more = pale
    ? sealsOn(groundOf(pale, null, PALE_INK, reaching(pale, PALE_INK), pxPerMm / 2))
    : { seals: [], unclear: [] };
  const paleSeals = pale ? withoutDoubles(more.seals, pale, pxPerMm / 2) : [];
  const seals = [...found, ...paleSeals.map((one) => ({ ...one, outline: scaleOutline(one.outline, 2) }))];
  const unclear = [...clear.unclear, ...more.unclear.map(doubled)].filter((box, i, all) => {
    const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
    const again = all
      .slice(0, i)
      .some(({ left, top, right, bottom }) => x > left && x < right && y > top && y < bottom);
    return !again && seals.every(({ outline }) => outsideOf(outline)(x, y) > 0);
  });
  return { seals, unclear };
}

const doubled = ({ left, top, right, bottom }: Box): Box => ({
  left: 2 * left,
  top: 2 * top,
  right: 2 * right,
  bottom: 2 * bottom,
});

function groundOf(ink: Plane, pen: Plane | null, sure: number, mask: Plane, pxPerMm: number): Ground {
  const joined = grow(mask, Math.max(1, Math.round(JOIN_MM * pxPerMm)));
  const groups = labelRegions(joined);
  letGo(joined.data);
  return { ink, pen, sure, mask, groups, pxPerMm };
}

function sealsOn(ground: Ground): SoughtSeals {
  const seals: FoundSeal[] = [];
  const unclear: Box[] = [];
  const { groups, pxPerMm } = ground;
  const sizeOf = (i: number) => Math.max(...sidesOf(groups.boxes[i]!));
  for (const i of [...groups.boxes.keys()].sort((a, b) => sizeOf(b) - sizeOf(a))) {
    const box = groups.boxes[i]!;
    const [width, height] = sidesOf(box);
    if (Math.min(width, height) < SIDE_MM.min * pxPerMm || isPartOf(seals, box)) continue;
    const own = sealsOfGroup(ground, i + 1, box);
    seals.push(...own.seals);
    const sealSized = Math.min(width, height) > PART.mm * pxPerMm && Math.max(width, height) < PART.mostMm * pxPerMm;
    if (own.nearly && sealSized) unclear.push(box);
  }
  return { seals, unclear };
}

const sidesOf = ({ left, top, right, bottom }: Box): [number, number] => [right - left, bottom - top];

/** A star or a line of text inside a seal. */
function isPartOf(seals: readonly FoundSeal[], box: Box): boolean {
  const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
  return seals.some((seal) => Math.max(...sidesOf(box)) < INNER * longSide(seal) && outsideOf(seal.outline)(x, y) < 0);
}

const areaOf = ({ outline }: FoundSeal): number => ownSize(outline, 0).width * ownSize(outline, 0).height;
const shortSide = ({ outline }: FoundSeal): number => Math.min(...Object.values(ownSize(outline, 0)));
const longSide = ({ outline }: FoundSeal): number => Math.max(...Object.values(ownSize(outline, 0)));

/** What is left for pale seals: less the seals that were found, and all that is printed or stamped in good ink. Null where hardly any ink is left. */
function paleInk({ ink, mask, groups, pxPerMm }: Ground, pen: Plane, found: readonly FoundSeal[]): Plane | null {
  const strong = new Uint32Array(groups.boxes.length + 1);
  const inked = new Uint32Array(groups.boxes.length + 1);
  eachRun(mask, (start, end) => {
    // A run lies in one group.
    const group = groups.labels[start]!;
    inked[group]! += end - start;
    for (let i = start; i < end; i++) if (ink.data[i]! >= GOOD_INK) strong[group]!++;
  });
  const good = strong.map((count, group) => (group > 0 && count > GOOD_SHARE * inked[group]! ? 1 : 0));
  const page = { left: 0, top: 0, right: ink.width, bottom: ink.height };
  const pale = paleMap(ink, pen, page, { labels: groups.labels, good });
  const { data, width, height } = pale;
  for (const { outline } of found) clearOf(scaleOutline(outline, 0.5), data, width, height, pxPerMm);
  let left = 0;
  for (let i = 0; i < data.length; i++) if (data[i]! > 0) left++;
  return left > PALE_MM2 * (pxPerMm / 2) ** 2 ? pale : null;
}

/**
 * The seal with straight sides of which `places` are a part, where the rest of it is pale: found again on a map of pale ink, beside the seals that were
 * found already. Null where there is none.
 */
function withPaleSides(places: readonly Point[], part: Box, found: readonly FoundSeal[], ground: Ground) {
  const { ink, pen, pxPerMm } = ground;
  const reach = FRAME_MM * pxPerMm - Math.max(...sidesOf(part));
  if (!pen || reach < 0) return null;
  const left = Math.max(0, Math.floor(part.left - reach));
  const top = Math.max(0, Math.floor(part.top - reach));
  const right = Math.min(ink.width, Math.ceil(part.right + reach));
  const bottom = Math.min(ink.height, Math.ceil(part.bottom + reach));
  const pale = paleMap(ink, pen, { left, top, right, bottom }, null);
  const { width, height, data } = pale;
  for (const { outline } of found)
    clearOf(scaleOutline(outline, 0.5, -left / 2, -top / 2), data, width, height, (TOUCH_MM * pxPerMm) / 2);
  const around = groundOf(pale, null, PALE_INK, reaching(pale, PALE_INK), pxPerMm / 2);
  const counts = new Uint32Array(around.groups.boxes.length + 1);
  for (const { x, y } of places) counts[around.groups.labels[((y - top) >> 1) * width + ((x - left) >> 1)] ?? 0]!++;
  const group = counts.indexOf(Math.max(...counts.subarray(1)), 1);
  const box = around.groups.boxes[group - 1];
  const [x, y] = [(part.left + part.right) / 2, (part.top + part.bottom) / 2];
  const whole =
    box &&
    sealsOfGroup(around, group, box).seals.find(({ outline }) => {
      if (!('width' in outline) || shareSeen(outline, around).leastSide < PALE_SIDE.seen) return false;
      return outsideOf(outline)((x - left) / 2, (y - top) / 2) < 0;
    });
  return whole ? { ...whole, outline: scaleOutline(whole.outline, 2, left, top) } : null;
}

/** Takes a seal, and what lies within `reach` of it, out of a map. */
function clearOf(outline: Outline, data: Uint8Array, width: number, height: number, reach: number): void {
  const { left, top, right, bottom } = boundsOf(outline);
  const from = Math.max(0, Math.floor(left - reach));
  const count = Math.max(0, Math.min(width, Math.ceil(right + reach)) - from);
  const outside = new Float32Array(count);
  for (let y = Math.max(0, Math.floor(top - reach)); y < Math.min(height, bottom + reach); y++) {
    outsideAlong(outline, reach, reach, from, y, 1, 0, count, outside);
    for (let i = 0, at = y * width + from; i < count; i++, at++) if (outside[i]! < reach) data[at] = 0;
  }
}

/** The seals of one group; `nearly`: none, though it has part of an outline. */
function sealsOfGroup(ground: Ground, group: number, box: Box): { seals: FoundSeal[]; nearly: boolean } {
  const { ink, mask, groups, sure, pxPerMm } = ground;
  const seals: FoundSeal[] = [];
  let [nearly, refused] = [false, false];
  const own = ownPixels(mask, groups, group, box);
  let places = outerPlaces(own, box);
  while (seals.length < MOST_PER_GROUP && places.length >= 24) {
    const few = thin(places, 360);
    const round = circleOf(few, places, pxPerMm);
    let best = choose([round], ground);
    const straight = best && best.seen >= CLEARLY ? null : fitRectangle(few, ON_LINE_MM * pxPerMm);
    if (!best || best.seen < CLEARLY) {
      const common = [best?.outline ?? null, ellipseOf(few, pxPerMm), straight];
      const other = seals.length === 0 ? otherOf(mask, groups, group, box, pxPerMm) : null;
      best = choose([...common, other], ground);
      // A finger that runs into a seal makes a shape with it.
      if (other && best?.outline === other && !isSealLike(ink, other, pxPerMm, sure)) best = choose(common, ground);
    }
    if (best && !('rx' in best.outline)) best = closed(best, straight, few, seals, ground);
    best ??= choose([straight && closedWithin(straight, ground)], ground);
    if (!best) {
      const part = seals.length === 0 && !refused && partOfOutline([round, straight], ground);
      nearly ||= part;
      best = (part ? withPaleSides(few, box, seals, ground) : null) ?? bestOfParts(own, box, ground, part);
    }
    if (!best) break;
    for (const one of twoOf(best, straight, own, box, ground) ?? [best]) {
      if (isSealLike(ink, one.outline, pxPerMm, sure)) seals.push(one);
      else {
        refused = true;
        // A finger that lies over a corner.
        nearly ||= !('width' in one.outline) && partOfOutline([straight], ground);
      }
      // What it touches has its own edge towards it as well.
      const beyond = scaleOutline(one.outline, 1, -box.left, -box.top);
      clearOf(beyond, own.data, own.width, own.height, TOUCH_MM * pxPerMm);
    }
    const rest = outerPlaces(own, box);
    if (rest.length > places.length - 12) break;
    places = rest;
  }
  letGo(own.data);
  return { seals, nearly: nearly && seals.length === 0 };
}

/** A seal with a straight side that is hardly inked, with the side that it has in another place; `best` where there is none. */
function closed(
  best: FoundSeal,
  straight: Straight | null,
  places: readonly Point[],
  found: readonly FoundSeal[],
  ground: Ground,
): FoundSeal {
  const part = 'width' in best.outline ? best : choose([straight], ground);
  if (!part || !('width' in part.outline) || shareSeen(part.outline, ground).leastSide >= PALE_SIDE.whole) return best;
  const within = closedWithin(part.outline, ground);
  if (within) return { ...part, outline: within };
  const whole = withPaleSides(places, boundsOf(part.outline), found, ground);
  if (whole && areaOf(whole) > PALE_SIDE.larger * areaOf(part)) return whole;
  const traced = ground.pen ? closedBeyond(part.outline, ground, FRAME_MM * ground.pxPerMm) : null;
  return traced ? { ...part, outline: traced } : best;
}

/** The two seals between which paper shows, or one of which reaches further across, that make one rectangle or a shape of its own; null where it is one. */
function twoOf(best: FoundSeal, straight: Straight | null, own: Plane, box: Box, ground: Ground) {
  const outline = 'width' in best.outline ? best.outline : straight;
  if (!outline || 'rx' in best.outline) return null;
  const apart = partsAtGap(outline, ground);
  const touching = () => (shareSeen(outline, ground).leastSide < PALE_SIDE.whole ? partsAtStep(outline, ground) : null);
  const parts = apart ?? touching();
  const two = parts?.map((other) => {
    const without = ({ width, height, data }: Plane, { left, top }: Pick<Box, 'left' | 'top'>): Plane => {
      const rest = { width, height, data: data.slice() };
      clearOf(scaleOutline(other, 1, -left, -top), rest.data, width, height, 0);
      return rest;
    };
    const [places, page] = [outerPlaces(without(own, box), box), { left: 0, top: 0 }];
    const rest = { ...ground, ink: without(ground.ink, page), mask: without(ground.mask, page) };
    const one = choose([fitRectangle(thin(places, 360), ON_LINE_MM * ground.pxPerMm)], rest);
    const { leastSide } = one ? shareSeen(one.outline, rest) : { leastSide: 0 };
    const whole =
      one &&
      shortSide(one) >= SMALL.below * ground.pxPerMm &&
      leastSide >= (apart ? PALE_SIDE.whole : TOUCHING.leastSide) &&
      one.seen >= TOUCHING.seen;
    letGo(rest.ink.data, rest.mask.data);
    return whole ? one : null;
  });
  return two?.every((one) => one !== null) ? two : null;
}

/** A seal in a group that is none as a whole: without a line across it, or, if `nearly` it has an outline, one of two that touch, or one piece of ink beside others. */
function bestOfParts(own: Plane, box: Box, ground: Ground, nearly: boolean): FoundSeal | null {
  const { pxPerMm } = ground;
  const bestOf = (part: Plane): FoundSeal | null => {
    const places = outerPlaces(part, box);
    letGo(part.data);
    const few = thin(places, 360);
    const outlines = [circleOf(few, places, pxPerMm), ellipseOf(few, pxPerMm), fitRectangle(few, ON_LINE_MM * pxPerMm)];
    return choose(outlines, ground);
  };
  const lineless = withoutLine(own, pxPerMm);
  if (lineless) return bestOf(lineless);
  const halves = nearly ? halvesAtNeck(own) : null;
  const [one, other] = halves?.map(bestOf) ?? [];
  if (one && other) return one;
  const { width, height, labels, boxes } = labelRegions(own);
  const least = PART.mm * pxPerMm;
  const large = boxes.length < 2 ? [] : [...boxes.keys()].filter((i) => Math.min(...sidesOf(boxes[i]!)) >= least);
  const pieces = large.map((i) => {
    const data = Uint8Array.from(labels, (label) => (label === i + 1 ? 1 : 0));
    return bestOf({ width, height, data });
  });
  return pieces.filter((piece) => piece !== null).sort((a, b) => b.seen - a.seen)[0] ?? null;
}

/** Arcs of one ring found apart and inner rings go; a range drawn in red around a seal makes way for the seal. */
function withoutDoubles(found: readonly FoundSeal[], red: Plane, pxPerMm: number): FoundSeal[] {
  const kept: FoundSeal[] = [];
  for (const seal of [...found].sort((a, b) => longSide(b) - longSide(a))) {
    const at = kept.findIndex((other) => outsideOf(other.outline)(seal.outline.x, seal.outline.y) < -2 * pxPerMm);
    const around = kept[at];
    if (!around) kept.push(seal);
    else if (
      seal.seen > 0.6 &&
      longSide(seal) < NESTED * longSide(around) &&
      longSide(seal) > INNER * longSide(around) &&
      lineWidth(around.outline, red, pxPerMm) < PEN_MM * pxPerMm
    ) {
      kept[at] = seal;
    }
  }
  return kept;
}

/** Middle width of the line along an outline, in pixels. */
function lineWidth(outline: Outline, red: Plane, pxPerMm: number): number {
  const widths: number[] = [];
  for (const p of walk(outline, pxPerMm)) {
    let inked = 0;
    for (let d = -0.6; d < 2; d += 0.1) {
      const x = Math.floor(p.x - p.nx * d * pxPerMm);
      const y = Math.floor(p.y - p.ny * d * pxPerMm);
      if (x >= 0 && y >= 0 && x < red.width && y < red.height && red.data[y * red.width + x]! >= 2 * SURE_INK) inked++;
    }
    if (inked > 0) widths.push(inked * 0.1 * pxPerMm);
  }
  return widths.sort((a, b) => a - b)[Math.floor(widths.length / 2)] ?? 0;
}

/** From the top left as one reads: what lies within `apart` of the first of a line stands in that line. */
export function readingOrder<T>(items: readonly T[], at: (item: T) => Point, apart: number): T[] {
  const lines: T[][] = [];
  for (const item of items.toSorted((a, b) => at(a).y - at(b).y)) {
    const line = lines.at(-1);
    if (line && at(item).y - at(line[0]!).y < apart) line.push(item);
    else lines.push([item]);
  }
  return lines.flatMap((line) => line.sort((a, b) => at(a).x - at(b).x));
}
