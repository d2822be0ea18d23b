import { contains, findSurroundings, type Surroundings, type Writing } from './notes.ts';
import type { Box } from './raster.ts';

interface Size {
  readonly width: number;
  readonly height: number;
}

/** How a page seems to lie: turned clockwise by so many quarters. */
export interface PageTurn {
  readonly quarters: number;
  /** Enough speaks for it, and hardly anything against it. */
  readonly sure: boolean;
}

/** What of a seal tells how the page lies. */
export interface TurnWitness {
  readonly box: Box;
  /** Its own turn against the page, radians clockwise; null where it cannot be told. */
  readonly turn: number | null;
}

/** A seal is stamped within this of upright, degrees; further away it says nothing. */
const STAMPED_WITHIN = 30;
/** So many stars and notes agree before a page is turned, and so many to each that says otherwise. */
const AGREE = 2;
const TO_ONE = 3;
/** A note is a line or two: no higher than the first, at least as long as the second, and so much longer than high; mm. */
const LINE = { highMm: 14, longMm: 8, slim: 1.8 } as const;
/** No letter of a note is larger, nor are two or three of a hand that run into each other. */
const LETTER_MM = 12;
/** It stands below the middle of its seal, give or take this. */
const MIDDLE_MM = 10;

/** Where most seals stand on their heads, or have their notes beside or above them, the page lies turned. */
export function pageTurn(seals: readonly TurnWitness[], writing: Writing, map: Size, pxPerMm: number): PageTurn {
  const votes = [0, 0, 0, 0];
  const boxes = seals.map(({ box }) => box);
  for (const { turn } of seals) {
    if (turn === null) continue;
    const quarter = Math.round(turn / (Math.PI / 2));
    if (Math.abs(turn - (quarter * Math.PI) / 2) < (STAMPED_WITHIN * Math.PI) / 180) votes[(quarter + 4) % 4]!++;
  }
  const told = lettersAndRanges(writing, boxes, pxPerMm);
  const sides = votes.map((_, quarters) => surroundingsTurned(told, boxes, quarters, map, pxPerMm));
  for (const i of boxes.keys()) {
    const away = sides.map((side) => lineBelow(side.turned[i]!, side.boxes[i]!, pxPerMm));
    const nearest = Math.min(...away);
    if (nearest < Number.POSITIVE_INFINITY) votes[away.indexOf(nearest)]!++;
  }
  const all = votes.reduce((sum, n) => sum + n, 0);
  const most = Math.max(...votes);
  const quarters = 2 * most > all ? votes.indexOf(most) : 0;
  return { quarters, sure: most >= AGREE && most >= TO_ONE * (all - most) };
}

/** Without pieces of a broken range and lines of forms, that stand beside a seal as a note does. */
function lettersAndRanges({ boxes, sizes }: Writing, seals: readonly Box[], pxPerMm: number): Writing {
  const most = LETTER_MM * pxPerMm;
  const kept = [...boxes.keys()].filter((i) => {
    const { left, top, right, bottom } = boxes[i]!;
    return (right - left <= most && bottom - top <= most) || seals.some((seal) => contains(boxes[i]!, seal));
  });
  return { boxes: kept.map((i) => boxes[i]!), sizes: kept.map((i) => sizes[i]!) };
}

/** How far below the seal or its range a line of writing begins, px; infinite where there is none. */
function lineBelow({ range, note }: Surroundings, seal: Box, pxPerMm: number): number {
  if (!note) return Number.POSITIVE_INFINITY;
  const [long, high] = [note.right - note.left, note.bottom - note.top];
  const aside = Math.abs((note.left + note.right) / 2 - (seal.left + seal.right) / 2);
  const isLine = high <= LINE.highMm * pxPerMm && long >= LINE.longMm * pxPerMm && long >= LINE.slim * high;
  return isLine && aside <= MIDDLE_MM * pxPerMm ? note.top - (range ?? seal).bottom : Number.POSITIVE_INFINITY;
}

function surroundingsTurned(
  { boxes, sizes }: Writing,
  seals: readonly Box[],
  quarters: number,
  map: Size,
  pxPerMm: number,
): { boxes: readonly Box[]; turned: readonly Surroundings[] } {
  const upright = (box: Box) => turnBox(box, quarters, map);
  const standing = seals.map(upright);
  return { boxes: standing, turned: findSurroundings({ boxes: boxes.map(upright), sizes }, standing, pxPerMm) };
}

/** The surroundings of seals on a page that lies turned, in pixels of the map as it lies. */
export function surroundingsOn(
  writing: Writing,
  seals: readonly Box[],
  quarters: number,
  map: Size,
  pxPerMm: number,
): Surroundings[] {
  if (quarters === 0) return findSurroundings(writing, seals, pxPerMm);
  const upright = quarters === 2 ? map : { width: map.height, height: map.width };
  const lying = (box: Box | null) => box && turnBox(box, 4 - quarters, upright);
  return surroundingsTurned(writing, seals, quarters, map, pxPerMm).turned.map(({ range, note, further }) => ({
    range: lying(range),
    note: lying(note),
    further: lying(further),
  }));
}

/** Where a box lies once a page of this size is turned back by so many quarters. */
function turnBox({ left, top, right, bottom }: Box, quarters: number, { width, height }: Size): Box {
  if (quarters === 1) return { left: top, top: width - right, right: bottom, bottom: width - left };
  if (quarters === 2) return { left: width - right, top: height - bottom, right: width - left, bottom: height - top };
  if (quarters === 3) return { left: height - bottom, top: left, right: height - top, bottom: right };
  return { left, top, right, bottom };
}
