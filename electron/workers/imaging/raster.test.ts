import { expect, test } from 'vitest';
import { letGo, shrink } from './raster.ts';

test('what is let go is no longer there, and may be let go again', () => {
  const pixels = new Uint8Array(1000).fill(7);
  letGo(pixels);
  letGo(pixels);
  expect(pixels.length).toBe(0);
});

test('memory that others look at as well stays', () => {
  const whole = new Uint8Array(1000).fill(7);
  letGo(whole.subarray(10, 20));
  expect(whole[15]).toBe(7);
});

test.each([4, 8])('a picture shrunk %i times is the half of a half, whatever is left over at its edges', (factor) => {
  const [width, height] = [61, 1043];
  const data = Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * 7919) >> 4);
  let half = { width, height, data };
  for (let times = 1; times < factor; times *= 2)
    half = { ...shrink(half, 2), data: Uint8Array.from(shrink(half, 2).data) };
  expect(shrink({ width, height, data }, factor)).toEqual(half);
});
