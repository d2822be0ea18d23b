import { z } from 'zod';
import type { CentralPlace, CentralRow, centralMethods } from '../../../shared/central/methods.ts';
import { CentralServer, serverName } from '../../../shared/central/server.ts';
import { parseResidentId } from '../../../shared/china/resident-id.ts';
import { Refusal, refuse } from '../../../shared/contract/failures.ts';
import { maskNumber } from '../../../shared/license/holder.ts';
import type { Context, Handlers, Job } from '../context.ts';
import { decide } from '../exchange/exchange.ts';
import { prepared } from '../store/database.ts';
import type { Station } from '../store/station.ts';
import { placeOf } from './accepted.ts';
import type { StoredServer } from './connect.ts';
import type { Counted } from './load.ts';
import { beginRun, endRun, listRuns } from './runs.ts';

// The libraries of the database are loaded by who uses them: most stations never do.
const loader = () => import('./load.ts');
const tables = () => import('./tables.ts');

const Stored = z.object({ server: CentralServer, password: z.string() }).nullable();
const settingName = 'central';
/** Mark of the database that the marks of this station are about. */
const markName = 'centralMark';

/** Records that are marked without a rest. */
const forgotten = 500;

/** Decisions that are made without a rest. */
const sliceRows = 50;

/** What has been accepted, on its way into the central database: 数据. */
export const centralHandlers: Handlers<typeof centralMethods> = {
  'central.state': (_, { station }) => {
    bureauOnly(station);
    const rows = station.db
      .prepare(
        `SELECT ${placeOf} AS place, count(*) AS count FROM central c WHERE c.revision > 0 OR c.loaded <> 0 GROUP BY 1`,
      )
      .all() as { place: CentralPlace; count: number }[];
    const places = { waiting: 0, loaded: 0, withdrawing: 0, unfit: 0 };
    for (const { place, count } of rows) places[place] = count;
    return {
      server: storedServer(station)?.server ?? null,
      places,
      toStore: countToStore(station),
      runs: listRuns(station),
    };
  },

  'central.list': ({ kind = '', partner = '', place = '', after, limit = 100 }, { station }) => {
    bureauOnly(station);
    const known = `(c.revision > 0 OR c.loaded <> 0) AND (@kind = '' OR c.kind = @kind) AND (@partner = '' OR c.origin = @partner)
      AND (@place = '' OR ${placeOf} = @place)`;
    const values = { kind, partner, place, after: Number(after ?? 0) };
    const total = station.db.prepare(`SELECT count(*) FROM central c WHERE ${known}`).pluck().get(values) as number;
    const found = station.db
      .prepare(
        `SELECT c.record AS n, r.id, c.kind, c.origin AS partner, p.name AS partnerName, coalesce(a.code, r.code) AS code,
           coalesce(a.name, r.name) AS name, c.revision, coalesce(a.since, '') AS acceptedAt, ${placeOf} AS place, c.problem
         FROM central c JOIN record r ON r.n = c.record JOIN partner p ON p.id = c.origin
           LEFT JOIN acceptance a ON a.record = c.record AND a.revision = c.revision AND a.until = ''
         WHERE ${known} AND c.record > @after ORDER BY c.record LIMIT ${limit + 1}`,
      )
      .all(values) as (CentralRow & { n: number })[];
    const last = found.length > limit ? found[limit - 1] : undefined;
    const rows = found.slice(0, limit).map(({ n: _, ...row }) => ({
      ...row,
      code: row.kind === 'license' && parseResidentId(row.code) ? maskNumber(row.code) : row.code,
    }));
    return { rows, total, next: last ? String(last.n) : null };
  },

  'central.set': ({ server, password }, { station, changed }) => {
    bureauOnly(station);
    const old = storedServer(station);
    const kept = password ?? old?.password ?? refuse('central-password');
    // A password is for the server and the user that it was given for.
    if (password === undefined && (old?.server.host !== server.host || old.server.login !== server.login))
      refuse('central-password');
    station.transaction(() => {
      station.setSetting(settingName, { server, password: kept });
      station.audit('central.set', serverName(server), old?.server, server);
    });
    changed('central');
    return {};
  },

  'central.clear': (_, { station, changed }) => {
    station.transaction(() => {
      station.audit('central.clear', '', storedServer(station)?.server);
      station.setSetting(settingName, null);
    });
    changed('central');
    return {};
  },

  'central.try': async (_, { station }) => {
    bureauOnly(station);
    const stored = required(station);
    const [{ withCentral }, { centralTables, countThere }] = await Promise.all([loader(), tables()]);
    return await withCentral(stored, async (client) => {
      await centralTables(client);
      const { rows } = await client.query<{ version: string }>('SELECT version() AS version');
      return { version: rows[0]?.version ?? '', there: await countThere(client, station.id) };
    });
  },

  'central.load': ({ again = false, store = false, job }, ctx) => {
    const { station, user } = ctx;
    bureauOnly(station);
    const stored = required(station);
    return ctx.job(job, async (work) => {
      const [{ loadWaiting, withCentral }, { centralTables }] = await Promise.all([loader(), tables()]);
      if (loading.has(station)) refuse('central-busy');
      loading.add(station);
      const run = beginRun(station, user.name, serverName(stored.server));
      const counted: Counted = { loaded: 0, removed: 0, unfit: 0 };
      try {
        const there = await withCentral(
          stored,
          async (client) => {
            await aim(station, await centralTables(client), again, work);
            return await loadWaiting(station, client, work, counted);
          },
          work.signal,
        );
        const ended = endRun(station, run, { ...counted, there, code: '', message: '' });
        return { ...ended, stored: store ? await markStored(ctx, work) : 0 };
      } catch (error) {
        const { code, message } = error instanceof Refusal ? error.failure : new Refusal('internal').failure;
        endRun(station, run, { ...counted, there: null, code, message });
        throw error;
      } finally {
        loading.delete(station);
        ctx.changed('central', 'record', 'decision');
      }
    });
  },

  'central.export': ({ job, ...wish }, ctx) => {
    const { station } = ctx;
    bureauOnly(station);
    return ctx.job(job, async (work) => (await import('./export.ts')).exportAccepted(station, wish, work));
  },
};

