import { expect, test } from 'vitest';
import { closedBeyond, closedWithin, isRuled } from './closing-side.ts';
import type { Straight } from './outline.ts';

const PX_PER_MM = 6;
const [WIDTH, HEIGHT] = [600, 300];

/** A map with these boxes of ink; mm: left, top, right, bottom, and how much ink. */
function mapOf(...boxes: readonly (readonly [number, number, number, number, number])[]) {
  const data = new Uint8Array(WIDTH * HEIGHT);
  for (const [left, top, right, bottom, ink] of boxes)
    for (let y = top * PX_PER_MM; y < bottom * PX_PER_MM; y++)
      data.fill(ink, y * WIDTH + left * PX_PER_MM, y * WIDTH + right * PX_PER_MM);
  return { ink: { width: WIDTH, height: HEIGHT, data }, sure: 31, pxPerMm: PX_PER_MM };
}

/** The outline from these sides; mm. */
const outlineOf = (left: number, top: number, right: number, bottom: number): Straight => ({
  shape: 'rectangle',
  x: ((left + right) / 2) * PX_PER_MM,
  y: ((top + bottom) / 2) * PX_PER_MM,
  width: (right - left) * PX_PER_MM,
  height: (bottom - top) * PX_PER_MM,
  angle: 0,
});

const sidesOf = (outline: Straight | null) =>
  outline && [outline.x - outline.width / 2, outline.x + outline.width / 2].map((x) => Math.round(x / PX_PER_MM));

const frame = (left: number, top: number, right: number, bottom: number, ink = 200) =>
  [
    [left, top, right, top + 1, ink],
    [left, bottom - 1, right, bottom, ink],
    [left, top, left + 1, bottom, ink],
    [right - 1, top, right, bottom, ink],
  ] as const;

test('where a side is another seal, the line before it closes the outline', () => {
  const [seal, other] = [frame(10, 10, 32, 32), frame(34, 13, 52, 31)];
  const both = outlineOf(10, 10, 52, 32);
  expect(sidesOf(closedWithin(both, mapOf(...seal, ...other)))).toEqual([10, 32]);
  // A line that does not reach from side to side closes nothing, nor one beyond which the sides go on or no seal has room.
  expect(closedWithin(both, mapOf(...seal, ...other, [32, 10, 44, 11, 200]))).toBeNull();
  expect(closedWithin(both, mapOf(...seal.slice(0, 3), [31, 10, 32, 28, 200], ...other))).toBeNull();
  expect(closedWithin(outlineOf(10, 10, 39, 32), mapOf(...seal))).toBeNull();
});

test('a side of which a trace is left is found where the sides beside it lead', () => {
  const half = outlineOf(10, 10, 40, 30);
  const inked = [
    [10, 10, 40, 11, 200],
    [10, 29, 40, 30, 200],
    [10, 10, 11, 30, 200],
  ] as const;
  const side = [
    [59, 11, 60, 19, 7],
    [59, 22, 60, 29, 7],
  ] as const;
  const leading = [
    [45, 10, 60, 11, 7],
    [50, 29, 60, 30, 7],
  ] as const;
  expect(sidesOf(closedBeyond(half, mapOf(...inked, ...side, ...leading), 65 * PX_PER_MM))).toEqual([10, 60]);
  expect(closedBeyond(half, mapOf(...inked, ...side, ...leading), 45 * PX_PER_MM)).toBeNull();
  expect(closedBeyond(half, mapOf(...inked, ...side), 65 * PX_PER_MM)).toBeNull();
  expect(closedBeyond(half, mapOf(...inked, [41, 10, 65, 30, 7]), 65 * PX_PER_MM)).toBeNull();
});

test('a line that goes on beyond two corners is no side of a frame', () => {
  const outline = outlineOf(20, 10, 50, 30);
  expect(isRuled(outline, mapOf(...frame(20, 10, 50, 30)))).toBe(false);
  expect(isRuled(outline, mapOf(...frame(20, 10, 50, 30), [20, 29, 58, 30, 200]))).toBe(false);
  expect(isRuled(outline, mapOf(...frame(20, 10, 50, 30), [12, 29, 58, 30, 200]))).toBe(true);
});
