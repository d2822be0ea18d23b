import type { Client } from 'pg';
import { DatabaseError } from 'pg';
import { from } from 'pg-copy-streams';
import { Refusal, refuse } from '../../../shared/contract/failures.ts';
import type { Job } from '../context.ts';
import { prepared } from '../store/database.ts';
import type { Station } from '../store/station.ts';
import { type AcceptedRow, acceptedRows, countWaiting, type Waiting, waitingAfter } from './accepted.ts';
import { centralFailure, connect, type StoredServer } from './connect.ts';
import { columns, copyLine, unfit, valuesOf } from './copy.ts';
import { countThere } from './tables.ts';

/** Records of one transaction over there. */
const batchRows = 2000;
/** Bodies that are read and written without a rest. */
const sliceRows = 200;
const markedRows = 500;

export interface Counted {
  loaded: number;
  removed: number;
  unfit: number;
}

interface Loading {
  readonly station: Station;
  readonly client: Client;
  readonly job: Job;
  readonly counted: Counted;
}

/**
 * Loads what waits, batch by batch: what stands there of a batch is deleted and the batch copied in, in one transaction; only then is it marked here.
 * A run that is cut off between the two does that batch again, which changes nothing. Gives the rows of this bureau that are there at the end.
 * Refuses what `connect` does, `central-lost`, `central-failed`, `cancelled`.
 */
export async function loadWaiting(station: Station, client: Client, job: Job, counted: Counted): Promise<number> {
  const loading = { station, client, job, counted };
  const total = countWaiting(station);
  let done = 0;
  for (let after = 0; ; ) {
    const batch = waitingAfter(station, after, batchRows);
    const last = batch.at(-1);
    if (!last) return await countThere(client, station.id);
    await loadBatch(loading, batch);
    done += batch.length;
    after = last.n;
    job.progress('装载', done, Math.max(done, total), 'items');
  }
}

/** One batch; where the database refuses a row of it, halves of it, until that row stands alone and is set aside with its reason. */
async function loadBatch(loading: Loading, batch: readonly Waiting[]): Promise<void> {
  const { client, counted } = loading;
  try {
    await client.query('BEGIN');
    const made = await exchangeRows(loading, batch);
    await client.query('COMMIT');
    await mark(loading.station, made);
    counted.loaded += made.loaded.length;
    counted.removed += made.gone;
    counted.unfit += made.problems.length;
  } catch (error) {
    if (!isAboutRow(error)) throw error;
    await client.query('ROLLBACK');
    const [first] = batch;
    if (batch.length === 1 && first) {
      await mark(loading.station, {
        loaded: [],
        removed: [],
        gone: 0,
        problems: [{ one: first, problem: `数据库不收：${error.message}` }],
      });
      counted.unfit += 1;
      return;
    }
    const half = Math.ceil(batch.length / 2);
    await loadBatch(loading, batch.slice(0, half));
    await loadBatch(loading, batch.slice(half));
  }
}

interface Made {
  readonly loaded: readonly Waiting[];
  readonly removed: readonly Waiting[];
  /** How many of them were there. */
  readonly gone: number;
  readonly problems: readonly { readonly one: Waiting; readonly problem: string }[];
}

