import type { CentralRun } from '../../../shared/central/methods.ts';
import type { Station } from '../store/station.ts';
import type { Counted } from './load.ts';

const shown = 30;

/** The last runs, newest first. */
export function listRuns({ db }: Station): CentralRun[] {
  return db
    .prepare(
      `SELECT at, ended_at AS endedAt, by, server, loaded, removed, unfit, there, code, message FROM central_run ORDER BY n DESC LIMIT ${shown}`,
    )
    .all() as CentralRun[];
}

export function beginRun(station: Station, by: string, server: string): number {
  const { lastInsertRowid } = station.db
    .prepare('INSERT INTO central_run (at, by, server) VALUES (?, ?, ?)')
    .run(station.now(), by, server);
  return Number(lastInsertRowid);
}

export function endRun(
  station: Station,
  n: number,
  { loaded, removed, unfit, there, code, message }: Counted & Pick<CentralRun, 'there' | 'code' | 'message'>,
): CentralRun {
  return station.transaction(() => {
    station.db
      .prepare(
        'UPDATE central_run SET ended_at = ?, loaded = ?, removed = ?, unfit = ?, there = ?, code = ?, message = ? WHERE n = ?',
      )
      .run(station.now(), loaded, removed, unfit, there, code, message, n);
    const run = station.db
      .prepare(
        'SELECT at, ended_at AS endedAt, by, server, loaded, removed, unfit, there, code, message FROM central_run WHERE n = ?',
      )
      .get(n) as CentralRun;
    station.audit('central.load', run.server, undefined, { loaded, removed, unfit, there, code });
    return run;
  });
}
