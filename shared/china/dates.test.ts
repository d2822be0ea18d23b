import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { dayNumber, dayOf, isDate, localDay, readDate } from './dates.ts';

describe('dates as Chinese sheets write them', () => {
  test.each([
    ['2017年11月15日', '2017-11-15'],
    ['2015-06-16', '2015-06-16'],
    ['2015/7/14', '2015-07-14'],
    ['2015.7.14', '2015-07-14'],
    ['20171115', '2017-11-15'],
    ['2015-06-16 00:00:00', '2015-06-16'],
    ['2015-06-16T08:30:00.000+08:00', '2015-06-16'],
    ['２０１７年１月５日', '2017-01-05'],
    ['二〇一七年十一月十五日', '2017-11-15'],
    ['二零一九年二月二十八日', '2019-02-28'],
    ['2019年十月三日', '2019-10-03'],
  ])('%s', (text, date) => {
    expect(readDate(text)).toBe(date);
  });

  test.each(['', '无', '长期', '2019-02-29', '2019-13-01', '15/11/2017', '2017年11月', '43054'])(
    '%s is no day',
    (text) => {
      expect(readDate(text)).toBeNull();
    },
  );

  test('every day has a number and comes back', () => {
    fc.assert(
      fc.property(fc.integer({ min: -50_000, max: 80_000 }), (number) => {
        const date = dayOf(number);
        expect(isDate(date)).toBe(true);
        expect(dayNumber(date)).toBe(number);
        expect(readDate(date)).toBe(date);
      }),
    );
  });
});

test('the day is that of the machine, not of Greenwich', () => {
  vi.stubEnv('TZ', 'Asia/Shanghai');
  expect(localDay(new Date('2026-11-26T16:30:00Z'))).toBe('2026-11-27');
  vi.stubEnv('TZ', 'America/New_York');
  expect(localDay(new Date('2026-11-26T04:30:00Z'))).toBe('2026-11-25');
  vi.unstubAllEnvs();
});
