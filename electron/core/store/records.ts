import { randomBytes } from 'node:crypto';
import { refuse } from '../../../shared/contract/failures.ts';
import type { Remark } from '../../../shared/exchange/finding.ts';
import {
  type RecordKind,
  type RecordRow,
  type RecordState,
  recordStateNames,
  recordStates,
} from '../../../shared/exchange/record.ts';
import { type SentRevision, type Standing, type Step, step } from '../../../shared/exchange/states.ts';
import { foundBy, piecesOf } from '../../../shared/search/pieces.ts';
import { changedFields } from './changed-fields.ts';
import { type Db, prepared } from './database.ts';
import { isKind, type ListPage, type ListQuery, listRecords } from './record-list.ts';

/** A record with its body; the subject parses `body` with its own schema. */
export interface StoredRecord extends RecordRow {
  readonly body: unknown;
  /** Ids of the blobs that the body refers to. */
  readonly blobs: readonly string[];
  /** The revision that is away, with what the bureau has signed about it. */
  readonly sent: SentRevision | null;
}

export interface SaveInput {
  /** Absent for a new record. */
  readonly id?: string | undefined;
  readonly kind: RecordKind;
  readonly code: string;
  readonly name: string;
  readonly facet?: string;
  readonly body: unknown;
  readonly blobs?: readonly string[];
  /** Further texts that the record is found by, besides code and name. */
  readonly search?: readonly string[];
  /** Number of findings that block. */
  readonly errors: number;
  /** `pending` hands the record in and is refused as `record-incomplete` while `errors` is not 0. */
  readonly state: 'draft' | 'pending';
  /** Revision that the editor saw; another one in the store is refused as `record-changed`. */
  readonly base?: number | undefined;
}

/** A record that arrives in a package. */
export interface ReceivedInput extends Omit<SaveInput, 'id' | 'state' | 'base'> {
  readonly id: string;
  readonly origin: string;
  readonly revision: number;
}

export interface VersionRow {
  readonly revision: number;
  readonly state: RecordState;
  readonly at: string;
  readonly by: string;
}

/** Who acts, when, and where the audit line goes. */
export interface RecordActor {
  readonly user: string;
  readonly now: () => string;
  readonly audit: (action: string, object: string, old?: unknown, next?: unknown) => void;
}

export interface RecordStore {
  save(input: SaveInput): StoredRecord;
  /** Moves a record by one step of the state machine; `record-locked` where that is no legal move. False when it changes nothing. */
  step(id: string, event: Step, remarks?: readonly Remark[]): boolean;
  /** Takes a received record in. `older` and `same` leave the store as it is: a late package never replaces a newer revision. */
  receive(input: ReceivedInput): 'new' | 'newer' | 'same' | 'older';
  /** Takes away an own record that was never sent; `record-locked` otherwise. */
  remove(id: string): void;
  get(id: string, kind?: RecordKind): StoredRecord;
  /** The records with these row numbers, in their order. */
  read(numbers: readonly number[]): StoredRecord[];
  find(by: { kind: RecordKind; code: string; origin?: string }): StoredRecord | undefined;
  list(query: ListQuery): ListPage;
  /** How many of one kind (and origin: '' own, '*' all received) stand in each state. */
  counts(kind: RecordKind, origin?: string, facet?: string): Record<RecordState, number>;
  version(id: string, revision: number): unknown;
  versions(id: string): VersionRow[];
}

interface Row extends Omit<StoredRecord, 'remarks' | 'body' | 'blobs' | 'sent'> {
  readonly n: number;
  readonly remarks: string;
  readonly body: string;
  readonly blobs: string;
  readonly sent: string;
}

const columns = `n, id, kind, origin, code, name, facet, state, revision, body, errors, remarks, sent, blobs,
  created_by AS createdBy, created_at AS createdAt, updated_by AS updatedBy, updated_at AS updatedAt`;

