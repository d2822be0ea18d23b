import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { roundsFile, roundsSource } from './sm3-rounds.ts';

test('the printed compression of SM3 is the one in the kernel (node build/kernel/sm3-rounds.ts)', () => {
  expect(readFileSync(roundsFile, 'utf8').replaceAll('\r\n', '\n')).toBe(roundsSource());
});
