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

const rows = 20_000;
const department = 'a'.repeat(32);

/**
 * Declares the test that loading which is killed so many times at random goes on where it was, and nothing is lost or doubled. Once all rows are in the
 * central database, as many more wait.
 */
export function killLoading(wanted: number): void {
  const office = makeOffice();
  let postgres: Postgres;
  let dir = '';

  describe.skipIf(!postgresDir())('loading', () => {
    beforeAll(async () => {
      postgres = await startPostgres();
      const bureau = await office.open('bureau', 'bureau', '郑州市大数据管理局', '11410100MB1A236098');
      dir = bureau.dir;
      addPartner(bureau.core.context.station, department, '郑州市公安局');
      const server = { ...newServer, host: '127.0.0.1', port: postgres.port, database: 'share', login: 'yidi' };
      await bureau.client.call('central.set', { server, password: postgresPassword });
      await bureau.core.close();
    });
    afterAll(async () => {
      await office.close();
      await postgres.remove();
    });

    test(`killed ${wanted} times, it goes on where it was, and nothing is lost or doubled`, async () => {
      const seeded = new Seeded(59);
      let kills = 0;
      let accepted = 0;
      while (kills < wanted) {
        const desk = await openCopy(dir);
        addAccepted(desk.core.context.station, department, accepted, accepted + rows);
        accepted += rows;
        await desk.core.close();
        for (let ended = false; !ended; ) {
          const status = await load(postgres, dir, kills < wanted ? 10 + seeded.below(250) : -1);
          ended = status !== null;
          if (!ended) kills += 1;
          else expect(status).toBe(0);
          const [{ n, d } = { n: '0', d: '' }] = await postgres
            .ask<{ n: string; d: string }>(
              'SELECT count(*) AS n, count(DISTINCT record_id) AS d FROM yidi.accepted_record',
            )
            .catch(() => [{ n: '0', d: '0' }]);
          expect(n).toBe(d);
        }
        const [{ n } = { n: '' }] = await postgres.ask<{ n: string }>(
          "SELECT count(DISTINCT record_id) AS n FROM yidi.accepted_record WHERE body ->> 'number' = code",
        );
        expect(Number(n)).toBe(accepted);
      }
      const desk = await openCopy(dir);
      const { places } = await desk.client.call('central.state', {});
      const cutOff = desk.core.context.station.db
        .prepare("SELECT count(*) FROM central_run WHERE ended_at = ''")
        .pluck();
      // A killed run says of itself that it was cut off, by having no end; a few had not begun, or had ended.
      const runs = cutOff.get() as number;
      await desk.core.close();
      expect(places).toEqual({ waiting: 0, loaded: accepted, withdrawing: 0, unfit: 0 });
      expect(runs).toBeLessThanOrEqual(kills);
      expect(runs).toBeGreaterThan(kills / 2);
    }, 3_600_000);
  });
}

/** Runs `yidi load`, killed after so many milliseconds of loading; -1 lets it end. Gives its exit status, null when it was killed. */
function load(postgres: Postgres, dir: string, after: number): Promise<number | null> {
  const words = [join(programDir, 'bin', 'yidi'), 'load', '--dir', dir, '--json'];
  // A process group of its own: the command hands over to another Node.
  const child = spawn(process.execPath, words, {
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, YIDI_PASSWORD: password },
  });
  if (after >= 0) void killOnceLoading(postgres, () => process.kill(-child.pid!, 'SIGKILL'), after);
  return new Promise((done) => child.once('close', done));
}

async function killOnceLoading(postgres: Postgres, kill: () => void, after: number): Promise<void> {
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
