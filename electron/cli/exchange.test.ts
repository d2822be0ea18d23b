import { expect, test } from 'vitest';
import { paperOf } from './exchange.ts';

test('a signed paper written as one text gives person, day and words', () => {
  expect(paperOf('王建国 同意 2026-11-20', '2026-11-23')).toEqual({
    person: '王建国',
    date: '2026-11-20',
    text: '王建国 同意 2026-11-20',
  });
  expect(paperOf('赵海燕：非涉密，2026年1月5日', '2026-11-23')).toMatchObject({ person: '赵海燕', date: '2026-01-05' });
  expect(paperOf('同意', '2026-11-23')).toEqual({ person: '同意', date: '2026-11-23', text: '同意' });
});