async function exchangeRows({ station, client, job }: Loading, batch: readonly Waiting[]): Promise<Made> {
  const there = await revisionsThere(client, batch);
  const problems: { one: Waiting; problem: string }[] = [];
  const kept: Waiting[] = [];
  for (const one of batch) {
    const found = there.get(one.id);
    // Of this station's own making it may be newer: then its acceptance was taken back.
    if (one.revision > 0 && found !== undefined && found > Math.max(one.revision, one.loaded))
      problems.push({ one, problem: `中心库里已是第 ${found} 版，比本站的新` });
    else kept.push(one);
  }
  const removed = kept.filter(({ revision }) => revision === 0);
  const old = kept.filter(({ id }) => there.has(id)).map(({ id }) => id);
  if (old.length > 0) await client.query('DELETE FROM yidi.accepted_record WHERE record_id = ANY($1)', [old]);
  const wanted = kept.filter(({ revision }) => revision > 0);
  const loaded: Waiting[] = [];
  const lines = async function* (): AsyncGenerator<string> {
    for (let at = 0; at < wanted.length; at += sliceRows) {
      if (job.signal.aborted) refuse('cancelled');
      const slice = new Map(wanted.slice(at, at + sliceRows).map((one) => [one.n, one]));
      const rows = acceptedRows(station, [...slice.keys()]);
      yield rows.map((row) => lineOf(row, slice.get(row.n)!)).join('');
    }
  };
  const lineOf = (row: AcceptedRow, one: Waiting): string => {
    const problem = unfit(row);
    // A decision that came since is for the next run.
    if (problem === '') loaded.push({ ...one, revision: row.revision });
    else problems.push({ one, problem });
    return problem === '' ? copyLine(valuesOf(row, station.id)) : '';
  };
  if (wanted.length > 0) await copyIn(client, lines());
  return { loaded, removed, gone: removed.filter(({ id }) => there.has(id)).length, problems };
}

async function revisionsThere(client: Client, batch: readonly Waiting[]): Promise<Map<string, number>> {
  const { rows } = await client.query<{ record_id: string; revision: number }>(
    'SELECT record_id, revision FROM yidi.accepted_record WHERE record_id = ANY($1)',
    [batch.map(({ id }) => id)],
  );
  return new Map(rows.map(({ record_id, revision }) => [record_id, revision]));
}

/** Feeds COPY, never faster than it takes. Where this fails by itself, the connection is given up with it. */
async function copyIn(client: Client, lines: AsyncIterable<string>): Promise<void> {
  const into = client.query(from(`COPY yidi.accepted_record (${columns.join(', ')}) FROM STDIN`));
  const ended = new Promise<void>((resolve, reject) => {
    into.once('finish', resolve);
    into.on('error', reject);
  });
  // The loop below may be waiting for something else when it fails.
  ended.catch(() => {});
  for await (const text of lines) {
    if (text !== '' && !into.write(text)) await Promise.race([new Promise((go) => into.once('drain', go)), ended]);
    await Promise.race([new Promise((go) => setImmediate(go)), ended]);
  }
  into.end();
  await ended;
}

/** Remembers what became of a batch, by slices: one that is not marked is compared again by the next run. */
async function mark(station: Station, { loaded, removed, problems }: Made): Promise<void> {
  const set = prepared(station.db, 'UPDATE central SET loaded = ? WHERE record = ?');
  const aside = prepared(station.db, 'UPDATE central SET problem = ? WHERE record = ? AND revision = ?');
  const marks = [
    ...loaded.map(
      ({ n, revision }) =>
        () =>
          set.run(revision, n),
    ),
    ...removed.map(
      ({ n }) =>
        () =>
          set.run(0, n),
    ),
    ...problems.map(
      ({ one, problem }) =>
        () =>
          aside.run(problem, one.n, one.revision),
    ),
  ];
  for (let at = 0; at < marks.length; at += markedRows) {
    station.bulkTransaction(() => {
      for (const one of marks.slice(at, at + markedRows)) one();
    });
    await new Promise((go) => setImmediate(go));
  }
}

/** Classes 22 and 23 of SQLSTATE: the data of a row, or a rule that somebody has made for the table. */
function isAboutRow(error: unknown): error is DatabaseError {
  return error instanceof DatabaseError && /^2[23]/.test(error.code ?? '');
}

/** Connects, works, and lets go; what goes wrong comes out by its name. */
export async function withCentral<T>(
  stored: StoredServer,
  work: (client: Client) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  let client: Client | undefined;
  try {
    client = await connect(stored, signal);
    return await work(client);
  } catch (error) {
    throw signal?.aborted ? new Refusal('cancelled') : centralFailure(error, stored.server);
  } finally {
    // A server that is gone answers no good-bye.
    await client?.end().catch(() => {});
  }
}
