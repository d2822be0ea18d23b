import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayOf } from '../china/dates.ts';
import { parseDateRange, parseShortDate } from './short-date.ts';

const today = '2026-11-23';
const day = fc.integer({ min: -20_000, max: 20_700 }).map(dayOf);

describe('a typed day', () => {
  it.each([
    ['230105', '2023-01-05'],
    ['t', '2026-11-23'],
    ['T-1', '2026-11-22'],
    ['今天', '2026-11-23'],
    ['2019年3月1日', '2019-03-01'],
    ['20190301', '2019-03-01'],
    ['２０１９／３／１', '2019-03-01'],
    ['二〇一九年三月一日', '2019-03-01'],
    ['98-3-1', '1998-03-01'],
    ['000229', '2000-02-29'],
  ])('%s is %s', (typed, date) => expect(parseShortDate(typed, { today })).toBe(date));

  it.each(['230230', '2019-13-01', '1.23E+17', '3月1日', '', '190229', '长期'])('%s is no day', (typed) =>
    expect(parseShortDate(typed, { today })).toBeNull(),
  );

  it('means this century for a last day that lies ahead', () => {
    expect(parseShortDate('350708', { today, yearsAhead: 60 })).toBe('2035-07-08');
    expect(parseShortDate('350708', { today })).toBe('1935-07-08');
    expect(parseShortDate('长期', { today, longTerm: true })).toBe('长期');
  });

  it('comes back from every way of writing it', () => {
    fc.assert(
      fc.property(day, (date) => {
        const [year, month, date2] = date.split('-') as [string, string, string];
        for (const written of [
          date,
          `${year}${month}${date2}`,
          `${year}年${Number(month)}月${Number(date2)}日`,
          `${year}.${Number(month)}.${Number(date2)}`,
        ])
          expect(parseShortDate(written, { today })).toBe(date);
        if (date > '1927-00-00' && date <= today)
          expect(parseShortDate(date.replaceAll('-', '').slice(2), { today })).toBe(date);
      }),
    );
  });
});

describe('a line with two days', () => {
  it.each([
    ['2011年07月09日至2021年07月08日', '2011-07-09', '2021-07-08'],
    ['自2011年07月09日起至长期', '2011-07-09', '长期'],
    ['2011-07-09至长期', '2011-07-09', '长期'],
    ['长期', '', '长期'],
    ['2011年07月09日', '2011-07-09', ''],
    ['', '', ''],
  ])('%s', (typed, from, to) => expect(parseDateRange(typed, { today })).toEqual({ from, to }));

  it('is refused when one side is no day', () => expect(parseDateRange('2011年7月9日至次年', { today })).toBeNull());
});
