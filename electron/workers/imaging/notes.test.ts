import { expect, test } from 'vitest';
import { findSurroundings, type Writing } from './notes.ts';
import type { Box } from './raster.ts';

const box = (left: number, top: number, width: number, height: number): Box => ({
  ...{ left, top, right: left + width, bottom: top + height },
});

/** A line of so many characters of 3.4 mm; a pixel is a tenth of a mm. */
const line = (left: number, top: number, characters: number): Box[] =>
  Array.from({ length: characters }, (_, i) => box(left + i * 36, top, 34, 34));

const writing = (boxes: readonly Box[]): Writing => ({ boxes, sizes: boxes.map(() => 400) });

test('a line that runs below two seals is the note of the one above its middle, and of nobody else', () => {
  const [small, tall] = [box(560, 2220, 190, 190), box(810, 2130, 240, 390)];
  const [own, next] = [line(550, 2500, 7), line(700, 2580, 14)];
  const found = findSurroundings(writing([...own, ...next]), [small, tall], 10);
  expect(found.map(({ note }) => note)).toEqual([box(550, 2500, 7 * 36 - 2, 34), box(700, 2580, 14 * 36 - 2, 34)]);
});

test('notes of neighbours at one height are told apart where there is room between them', () => {
  const seals = [box(100, 100, 420, 420), box(560, 100, 420, 420)];
  const found = findSurroundings(writing([...line(160, 560, 8), ...line(600, 560, 8)]), seals, 10);
  expect(found.map(({ note }) => note?.left)).toEqual([160, 600]);
});
