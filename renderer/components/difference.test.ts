import fc from 'fast-check';
import { expect, test } from 'vitest';
import { differenceOf } from './difference.ts';

test('both values come back from the difference', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (before, after) => {
      const { head, tail, ...middle } = differenceOf(before, after);
      expect(head + middle.before + tail).toBe(before);
      expect(head + middle.after + tail).toBe(after);
    }),
  );
});

test('only the piece that differs is marked', () => {
  expect(differenceOf('金水区经三路66号3号楼', '金水区经三路68号院3号楼')).toEqual({
    head: '金水区经三路6',
    before: '6号',
    after: '8号院',
    tail: '3号楼',
  });
});
