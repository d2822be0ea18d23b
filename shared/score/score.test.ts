import { expect, test } from 'vitest';
import { moved, periodTitle, spanOf } from './period.ts';
import {
  defaultWeights,
  type Figure,
  type Measure,
  measures,
  pointsOf,
  ranked,
  rateOf,
  totalOf,
  Weights,
} from './score.ts';

const figure = (numerator: number | null, denominator: number | null): Figure => ({
  ...{ numerator, denominator, numeratorFrom: 'counted', denominatorFrom: 'reported', uncounted: 0 },
});
const figures = (...all: readonly Figure[]): Record<Measure, Figure> =>
  Object.fromEntries(measures.map((one, at) => [one, all[at]!])) as Record<Measure, Figure>;

test('a rate is never above 1, and there is none without both numbers or where nothing is owed', () => {
  expect(rateOf(figure(3, 4))).toBe(0.75);
  expect(rateOf(figure(5, 4))).toBe(1);
  expect(rateOf(figure(0, 4))).toBe(0);
  expect([rateOf(figure(null, 4)), rateOf(figure(3, null)), rateOf(figure(0, 0))]).toEqual([null, null, null]);
  expect(pointsOf(figure(1, 3), 20)).toBe(6.67);
});

test('measures that cannot be reckoned are left out, and the others count for as much more', () => {
  const full = figure(4, 4);
  const half = figure(2, 4);
  expect(totalOf(figures(full, full, full, full, full), defaultWeights)).toBe(100);
  expect(totalOf(figures(half, half, half, half, figure(null, null)), defaultWeights)).toBe(50);
  expect(
    totalOf(figures(full, half, figure(0, 0), figure(0, 0), figure(0, 0)), { ...defaultWeights, catalogs: 30 }),
  ).toBe(80);
  const none = figure(null, null);
  expect(totalOf(figures(none, none, none, none, none), defaultWeights)).toBe(null);
  expect(totalOf(figures(full, none, none, none, none), { ...defaultWeights, catalogs: 0, completion: 40 })).toBe(null);
});

test('equal totals share a rank and the next is left out; without a total there is none', () => {
  const rows = [
    { name: '丙', total: 80 },
    { name: '丁', total: null },
    { name: '甲', total: 90 },
    { name: '乙', total: 80 },
    { name: '戊', total: 0 },
  ];
  expect(ranked(rows).map(({ name, rank }) => [name, rank])).toEqual([
    ['甲', 1],
    ['丙', 2],
    ['乙', 2],
    ['戊', 4],
    ['丁', null],
  ]);
});

test('weights make 100 together', () => {
  expect(Weights.safeParse(defaultWeights).success).toBe(true);
  expect(Weights.safeParse({ ...defaultWeights, access: 30 }).success).toBe(false);
  expect(Weights.safeParse({ ...defaultWeights, access: 40, interfaces: 0 }).success).toBe(true);
  expect(Weights.safeParse({ ...defaultWeights, access: 40.5, interfaces: -0.5 }).success).toBe(false);
});

test.each([
  ['week', '2026-11-26', '2026-11-23', '2026-11-29', '2026 年第 48 周（11-23 至 11-29）'],
  ['week', '2026-11-23', '2026-11-23', '2026-11-29', '2026 年第 48 周（11-23 至 11-29）'],
  ['week', '2026-11-29', '2026-11-23', '2026-11-29', '2026 年第 48 周（11-23 至 11-29）'],
  ['week', '2027-01-01', '2026-12-28', '2027-01-03', '2026 年第 53 周（12-28 至 01-03）'],
  ['week', '2024-12-30', '2024-12-30', '2025-01-05', '2025 年第 1 周（12-30 至 01-05）'],
  ['week', '1969-12-31', '1969-12-29', '1970-01-04', '1970 年第 1 周（12-29 至 01-04）'],
  ['month', '2026-11-26', '2026-11-01', '2026-11-30', '2026 年 11 月'],
  ['month', '2028-02-29', '2028-02-01', '2028-02-29', '2028 年 2 月'],
  ['month', '2026-12-31', '2026-12-01', '2026-12-31', '2026 年 12 月'],
] as const)('the %s of %s goes from %s to %s', (kind, day, start, end, title) => {
  expect(spanOf({ kind, day })).toEqual({ start, end });
  expect(periodTitle({ kind, day })).toBe(title);
});

test('periods follow each other without a gap', () => {
  expect(moved({ kind: 'month', day: '2026-03-31' }, -1)).toEqual({ kind: 'month', day: '2026-02-01' });
  expect(moved({ kind: 'month', day: '2026-12-15' }, 2)).toEqual({ kind: 'month', day: '2027-02-01' });
  expect(moved({ kind: 'week', day: '2026-01-01' }, -1)).toEqual({ kind: 'week', day: '2025-12-22' });
  expect(moved({ kind: 'week', day: '2026-11-26' }, 0)).toEqual({ kind: 'week', day: '2026-11-23' });
});
