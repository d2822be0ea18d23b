import { expect, it } from 'vitest';
import { handoverDeadline } from './clock.ts';

const calendar = {
  firstYear: 2026,
  lastYear: 2026,
  holidays: new Set(['2026-10-01', '2026-10-02', '2026-10-05', '2026-10-06', '2026-10-07']),
  makeupDays: new Set(['2026-10-10']),
};

it.each([
  [
    { done: '2026-11-23', batch: '' },
    { date: '2026-11-23', provisional: false },
  ],
  [
    { done: '2026-11-23', batch: '第3批' },
    { date: '2026-11-30', provisional: false },
  ],
  [
    { done: '2026-09-30', batch: '第3批' },
    { date: '2026-10-13', provisional: false },
  ],
  [
    { done: '2026-12-28', batch: '第3批' },
    { date: '2027-01-04', provisional: true },
  ],
  [{ done: '', batch: '第3批' }, null],
  [{ done: '2026-02-30', batch: '' }, null],
])('%j is to be handed over by %j', (start, deadline) => expect(handoverDeadline(start, calendar)).toEqual(deadline));
