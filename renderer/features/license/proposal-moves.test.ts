import { expect, test } from 'vitest';
import type { ReadField } from '../../../shared/license/entry-methods.ts';
import { doubtsIn, sureRun } from './proposal-moves.ts';

const read = (value: string, ...doubtful: number[]): ReadField => ({
  value,
  doubtful,
  places: [],
  zone: { x: 0, y: 0, width: 1, height: 1 },
});

test('one key takes what was read without doubt, keeps what is filled in, and stops where a person has to look', () => {
  const run = (values: Record<string, string>, readings: Record<string, ReadField>, other = '') =>
    sureRun(
      ['a', 'b', 'c', 'd'],
      (path) => values[path] ?? '',
      (path) => readings[path] ?? null,
      (path) => path === other,
    );
  const taken = (...of: string[]) => of.map((path) => ({ path, value: path.toUpperCase() }));
  expect(run({}, { a: read('A'), b: read('B'), c: read('C', 0), d: read('D') })).toEqual({
    taken: taken('a', 'b'),
    stop: 'c',
  });
  expect(run({ b: 'typed' }, { a: read('A'), b: read('B', 0), c: read('C') })).toEqual({
    taken: taken('a', 'c'),
    stop: 'd',
  });
  expect(run({ d: 'carried' }, { a: read('A'), b: read('B'), c: read('C') })).toEqual({
    taken: taken('a', 'b', 'c'),
    stop: null,
  });
  expect(run({}, { b: read('B') })).toEqual({ taken: [], stop: 'a' });
  const carried = { b: 'carried', c: 'carried' };
  expect(run(carried, { a: read('A'), d: read('D') }, 'c')).toEqual({ taken: taken('a'), stop: 'c' });
  expect(run({ a: 'carried' }, { b: read('B'), c: read('C'), d: read('D') }, 'a')).toEqual({
    taken: taken('b', 'c', 'd'),
    stop: null,
  });
});

test('doubtful characters are found again while the text is mended from left to right, and from right to left', () => {
  const found = read('郑州市中牧县𠮷祥路１７号', 4, 6, 9);
  expect(doubtsIn(found.value, found)).toEqual([4, 6, 9]);
  expect(doubtsIn('郑州市中牟县𠮷祥路１７号', found)).toEqual([6, 9]);
  expect(doubtsIn('郑州市中原区牟县𠮷祥路１７号', found)).toEqual([8, 11]);
  expect(doubtsIn('郑州市中牧县𠮷祥路２７号', found)).toEqual([4, 6]);
  expect(doubtsIn('郑州市中牧县吉祥路１７号', found)).toEqual([4, 9]);
  expect(doubtsIn('别处', found)).toEqual([]);
});
