import { expect, test } from 'vitest';
import { letGo } from './raster.ts';

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
