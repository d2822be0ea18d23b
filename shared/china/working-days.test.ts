import { describe, expect, test } from 'vitest';
import table from '../../tests/vectors/workdays-2019-2026.json' with { type: 'json' };
import {
  addWorkingDays,
  isWorkingDay,
  type WorkingCalendar,
  workingDaysBefore,
  workingDaysUntil,
} from './working-days.ts';

const calendar: WorkingCalendar = {
  firstYear: 2019,
  lastYear: 2026,
  holidays: new Set(table.holidays),
  makeupDays: new Set(table.makeupWorkdays),
};

describe('working days', () => {
  test.each(table.vectors.map((v) => [v.start, v.workingDays, v.due] as const))(
    '%s plus %i ends on %s',
    (start, days, due) => {
      const deadline = addWorkingDays(start, days, calendar);
      expect(deadline.date).toBe(due);
      expect(deadline.provisional).toBe(due.startsWith('2027'));
      expect(workingDaysUntil(start, due, calendar).days).toBe(days);
      expect(workingDaysUntil(due, start, calendar).days).toBe(-days || 0);
    },
  );

  test('what is owed some days before a day is owed with that many still ahead', () => {
    expect(workingDaysBefore('2026-03-02', 15, calendar)).toEqual({ date: '2026-02-03', provisional: false });
    expect(workingDaysBefore('2026-11-23', 1, calendar)).toEqual({ date: '2026-11-20', provisional: false });
    expect(workingDaysBefore('2027-01-04', 2, calendar).provisional).toBe(true);
    for (const { due, workingDays } of table.vectors)
      expect(workingDaysUntil(workingDaysBefore(due, workingDays, calendar).date, due, calendar).days).toBe(
        workingDays,
      );
  });

  test('a weekend day that is worked counts, a holiday on a weekday does not', () => {
    expect(isWorkingDay('2019-04-28', calendar)).toBe(true);
    expect(isWorkingDay('2019-05-01', calendar)).toBe(false);
    expect(isWorkingDay('2026-11-22', calendar)).toBe(false);
    expect(isWorkingDay('2026-11-23', calendar)).toBe(true);
  });

  test('what is no day is a fault of the caller', () => {
    expect(() => addWorkingDays('2026-02-30', 1, calendar)).toThrow(RangeError);
    expect(() => addWorkingDays('2026-02-03', -1, calendar)).toThrow(RangeError);
  });
});
