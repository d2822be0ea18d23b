import { z } from 'zod';
import { dayNumber, dayOf, isDate } from '../china/dates.ts';

export const periodKindNames = { week: '周报', month: '月报' } as const;
export type PeriodKind = keyof typeof periodKindNames;
export const PeriodKind = z.enum(Object.keys(periodKindNames) as [PeriodKind, ...PeriodKind[]]);

/** A week from Monday or a month, named by any of its days. */
export const Period = z.object({ kind: PeriodKind, day: z.string().refine(isDate, '须是 YYYY-MM-DD') });
export type Period = z.infer<typeof Period>;

/** First and last day, both in it, YYYY-MM-DD. */
export function spanOf({ kind, day }: Period): { start: string; end: string } {
  if (kind === 'week') {
    const number = dayNumber(day);
    // Day 0, 1970-01-01, was a Thursday.
    const monday = number - ((((number + 3) % 7) + 7) % 7);
    return { start: dayOf(monday), end: dayOf(monday + 6) };
  }
  const start = `${day.slice(0, 7)}-01`;
  const next = dayNumber(`${dayOf(dayNumber(start) + 31).slice(0, 7)}-01`);
  return { start, end: dayOf(next - 1) };
}

/** The period that many before (negative) or after it, named by its first day. */
export function moved(period: Period, by: number): Period {
  let { start, end } = spanOf(period);
  for (let left = Math.abs(by); left > 0; left--)
    ({ start, end } = spanOf({ kind: period.kind, day: dayOf(by < 0 ? dayNumber(start) - 1 : dayNumber(end) + 1) }));
  return { kind: period.kind, day: start };
}

/** `2026 年第 48 周（11-23 至 11-29）`, `2026 年 11 月`; weeks are numbered by ISO 8601. */
export function periodTitle(period: Period): string {
  const { start, end } = spanOf(period);
  if (period.kind === 'month') return `${start.slice(0, 4)} 年 ${Number(start.slice(5, 7))} 月`;
  const thursday = dayOf(dayNumber(start) + 3);
  const week = Math.floor((dayNumber(thursday) - dayNumber(`${thursday.slice(0, 4)}-01-01`)) / 7) + 1;
  return `${thursday.slice(0, 4)} 年第 ${week} 周（${start.slice(5)} 至 ${end.slice(5)}）`;
}