/** Stations that a run is under way for. */
const loading = new WeakSet<Station>();

function bureauOnly(station: Station): void {
  if (station.role !== 'bureau') refuse('wrong-station', { wanted: '主管部门' });
}

function storedServer(station: Station): StoredServer | null {
  return station.setting(settingName, Stored, null);
}

function required(station: Station): StoredServer {
  return storedServer(station) ?? refuse('central-not-set');
}

/** Marks that are about another database say nothing of this one: then, or where somebody asks for it, all is compared anew. */
async function aim(station: Station, mark: string, again: boolean, job: Job): Promise<void> {
  const known = station.setting(markName, z.string(), '');
  if (known === mark && !again) return;
  // Also what was taken back is looked for there: another database may have been loaded before. What waits is compared as it is.
  const forget = prepared(
    station.db,
    `UPDATE central SET loaded = -1, problem = '' WHERE record IN (SELECT record FROM central
       WHERE record > ? AND loaded >= 0 AND (revision = 0 OR loaded > 0 OR problem <> '') ORDER BY record LIMIT ${forgotten}) RETURNING record`,
  ).pluck();
  for (let after = 0; ; ) {
    if (job.signal.aborted) refuse('cancelled');
    const records = station.bulkTransaction(() => forget.all(after)) as number[];
    if (records.length === 0) break;
    after = Math.max(...records);
    await new Promise((resume) => setImmediate(resume));
  }
  station.transaction(() => station.setSetting(markName, mark));
}

const toStore = `FROM central c JOIN record r ON r.n = c.record
  WHERE c.loaded > 0 AND c.loaded = c.revision AND r.revision = c.revision AND r.state = 'accepted'`;

/** How many are accepted and in the central database, and marked 已入库 by nobody. */
function countToStore({ db }: Station): number {
  return db.prepare(`SELECT count(*) ${toStore}`).pluck().get() as number;
}

/** Decides 已入库 about what is loaded: the departments hear of it with the next 审核结果. Gives how many. */
async function markStored({ station, user }: Context, job: Job): Promise<number> {
  const total = countToStore(station);
  const next = station.db.prepare(`SELECT r.id, r.revision ${toStore} ORDER BY r.n LIMIT ${sliceRows}`);
  for (let done = 0; ; ) {
    if (job.signal.aborted) refuse('cancelled');
    const rows = next.all() as { id: string; revision: number }[];
    if (rows.length === 0) return done;
    station.transaction(() => {
      for (const row of rows) decide({ station, user }, { ...row, outcome: 'stored', remarks: [] });
    });
    done += rows.length;
    job.progress('记已入库', done, Math.max(done, total), 'items');
    await new Promise((resume) => setImmediate(resume));
  }
}
