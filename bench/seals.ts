import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runAsStarted } from './as-started.ts';
import type { Figure } from './figures.ts';
import type { SealsDrawn, SealsRead } from './seals-work.ts';

const PAGES = 100;

/** Time and memory of reading a sheet, its preview included, on the program's own threads, in processes that do nothing else. */
export async function measure(): Promise<readonly Figure[]> {
  const root = mkdtempSync(join(tmpdir(), 'yidi-bench-'));
  try {
    const { seals, ink } = runAsStarted<SealsDrawn>('seals-work.ts', ['draw', root]);
    const read = (way: 'one' | 'many', dpi: number, count: number): SealsRead =>
      runAsStarted('seals-work.ts', [way, join(root, `${dpi}.jpg`), ink, String(count)]);
    const low = read('one', 300, 15);
    const high = read('one', 600, 7);
    const many = read('many', 300, PAGES);
    const manyHigh = read('many', 600, 6);
    return [
      { name: 'seals on the sheet', value: seals, unit: '' },
      { name: 'a page of 300 dpi, median', value: low.ms, unit: 'ms', atMost: 250 },
      { name: 'a page of 300 dpi, processor time', value: low.cpu, unit: 'ms' },
      { name: 'pages of 300 dpi one by one, peak memory', value: low.peakMiB, unit: 'MiB', atMost: 500 },
      { name: 'a page of 600 dpi, median', value: high.ms, unit: 'ms', atMost: 900 },
      { name: 'a page of 600 dpi, processor time', value: high.cpu, unit: 'ms' },
      { name: 'pages of 600 dpi one by one, peak memory', value: high.peakMiB, unit: 'MiB', atMost: 500 },
      { name: '6 pages of 600 dpi on all threads, peak memory', value: manyHigh.peakMiB, unit: 'MiB', atMost: 500 },
      { name: `${PAGES} pages of 300 dpi, each`, value: many.wall / PAGES, unit: 'ms' },
      { name: `${PAGES} pages of 300 dpi, cores kept busy`, value: many.coresBusy, unit: '', atLeast: 1.8 },
      { name: `${PAGES} pages of 300 dpi, peak memory`, value: many.peakMiB, unit: 'MiB', atMost: 500 },
    ];
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
