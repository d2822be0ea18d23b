import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runAsStarted } from './as-started.ts';
import type { Figure } from './figures.ts';
import type { BulkWorked } from './license-bulk-work.ts';

/** YIDI_BENCH_ROWS makes it smaller while somebody works on it. */
const rows = Number(process.env.YIDI_BENCH_ROWS ?? 100_000);

/** 100 000 licenses of 15 columns come in from a workbook and go out again, each time in a process of its own: seconds, and its peak memory. */
export async function measure(): Promise<readonly Figure[]> {
  const root = mkdtempSync(join(tmpdir(), 'yidi-bench-'));
  try {
    const run = (work: string): BulkWorked => runAsStarted('license-bulk-work.ts', [work, root, String(rows)]);
    run('source');
    return (['import', 'xlsx', 'csv', 'json'] as const).flatMap((work): Figure[] => {
      const { seconds, threadMs, peakMiB } = run(work);
      const name = `${work === 'import' ? 'import of' : `export as ${work},`} ${rows} licenses`;
      return [
        { name, value: seconds, unit: 's', atMost: 60 },
        { name: `${name}, the core's thread a row`, value: threadMs, unit: 'ms' },
        { name: `${name}, peak memory`, value: peakMiB, unit: 'MiB', atMost: 400 },
      ];
    });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
