import { createRequire } from 'node:module';
import type { WorkingCalendar } from '../../../shared/china/working-days.ts';
import { DispatchedCalendar } from '../../../shared/exchange/dispatch.ts';
import { prepared } from '../store/database.ts';
import type { Station } from '../store/station.ts';

interface Published {
  readonly holidays: Readonly<Record<string, string>>;
  readonly workdays: Readonly<Record<string, string>>;
}

let shipped: WorkingCalendar | undefined;

/** What a department has taken, or what a bureau has prepared. */
const inForce = `SELECT body FROM in_force WHERE part = 'calendar'
  UNION ALL SELECT body FROM prepared WHERE part = 'calendar' AND partner = ''`;

/** The calendar of a station: the shipped one, with the years that the bureau has dispatched in their place. */
export function workingCalendar(station: Station): WorkingCalendar {
  const text = prepared(station.db, inForce).pluck().get() as string | undefined;
  if (text === undefined) return shippedCalendar();
  const known = merged.get(station);
  if (known?.text === text) return known.calendar;
  const calendar = withYears(shippedCalendar(), DispatchedCalendar.parse(JSON.parse(text)));
  merged.set(station, { text, calendar });
  return calendar;
}

const merged = new WeakMap<Station, { readonly text: string; readonly calendar: WorkingCalendar }>();

/** A calendar with whole years of another in place of its own. Years that leave a gap are not taken: what lies between is not known. */
export function withYears(calendar: WorkingCalendar, years: DispatchedCalendar): WorkingCalendar {
  const { firstYear, lastYear } = years;
  if (firstYear > calendar.lastYear + 1 || lastYear < calendar.firstYear - 1) return calendar;
  const kept = (days: ReadonlySet<string>): string[] =>
    [...days].filter((date) => Number(date.slice(0, 4)) < firstYear || Number(date.slice(0, 4)) > lastYear);
  return {
    firstYear: Math.min(calendar.firstYear, firstYear),
    lastYear: Math.max(calendar.lastYear, lastYear),
    holidays: new Set([...kept(calendar.holidays), ...years.holidays]),
    makeupDays: new Set([...kept(calendar.makeupDays), ...years.makeupDays]),
  };
}

/** The calendar of working days that ships with the program (the State Council's notices since 2004, from `chinese-days`). */
export function shippedCalendar(): WorkingCalendar {
  if (!shipped) {
    const published = createRequire(import.meta.url)('chinese-days/dist/chinese-days.json') as Published;
    const holidays = Object.keys(published.holidays);
    const years = holidays.map((date) => Number(date.slice(0, 4)));
    shipped = {
      firstYear: Math.min(...years),
      lastYear: Math.max(...years),
      holidays: new Set(holidays),
      makeupDays: new Set(Object.keys(published.workdays)),
    };
  }
  return shipped;
}
