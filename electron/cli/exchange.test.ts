import { expect, test } from 'vitest';
import { UsageError } from './command.ts';
import { paperOf, volumeSizeOf } from './exchange.ts';

test('a signed paper written as one text gives person, day and words', () => {
  expect(paperOf('王建国 同意 2026-11-20', '2026-11-23')).toEqual({
    person: '王建国',
    date: '2026-11-20',
    text: '王建国 同意 2026-11-20',
  });
  expect(paperOf('赵海燕：非涉密，2026年1月5日', '2026-11-23')).toMatchObject({ person: '赵海燕', date: '2026-01-05' });
  expect(paperOf('同意', '2026-11-23')).toEqual({ person: '同意', date: '2026-11-23', text: '同意' });
});

test.each([
  ['681574400', 681_574_400],
  ['650M', 650_000_000],
  ['650m', 650_000_000],
  ['4.3GB', 4_300_000_000],
  ['200K', 200_000],
])('a volume size of %s is %i bytes', (words, bytes) => {
  expect(volumeSizeOf(words)).toBe(bytes);
});

test.each(['', '0', '0M', '-5M', '650 M', '650MiB', '650T', 'CD', '1e9', '99999999999G'])(
  'a volume size of “%s” is wrong usage',
  (words) => {
    expect(() => volumeSizeOf(words)).toThrow(UsageError);
  },
);
