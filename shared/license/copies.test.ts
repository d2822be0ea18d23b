import { expect, it } from 'vitest';
import { checkCopies, copyNumbers, tidyCopyNumbers } from './copies.ts';

const found = (count: string, numbers: string, onFace = '') =>
  checkCopies({ count, numbers }, onFace).map(({ field, level, code }) => `${field} ${level} ${code}`);

it('numbers of copies are told apart however they are parted', () => {
  expect(copyNumbers({ count: '', numbers: ' 1-1，1-2; 1-3 1-4' })).toEqual(['1-1', '1-2', '1-3', '1-4']);
  expect(tidyCopyNumbers('1-1,1-2')).toBe('1-1、1-2');
  expect(copyNumbers(undefined)).toEqual([]);
});

it.each([
  ['', '', ''],
  ['2', '', ''],
  ['', '1-1、1-2', ''],
  ['2', '1-1、1-2', '1-1'],
])('copies %j with numbers %j, of which the face has %j, are in order', (count, numbers, onFace) =>
  expect(found(count, numbers, onFace)).toEqual([]),
);

it.each([
  ['两份', '', '', ['copies.count error not-a-count']],
  ['3', '1-1、1-2', '', ['copies.numbers error copies-differ']],
  ['', '1-1、1-1', '', ['copies.numbers error copy-twice']],
  ['2', '1-2、1-3', '1-1', ['copies.numbers warning copy-unlisted']],
])(
  'copies %j with numbers %j, of which the face has %j, are stopped at their field',
  (count, numbers, onFace, expected) => expect(found(count, numbers, onFace)).toEqual(expected),
);
