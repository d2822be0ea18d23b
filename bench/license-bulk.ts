import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { programDir } from '../electron/core/places.ts';
import type { Figure } from './figures.ts';
import type { BulkWorked } from './license-bulk-work.ts';

/** YIDI_BENCH_ROWS makes it smaller while somebody works on it. */
const rows = Number(process.env.YIDI_BENCH_ROWS ?? 100_000);

/** As bin/yidi starts the program. */
const heap: string[] = JSON.parse(readFileSync(join(programDir, 'bin', 'heap.json'), 'utf8'));

/** 100 000 licenses of 15 columns come in from a workbook and go out again, each time in a process of its own: seconds, and its peak memory. */
export async function measure(): Promise<readonly Figure[]> {
  const root = mkdtempSync(join(tmpdir(), 'yidi-bench-'));
  try {
    const run = (work: string): BulkWorked => {
      const program = join(import.meta.dirname, 'license-bulk-work.ts');
      const words = [...heap, program, work, root, String(rows)];
      const { stdout, stderr, status } = spawnSync(process.execPath, words, { encoding: 'utf8' });
      if (status !== 0) throw new Error(`${work}: ${stderr}`);
      return JSON.parse(stdout) as BulkWorked;
    };
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
