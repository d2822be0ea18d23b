import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newServer } from '../shared/central/server.ts';
import { addAccepted, addPartner } from '../tests/fixtures/accepted.ts';
import { postgresDir, postgresPassword, startPostgres } from '../tests/fixtures/postgres.ts';
import { makeStation } from '../tests/journey/stations.ts';
import type { Figure } from './figures.ts';

/** YIDI_BENCH_ROWS makes it smaller while somebody works on it. */
const rows = Number(process.env.YIDI_BENCH_ROWS ?? 100_000);
const department = 'a'.repeat(32);

/** Accepted licenses into a PostgreSQL on this machine: the first time, all of them compared anew, and nothing to do; then as files. */
export async function measure(): Promise<readonly Figure[]> {
  if (!postgresDir()) throw new Error('PostgreSQL is not installed: apt-get install postgresql');
  const root = mkdtempSync(join(tmpdir(), 'yidi-bench-'));
  const postgres = await startPostgres();
  const bureau = await makeStation(root, 'bureau', '郑州市大数据管理局', '11410100MB1A236098');
  try {
    const { station } = bureau.core.context;
    addPartner(station, department, '郑州市公安局');
    addAccepted(station, department, 0, rows);
    const server = { ...newServer, host: '127.0.0.1', port: postgres.port, database: 'share', login: 'yidi' };
    await bureau.client.call('central.set', { server, password: postgresPassword });
    const timed = async (work: () => Promise<unknown>): Promise<{ seconds: number; longest: number }> => {
      let longest = 0;
      let last = performance.now();
      const beat = setInterval(() => {
        longest = Math.max(longest, performance.now() - last);
        last = performance.now();
      }, 1);
      const begun = performance.now();
      await work();
      clearInterval(beat);
      return { seconds: (performance.now() - begun) / 1000, longest };
    };
    const load = (again: boolean) => async (): Promise<void> => {
      const { there, unfit } = await bureau.client.call('central.load', { again });
      if (there !== rows || unfit > 0) throw new Error(`${there} of ${rows} are there, ${unfit} unfit`);
    };
    const first = await timed(load(false));
    const again = await timed(load(true));
    const idle = await timed(load(false));
    const files = [];
    for (const format of ['csv', 'parquet'] as const) {
      const { seconds } = await timed(() =>
        bureau.client.call('central.export', { format, purpose: '测量', to: root, as: `all.${format}` }),
      );
      files.push({ name: `${rows} accepted licenses as ${format}`, value: rows / seconds, unit: 'row/s' });
    }
    return [
      {
        name: `${rows} accepted licenses into PostgreSQL`,
        value: rows / first.seconds,
        unit: 'row/s',
        atLeast: 20_000,
      },
      { name: 'the same, all compared and written anew', value: rows / again.seconds, unit: 'row/s' },
      { name: 'longest time that nobody else was served', value: first.longest, unit: 'ms', atMost: 50 },
      { name: 'a run with nothing to load', value: idle.seconds * 1000, unit: 'ms' },
      ...files,
    ];
  } finally {
    await bureau.core.close();
    await postgres.remove();
    rmSync(root, { recursive: true, force: true });
  }
}
