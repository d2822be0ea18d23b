import { expect, test } from 'vitest';
import { add, summary, tallyOf } from '../run/tally.ts';

const file = (status: string, ...statuses: string[]) => ({
  name: 'a.test.ts',
  status,
  assertionResults: statuses.map((one, index) => ({ fullName: `test ${index}`, status: one })),
});

test('passed, failed and skipped tests are counted, the skipped ones by name', () => {
  const tally = tallyOf({ testResults: [file('failed', 'passed', 'failed', 'skipped'), file('passed', 'pending')] }, 1);
  expect(tally).toEqual({ passed: 1, failed: 1, skipped: ['test 2', 'test 0'] });
  expect(summary(add(tally, tally))).toBe('2 passed, 2 failed, 4 skipped');
});

test('a file that cannot be loaded, a crash, and a missing report are failures', () => {
  expect(tallyOf({ testResults: [file('failed')] }, 1).failed).toBe(1);
  expect(tallyOf({ testResults: [file('passed', 'passed')] }, 1)).toMatchObject({ passed: 1, failed: 1 });
  expect(tallyOf(undefined, null).failed).toBe(1);
  expect(tallyOf({ testResults: [file('passed', 'passed')] }, 0).failed).toBe(0);
});
