import { expect, test } from 'vitest';
import type { SentPackage } from '../../../shared/exchange/package.ts';
import { mediaOf, volumeNumbers, volumesToWrite } from './volume-words.ts';

/** A package as far as its volumes tell: the folder that each was written to, '' for none. */
function packageOn(...media: string[]): SentPackage {
  const volumes = media.map((medium, at) => ({
    number: at + 1,
    file: `0008.${at + 1}.ydp`,
    medium,
    writtenAt: medium && 't',
  }));
  return { volumes } as unknown as SentPackage;
}

test.each([
  [[1], '1'],
  [[1, 2, 3], '1–3'],
  [[2, 4, 5, 9], '2、4–5、9'],
])('%j are written as %s', (numbers, words) => {
  expect(volumeNumbers(numbers)).toBe(words);
});

test('ticked volumes are written, else those on no medium, else all', () => {
  expect(volumesToWrite(packageOn('', '', ''), [])).toEqual([1, 2, 3]);
  expect(volumesToWrite(packageOn('/a', '', ''), [])).toEqual([2, 3]);
  expect(volumesToWrite(packageOn('/a', '', ''), ['0008.1.ydp'])).toEqual([1]);
  expect(volumesToWrite(packageOn('/a', '/b', '/b'), [])).toEqual([1, 2, 3]);
  expect(volumesToWrite(packageOn('/a', ''), ['0007.1.ydp'])).toEqual([2]);
});

test('a medium with all volumes stands alone, others with their numbers', () => {
  expect(mediaOf(packageOn('/a', '/a'))).toBe('/a');
  expect(mediaOf(packageOn('/a', '/b', '/b'))).toBe('第 1 卷 /a；第 2–3 卷 /b');
  expect(mediaOf(packageOn('/a', ''))).toBe('第 1 卷 /a');
  expect(mediaOf(packageOn('', ''))).toBe('');
});
