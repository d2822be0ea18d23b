import { expect, test } from 'vitest';
import type { EntryPage } from './entry-methods.ts';
import { piecesOf } from './pieces.ts';

/** `^a` begins a paper, `-a` is left out, `a1` belongs to license 1. */
const pageOf = (word: string): EntryPage => {
  const [, marks, id, record] = /^([\^-]*)([a-z])(\d?)$/.exec(word)!;
  return {
    ...{ id: id!, position: 1, blob: '', name: '', width: 1, height: 1, rotation: 0, seen: 'page' },
    leftOut: marks!.includes('-'),
    starts: marks!.includes('^'),
    record: record ? { id: record, state: 'pending', setAside: '', errors: 0, name: '' } : null,
  };
};
const pieces = (words: string, current: readonly string[] = []): string =>
  piecesOf(words.split(' ').map(pageOf), current)
    .map(({ pages }) => pages.map(({ id }) => id).join(''))
    .join(' ');

test.each([
  ['^a b ^c', 'ab c'],
  // The first page begins a paper, whatever its mark says.
  ['a b ^c', 'ab c'],
  // A page left out leaves its beginning to the next one, once.
  ['^-a b c ^-d ^-e f ^-g', 'bc f'],
  ['^a -b c', 'ac'],
  ['^-a -b', ''],
  ['^a1 ^b1 c d2', 'ab c d'],
])('the pages %s make the papers %s', (words, expected) => expect(pieces(words)).toBe(expected));

test('pages on the desk are one paper, the others keep their marks', () =>
  expect(pieces('^a ^b c ^d', ['a', 'b'])).toBe('ab c d'));
