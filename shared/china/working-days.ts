import { dayNumber, dayOf, isDate } from './dates.ts';

/** The State Council's yearly arrangement: which weekdays are free and which weekend days are worked, for a span of years. */
export interface WorkingCalendar {
  readonly firstYear: number;
  readonly lastYear: number;
  /** Days off, weekends among them or not. YYYY-MM-DD. */
  readonly holidays: ReadonlySet<string>;
  /** Weekend days that are worked (调休). */
  readonly makeupDays: ReadonlySet<string>;
}

export interface WorkingDeadline {
  readonly date: string;
  /** The count touched a year for which no arrangement is known: Monday to Friday were assumed. */
  readonly provisional: boolean;
}

/** Whether people work on that day. Outside the calendar's years: Monday to Friday. */
export function isWorkingDay(date: string, calendar: WorkingCalendar): boolean {
  if (calendar.makeupDays.has(date)) return true;
  if (calendar.holidays.has(date)) return false;
  const weekday = (((dayNumber(date) + 4) % 7) + 7) % 7;
  return weekday !== 0 && weekday !== 6;
}

/**
 * The last day of a period of `days` working days. The day on which the period is triggered is not counted. Throws `RangeError`
 * when `start` is no day or `days` is not a whole number from 0 to 3660.
 */
export function addWorkingDays(start: string, days: number, calendar: WorkingCalendar): WorkingDeadline {
  if (!isDate(start)) throw new RangeError(`working days: "${start}" is no day`);
  if (!Number.isInteger(days) || days < 0 || days > 3660) throw new RangeError(`working days: ${days} out of range`);
  let number = dayNumber(start);
  for (let left = days; left > 0; ) if (isWorkingDay(dayOf(++number), calendar)) left--;
  const date = dayOf(number);
  return { date, provisional: outside(start, calendar) || outside(date, calendar) };
}

/**
 * The last day on which `days` working days still lie ahead before `end` begins, `end` itself not counted: what is owed 15 working days before a law takes
 * effect is owed by then. Throws `RangeError` as `addWorkingDays` does.
 */
export function workingDaysBefore(end: string, days: number, calendar: WorkingCalendar): WorkingDeadline {
  if (!isDate(end)) throw new RangeError(`working days: "${end}" is no day`);
  if (!Number.isInteger(days) || days < 0 || days > 3660) throw new RangeError(`working days: ${days} out of range`);
  let number = dayNumber(end);
  for (let left = days; left > 0; ) if (isWorkingDay(dayOf(--number), calendar)) left--;
  const date = dayOf(number);
  return { date, provisional: outside(end, calendar) || outside(date, calendar) };
}

/** Working days from the day after `from` up to and including `to`; negative when `to` has passed. */
export function workingDaysUntil(
  from: string,
  to: string,
  calendar: WorkingCalendar,
): { readonly days: number; readonly provisional: boolean } {
  if (to < from) {
    const back = workingDaysUntil(to, from, calendar);
    return { days: back.days === 0 ? 0 : -back.days, provisional: back.provisional };
  }
  let days = 0;
  for (let number = dayNumber(from) + 1; number <= dayNumber(to); number++)
    if (isWorkingDay(dayOf(number), calendar)) days++;
  return { days, provisional: outside(from, calendar) || outside(to, calendar) };
}

function outside(date: string, calendar: WorkingCalendar): boolean {
  const year = Number(date.slice(0, 4));
  return year < calendar.firstYear || year > calendar.lastYear;
}
