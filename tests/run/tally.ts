/** Counts of one runner or of all. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  /** Names of the tests that did not run. */
  readonly skipped: readonly string[];
}

export const nothing: Tally = { passed: 0, failed: 0, skipped: [] };

export function add(a: Tally, b: Tally): Tally {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: [...a.skipped, ...b.skipped] };
}

/** The line that everything ends with. */
export function summary({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed, ${skipped.length} skipped`;
}

/** The part of vitest's JSON report that is read. */
interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

/**
 * Counts vitest's report. A file that could not be loaded has no tests in the report and counts as one failure; so
 * does a run that failed in no test (an unhandled error, a crash of the runner).
 *
 * @param report undefined when the runner wrote none
 */
export function tallyOf(report: unknown, exitCode: number | null): Tally {
  const files = (report as Report | undefined)?.testResults ?? [];
  let tally = nothing;
  for (const file of files) {
    const tests = file.assertionResults;
    const failed = tests.filter(({ status }) => status === 'failed').length;
    tally = add(tally, {
      passed: tests.filter(({ status }) => status === 'passed').length,
      failed: failed === 0 && file.status === 'failed' ? 1 : failed,
      skipped: tests.filter(({ status }) => status !== 'passed' && status !== 'failed').map(({ fullName }) => fullName),
    });
  }
  return exitCode !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally;
}
