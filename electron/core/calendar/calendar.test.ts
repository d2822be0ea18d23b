import { expect, test } from 'vitest';
import { addWorkingDays } from '../../../shared/china/working-days.ts';
import table from '../../../tests/vectors/workdays-2019-2026.json' with { type: 'json' };
import { shippedCalendar } from './calendar.ts';

test('the shipped calendar gives every published deadline, and marks the one past its last year', () => {
  for (const { start, workingDays, due } of table.vectors) {
    expect(addWorkingDays(start, workingDays, shippedCalendar())).toEqual({ date: due, provisional: due >= '2027' });
  }
});
