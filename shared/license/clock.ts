import { isDate } from '../china/dates.ts';
import { addWorkingDays, type WorkingCalendar, type WorkingDeadline } from '../china/working-days.ts';

/** Working days in which a bulk issue is handed over (notice, annex 3, 4.3). */
const bulkDays = 5;

/** 办结日期 (YYYY-MM-DD) and 发证批次; '' where there is none. */
export interface ClockStart {
  readonly done: string;
  readonly batch: string;
}

/**
 * By when a license is to be handed over: on the day on which the business was done (notice, annex 3, 4.2), after a bulk issue within five working days (4.3).
 * Null where no such day is known.
 */
export function handoverDeadline({ done, batch }: ClockStart, calendar: WorkingCalendar): WorkingDeadline | null {
  if (!isDate(done)) return null;
  return addWorkingDays(done, batch === '' ? 0 : bulkDays, calendar);
}

/** 当日 or 5 个工作日, as the window says it. */
export const termWords = ({ batch }: ClockStart): string => (batch === '' ? '当日' : `${bulkDays} 个工作日`);
