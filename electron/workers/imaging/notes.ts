import type { Box, Plane } from './raster.ts';
import { piecesOf } from './regions.ts';

/** Pieces of pen and print: their boxes, and how many pixels each has. */
export interface Writing {
  readonly boxes: readonly Box[];
  readonly sizes: readonly number[];
}

/** `sure`: 1 where there is pen or print. */
export const writingOf = (sure: Plane): Writing => piecesOf(sure);

/** What was drawn and written around a seal, in pixels of the pen map. */
export interface Surroundings {
  readonly range: Box | null;
  readonly note: Box | null;
  /** The next lines below the note, with more room between than between lines. */
  readonly further: Box | null;
}

/** The note of the notice stands 在章下面: within this far below the range, and no wider than a third of the page either way. */
const BELOW_MM = 32;
const ASIDE_MM = 40;
/** A speck is no writing. */
const SPECK_MM2 = 0.15;
/** Lines of one note follow each other closer than this. */
const LINE_GAP_MM = 8;
/** Characters of one line stand closer than this, also behind a comma. */
const CHARACTER_GAP_MM = 3;

/** Looks for the range drawn around each seal and the note below it. */
export function findSurroundings(writing: Writing, seals: readonly Box[], pxPerMm: number): Surroundings[] {
  const ranges = seals.map((seal) => rangeAround(writing, seal, pxPerMm));
  const lines = linesOf(
    writing.boxes.filter(
      (box, i) =>
        writing.sizes[i]! >= SPECK_MM2 * pxPerMm * pxPerMm &&
        box.bottom - box.top < 15 * pxPerMm &&
        !ranges.includes(box) &&
        !seals.some((seal) => meets(seal, box)),
    ),
    CHARACTER_GAP_MM * pxPerMm,
  );
  return seals.map((seal, i) => {
    const from = ranges[i] ?? seal;
    const lowest = Math.min(from.bottom + BELOW_MM * pxPerMm, nextBelow(seals, seal));
    const [note = null, further = null] = blocksBelow(lines, seals, i, from, lowest, pxPerMm);
    return { range: ranges[i]!, note, further };
  });
}

export const contains = (outer: Box, inner: Box): boolean =>
  outer.left < inner.left && outer.top < inner.top && outer.right > inner.right && outer.bottom > inner.bottom;

const meets = (a: Box, b: Box): boolean => a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top;

function rangeAround({ boxes }: Writing, seal: Box, pxPerMm: number): Box | null {
  const most = 3 * Math.max(seal.right - seal.left, seal.bottom - seal.top) + 20 * pxPerMm;
  const around = boxes.filter(
    (box) => contains(box, seal) && box.right - box.left < most && box.bottom - box.top < most,
  );
  return around.sort((a, b) => a.right - a.left - (b.right - b.left))[0] ?? null;
}

function nextBelow(seals: readonly Box[], seal: Box): number {
  const middle = (seal.left + seal.right) / 2;
  const under = seals.filter((other) => other.top > seal.bottom && other.left < middle && other.right > middle);
  return Math.min(Number.POSITIVE_INFINITY, ...under.map((other) => other.top));
}

/** Pieces of writing that stand in one line, with less than `gap` between one and the next. */
function linesOf(pieces: readonly Box[], gap: number): (readonly Box[])[] {
  const lines: { box: Box; readonly pieces: Box[] }[] = [];
  for (const piece of pieces.toSorted((a, b) => a.left - b.left)) {
    const line = lines.find(
      ({ box }) =>
        piece.left - box.right < gap &&
        Math.min(box.bottom, piece.bottom) - Math.max(box.top, piece.top) >
          Math.min(box.bottom - box.top, piece.bottom - piece.top) / 2,
    );
    if (!line) lines.push({ box: piece, pieces: [piece] });
    else {
      line.box = around(line.box, piece);
      line.pieces.push(piece);
    }
  }
  return lines.map((line) => line.pieces);
}

const around = (a: Box, b: Box): Box => ({
  left: Math.min(a.left, b.left),
  top: Math.min(a.top, b.top),
  right: Math.max(a.right, b.right),
  bottom: Math.max(a.bottom, b.bottom),
});

/** Blocks of writing below a seal, from the top. A line is whole the note of one seal. */
function blocksBelow(
  lines: readonly (readonly Box[])[],
  seals: readonly Box[],
  own: number,
  from: Box,
  lowest: number,
  pxPerMm: number,
): Box[] {
  const middle = (from.left + from.right) / 2;
  const nearest = (x: number) =>
    seals.reduce((best, seal, i) => {
      // Only neighbours beside it have notes at this height.
      if (seal.top > from.bottom || seal.bottom < seals[own]!.top) return best;
      const distance = (at: number) => Math.abs((seals[at]!.left + seals[at]!.right) / 2 - x);
      return distance(i) < distance(best) ? i : best;
    }, own);
  const marks = lines
    .map((line) => line.filter(({ top, bottom }) => top >= from.bottom && bottom <= lowest))
    .filter((line) => line.length > 0 && nearest(middleOf(line)) === own)
    .flat()
    .filter(({ left, right }) => Math.abs((left + right) / 2 - middle) < ASIDE_MM * pxPerMm)
    .sort((a, b) => a.top - b.top);
  const blocks: Box[] = [];
  for (const box of marks) {
    const block = blocks.at(-1);
    if (!block || box.top - block.bottom > LINE_GAP_MM * pxPerMm) blocks.push(box);
    else blocks[blocks.length - 1] = around(block, box);
  }
  return blocks;
}

function middleOf(line: readonly Box[]): number {
  const { left, right } = line.reduce(around);
  return (left + right) / 2;
}
