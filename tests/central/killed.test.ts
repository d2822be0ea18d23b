import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as rest } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { programDir } from '../../electron/core/places.ts';
import { newServer } from '../../shared/central/server.ts';
import { makeOffice, openCopy, password } from '../exchange/desks.ts';
import { addAccepted, addPartner } from '../fixtures/accepted.ts';
import { type Postgres, postgresDir, postgresPassword, startPostgres } from '../fixtures/postgres.ts';
import { Seeded } from '../fixtures/seeded.ts';

const office = makeOffice();
const rows = 20_000;
let postgres: Postgres;
let dir = '';

/** Runs `yidi load`, killed after so many milliseconds of loading; -1 lets it end. Gives its exit status, null when it was killed. */
function load(after: number): Promise<number | null> {
  const words = [join(programDir, 'bin', 'yidi'), 'load', '--dir', dir, '--json'];
  // A process group of its own: the command hands over to another Node.
  const child = spawn(process.execPath, words, {
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, YIDI_PASSWORD: password },
  });
  if (after >= 0) void killOnceLoading(() => process.kill(-child.pid!, 'SIGKILL'), after);
  return new Promise((done) => child.once('close', done));
}

async function killOnceLoading(kill: () => void, after: number): Promise<void> {
  for (;;) {
    const [busy] = await postgres.ask<{ n: string }>(
      "SELECT count(*) AS n FROM pg_stat_activity WHERE application_name = 'yidi'",
    );
    if (Number(busy?.n) > 0) break;
    await rest(5);
  }
  await rest(after);
  try {
    kill();
  } catch {
    // It had ended.
  }
}

describe.skipIf(!postgresDir())('loading that is killed', () => {
  beforeAll(async () => {
    postgres = await startPostgres();
    const bureau = await office.open('bureau', 'bureau', '郑州市大数据管理局', '11410100MB1A236098');
    dir = bureau.dir;
    const { station } = bureau.core.context;
    addPartner(station, 'a'.repeat(32), '郑州市公安局');
    addAccepted(station, 'a'.repeat(32), 0, rows);
    const server = { ...newServer, host: '127.0.0.1', port: postgres.port, database: 'share', login: 'yidi' };
    await bureau.client.call('central.set', { server, password: postgresPassword });
    await bureau.core.close();
  });
  afterAll(async () => {
    await office.close();
    await postgres.remove();
  });

  test('at random moments goes on where it was, and nothing is lost or doubled', async () => {
    const seeded = new Seeded(59);
    let killed = 0;
    for (let round = 0; round < 6; round++) {
      if ((await load(10 + seeded.below(250))) === null) killed += 1;
      const [{ n, d } = { n: '0', d: '' }] = await postgres
        .ask<{ n: string; d: string }>('SELECT count(*) AS n, count(DISTINCT record_id) AS d FROM yidi.accepted_record')
        .catch(() => [{ n: '0', d: '0' }]);
      expect(n).toBe(d);
    }
    expect(killed).toBeGreaterThan(2);
    expect(await load(-1)).toBe(0);
    const [{ n } = { n: '' }] = await postgres.ask<{ n: string }>(
      "SELECT count(DISTINCT record_id) AS n FROM yidi.accepted_record WHERE body ->> 'number' = code",
    );
    expect(Number(n)).toBe(rows);
    const desk = await openCopy(dir);
    const { places, runs } = await desk.client.call('central.state', {});
    await desk.core.close();
    expect(places).toEqual({ waiting: 0, loaded: rows, withdrawing: 0, unfit: 0 });
    // A killed run says of itself that it was cut off, by having no end.
    expect(runs.filter(({ endedAt }) => endedAt === '').length).toBe(killed);
  });
});