/** The spine on a database. Every change runs in one transaction with its audit line and its search index. */
export function createRecordStore(db: Db, actor: RecordActor): RecordStore {
  const rowOf = (id: string): Row => {
    const row = prepared(db, `SELECT ${columns} FROM record WHERE id = ?`).get(id) as Row | undefined;
    return row ?? refuse('record-missing', { id });
  };
  const locked = (state: RecordState): never => refuse('record-locked', { state: recordStateNames[state] });

  // Joins the transaction that is open. A savepoint of its own would make FTS5 write its index out once a record, and a bulk import take
  // three times as long; whoever calls this refuses before it writes.
  const whole = <T>(work: () => T): T => (db.inTransaction ? work() : db.transaction(work).immediate());
  const foundByOf = ({ code, name, search = [] }: Pick<SaveInput, 'code' | 'name' | 'search'>): string =>
    foundBy([code, name, ...search]);
  const index = (n: number, found: string, known: boolean): void => {
    if (known) prepared(db, 'DELETE FROM record_search WHERE rowid = ?').run(n);
    prepared(db, 'INSERT INTO record_search (rowid, pieces) VALUES (?, ?)').run(n, piecesOf(found).join(' '));
  };
  /** What a new record and a changed one are stored by alike. */
  const stored = (values: Omit<ReceivedInput, 'id' | 'origin' | 'revision'>, found: string, standing: Standing) => {
    const { code, name, facet = '', body, errors, blobs = [] } = values;
    const { state, revision } = standing;
    const text = { body: JSON.stringify(body), blobs: JSON.stringify(blobs), found };
    return { code, name, facet, state, revision, errors, ...text, by: actor.user, at: actor.now() };
  };
  const insert = (values: ReceivedInput, found: string, standing: Standing): { n: number; record: StoredRecord } => {
    const { id, kind, origin, body, blobs = [] } = values;
    const row = { id, kind, origin, ...stored(values, found, standing) };
    const { lastInsertRowid } = prepared(
      db,
      `INSERT INTO record (id, kind, origin, code, name, facet, state, revision, body, errors, remarks, sent, blobs, found_by,
           created_by, created_at, updated_by, updated_at)
         VALUES (@id, @kind, @origin, @code, @name, @facet, @state, @revision, @body, @errors, '[]', '', @blobs, @found,
           @by, @at, @by, @at)`,
    ).run(row);
    // As it would be read back: a bulk import has no time to.
    const { found: _, by, at, ...plain } = row;
    const people = { createdBy: by, createdAt: at, updatedBy: by, updatedAt: at };
    return {
      n: Number(lastInsertRowid),
      record: { ...plain, ...people, body, blobs, remarks: [], sent: standing.sent },
    };
  };
  const update = (n: number, ...change: Parameters<typeof stored>): void => {
    prepared(
      db,
      `UPDATE record SET code = @code, name = @name, facet = @facet, state = @state, revision = @revision, body = @body,
         errors = @errors, blobs = @blobs, found_by = @found, updated_by = @by, updated_at = @at WHERE n = @n`,
    ).run({ n, ...stored(...change) });
  };
  const keepVersion = (row: Row): void => {
    prepared(
      db,
      `INSERT INTO version (record, revision, body, blobs, state, at, by) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET state = excluded.state, at = excluded.at, by = excluded.by`,
    ).run(row.n, row.revision, row.body, row.blobs, row.state, actor.now(), actor.user);
  };

  return {
    save(input) {
      const found = foundByOf(input);
      if (input.state === 'pending' && input.errors > 0) refuse('record-incomplete', { errors: input.errors });
      return whole(() => {
        const old = input.id === undefined ? undefined : rowOf(input.id);
        if (old && old.kind !== input.kind) refuse('record-missing', { id: old.id });
        if (old && old.origin !== '') locked(old.state);
        if (old && input.base !== undefined && old.revision !== input.base)
          refuse('record-changed', { user: old.updatedBy, revision: old.revision });
        const id = old?.id ?? newId();
        const values = { ...input, id, origin: '', revision: 0 };
        let standing: Standing | null = old ? standingOf(old) : null;
        const changes = changedFields(old ? JSON.parse(old.body) : undefined, input.body);
        if (!old || changes) standing = follow(standing, { cause: 'edit' });
        else if (input.state === 'draft' && standing?.state === 'pending')
          standing = follow(standing, { cause: 'withdraw' });
        if (input.state === 'pending' && standing?.state !== 'pending')
          standing = follow(standing, { cause: 'submit' });
        if (!standing) throw new Error('a saved record has a standing');
        const inserted = old ? undefined : insert(values, found, standing);
        if (old) update(old.n, values, found, standing);
        index(old?.n ?? inserted!.n, found, old !== undefined);
        if (changes || standing.state !== old?.state)
          actor.audit(
            `${input.kind}.save`,
            id,
            { ...changes?.old, state: old?.state },
            { ...changes?.next, state: standing.state, revision: standing.revision },
          );
        return inserted?.record ?? toRecord(rowOf(id));
      });
    },

    step(id, event, remarks) {
      return db
        .transaction(() => {
          const row = rowOf(id);
          const result = step(standingOf(row), event);
          if (result.kind === 'refused') locked(row.state);
          if (result.kind === 'same') return false;
          const { state, revision, sent } = result.standing;
          const left = remarks ?? (state === 'accepted' || state === 'stored' ? [] : JSON.parse(row.remarks));
          db.prepare(
            'UPDATE record SET state = ?, revision = ?, sent = ?, remarks = ?, updated_at = ? WHERE n = ?',
          ).run(state, revision, sent ? JSON.stringify(sent) : '', JSON.stringify(left), actor.now(), row.n);
          if (event.cause === 'seal') keepVersion(rowOf(id));
          const answered = sent ?? { revision, state };
          db.prepare('UPDATE version SET state = ? WHERE record = ? AND revision = ?').run(
            answered.state,
            row.n,
            answered.revision,
          );
          actor.audit(
            `${row.kind}.${event.cause}`,
            id,
            { state: row.state, revision: row.revision },
            { ...result.standing, remarks },
          );
          return true;
        })
        .immediate();
    },

    receive(input) {
      const found = foundByOf(input);
      return db
        .transaction(() => {
          const old = db.prepare(`SELECT ${columns} FROM record WHERE id = ?`).get(input.id) as Row | undefined;
          if (old && old.origin !== input.origin)
            refuse('contents-rejected', { reason: `记录 ${input.id} 属于另一个单位` });
          const result = step(old ? standingOf(old) : null, { cause: 'intake', revision: input.revision });
          if (result.kind === 'refused') locked(old?.state ?? 'draft');
          if (old && result.kind === 'same')
            return old.revision > input.revision ? ('older' as const) : ('same' as const);
          const n = old?.n ?? insert(input, found, result.standing).n;
          if (old) update(n, input, found, result.standing);
          index(n, found, old !== undefined);
          keepVersion(rowOf(input.id));
          actor.audit(`${input.kind}.intake`, input.id, old && { revision: old.revision }, {
            revision: input.revision,
            origin: input.origin,
          });
          return old ? ('newer' as const) : ('new' as const);
        })
        .immediate();
    },

    remove(id) {
      db.transaction(() => {
        const row = rowOf(id);
        if (row.origin !== '' || row.sent !== '' || !['draft', 'pending'].includes(row.state)) locked(row.state);
        db.prepare('DELETE FROM record_search WHERE rowid = ?').run(row.n);
        db.prepare('DELETE FROM record WHERE n = ?').run(row.n);
        actor.audit(`${row.kind}.remove`, id, JSON.parse(row.body), undefined);
      }).immediate();
    },

    get(id, kind) {
      const row = rowOf(id);
      if (kind !== undefined && row.kind !== kind) refuse('record-missing', { id });
      return toRecord(row);
    },

    read: (numbers) =>
      numbers.flatMap((n) => {
        const row = prepared(db, `SELECT ${columns} FROM record WHERE n = ?`).get(n) as Row | undefined;
        return row ? [toRecord(row)] : [];
      }),

    find({ kind, code, origin = '' }) {
      const row = db
        .prepare(
          `SELECT ${columns} FROM record WHERE ${isKind(kind, '?')} AND origin = ? AND code = ? ORDER BY n LIMIT 1`,
        )
        .get(kind, origin, code) as Row | undefined;
      return row && toRecord(row);
    },

    list: (query) => listRecords(db, query, columns, (row) => toRecord(row as Row)),

    counts(kind, origin = '', facet) {
      const where = origin === '*' ? "origin <> ''" : 'origin = @origin';
      const rows = db
        .prepare(
          `SELECT state, count(*) AS count FROM record WHERE kind = @kind AND ${where}
           ${facet === undefined ? '' : 'AND facet = @facet'} GROUP BY state`,
        )
        .all({ kind, origin, facet }) as { state: RecordState; count: number }[];
      const zero = Object.fromEntries(recordStates.map((state) => [state, 0])) as Record<RecordState, number>;
      for (const row of rows) zero[row.state] = row.count;
      return zero;
    },

    version(id, revision) {
      const row = db
        .prepare('SELECT v.body FROM version v JOIN record r ON r.n = v.record WHERE r.id = ? AND v.revision = ?')
        .get(id, revision) as { body: string } | undefined;
      return row ? JSON.parse(row.body) : refuse('record-missing', { id: `${id} 第 ${revision} 版` });
    },

    versions(id) {
      return db
        .prepare(
          `SELECT v.revision, v.state, v.at, v.by FROM version v JOIN record r ON r.n = v.record WHERE r.id = ?
           ORDER BY v.revision DESC`,
        )
        .all(id) as VersionRow[];
    },
  };
}

/** 32 hex digits, the first 12 of the clock: what one import adds stands together in every index, and the rest is drawn at random. */
function newId(): string {
  return Date.now().toString(16).padStart(12, '0') + randomBytes(10).toString('hex');
}

function standingOf(row: Row): Standing {
  return {
    state: row.state,
    revision: row.revision,
    sent: row.sent === '' ? null : (JSON.parse(row.sent) as SentRevision),
  };
}

function follow(standing: Standing | null, event: Step): Standing {
  const result = step(standing, event);
  if (result.kind === 'refused') refuse('record-locked', { state: recordStateNames[result.standing.state] });
  return result.standing;
}

function toRecord({ n: _, ...row }: Row): StoredRecord {
  return {
    ...row,
    remarks: JSON.parse(row.remarks),
    body: JSON.parse(row.body),
    blobs: JSON.parse(row.blobs),
    sent: row.sent === '' ? null : JSON.parse(row.sent),
  };
}
