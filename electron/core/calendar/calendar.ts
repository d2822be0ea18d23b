import { createRequire } from 'node:module';
import type { WorkingCalendar } from '../../../shared/china/working-days.ts';

interface Published {
  readonly holidays: Readonly<Record<string, string>>;
  readonly workdays: Readonly<Record<string, string>>;
}

let shipped: WorkingCalendar | undefined;

/** The calendar of working days that ships with the program (the State Council's notices since 2004, from `chinese-days`). */
export function workingCalendar(): WorkingCalendar {
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
