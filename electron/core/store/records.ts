import { randomUUID } from 'node:crypto';
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
import { changedFields } from './changed-fields.ts';
import { type Db, prepared } from './database.ts';
import { follow, type NewRecord, newRecord, type RecordContents, type RecordTexts, recordTexts } from './new-record.ts';
import { isKind, type ListPage, type ListQuery, listRecords } from './record-list.ts';

/** A record with its body; the subject parses `body` with its own schema. */
export interface StoredRecord extends RecordRow {
  readonly body: unknown;
  /** Ids of the blobs that the body refers to. */
  readonly blobs: readonly string[];
  /** The revision that is away, with what the bureau has signed about it. */
  readonly sent: SentRevision | null;
}

export interface SaveInput extends RecordContents {
  /** Absent for a new record. */
  readonly id?: string | undefined;
  /** `pending` hands the record in and is refused as `record-incomplete` while `errors` is not 0. */
  readonly state: 'draft' | 'pending';
  /** Revision that the editor saw; another one in the store is refused as `record-changed`. */
  readonly base?: number | undefined;
}

/** A record that arrives in a package, worked out as far as it can be without the store. */
export interface ReceivedRecord extends RecordTexts {
  readonly id: string;
  readonly kind: RecordKind;
  readonly origin: string;
  readonly revision: number;
  readonly code: string;
  readonly name: string;
  readonly facet: string;
}

/** What the store says of a record that was put in; `n` is its row. */
export interface AddedRecord {
  readonly n: number;
  readonly id: string;
  readonly by: string;
  readonly at: string;
}

export type ListedRecord<F extends string> = RecordRow & Readonly<Record<F, string | number | null>>;

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
  /** The same with values that are JSON already. */
  readonly auditText: (action: string, object: string, old: string, next: string, at: string) => void;
}

export interface RecordStore {
  save(input: SaveInput): StoredRecord;
  /** Puts a new own record in, inside the transaction that is open. */
  add(record: NewRecord): AddedRecord;
  /** Moves a record by one step of the state machine; `record-locked` where that is no legal move. False when it changes nothing. */
  step(id: string, event: Step, remarks?: readonly Remark[]): boolean;
  /**
   * Runs `work`, which writes many records, inside a transaction; they are found by search from its end on. FTS5 writes its index out before every statement
   * that may abort half-way, such as one with a trigger: between the records it would do so once a record.
   */
  many<T>(work: () => T): T;
  /**
   * Takes a received record in. All but `new` and `newer` leave the store as it is: a late package never replaces a newer revision (`older`), the same
   * revision with another body is none that was sent (`differs`), and the id may be that of a record of another station (`foreign`).
   */
  receive(record: ReceivedRecord): 'new' | 'newer' | 'same' | 'older' | 'differs' | 'foreign';
  /** Takes away an own record that was never sent; `record-locked` otherwise. */
  remove(id: string): void;
  get(id: string, kind?: RecordKind): StoredRecord;
  /** The records with these row numbers, in their order. */
  read(numbers: readonly number[]): StoredRecord[];
  find(by: { kind: RecordKind; code: string; origin?: string }): StoredRecord | undefined;
  list(query: ListQuery): ListPage;
  /** The same, only the bodies: half the time. */
  listBodies(query: ListQuery): ListPage<unknown>;
  /** The same without bodies; of them only the `facts`, SQL over `body` by name. */
  listFacts<F extends string>(query: ListQuery, facts: Readonly<Record<F, string>>): ListPage<ListedRecord<F>>;
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

const rowColumns = `id, kind, origin, code, name, facet, state, revision, errors, remarks,
  created_by AS createdBy, created_at AS createdAt, updated_by AS updatedBy, updated_at AS updatedAt`;
const columns = `n, id, kind, origin, code, name, facet, state, revision, body, errors, remarks, sent, blobs,
  created_by AS createdBy, created_at AS createdAt, updated_by AS updatedBy, updated_at AS updatedAt`;

/** SQL: the body of a version `v` of the record `r`. The version that a record still is has none of its own, until the record changes (0600-version-body.ts). */
export const versionBody = "iif(v.body = '', r.body, v.body)";

/** Records whose pieces are held back for the index: more would grow old in memory. Received ones are held by whoever brings them. */
const mostWaiting = { own: 100, received: 1000 };

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
  let waiting: [n: number, pieces: string, known: boolean][] | null = null;
  const index = (n: number, pieces: string, known: boolean, whose: keyof typeof mostWaiting): void => {
    waiting?.push([n, pieces, known]);
    if (!waiting) putInIndex(n, pieces, known);
    else if (waiting.length >= mostWaiting[whose]) for (const entry of waiting.splice(0)) putInIndex(...entry);
  };
  const putInIndex = (n: number, pieces: string, known: boolean): void => {
    if (known) prepared(db, 'DELETE FROM record_search WHERE rowid = ?').run(n);
    prepared(db, 'INSERT INTO record_search (rowid, pieces) VALUES (?, ?)').run(n, pieces);
  };
  const insert = (record: Omit<NewRecord, 'audit'>, id: string, origin: string, at: string): number => {
    const { kind, code, name, facet, state, revision, body, errors, blobs, found, pieces } = record;
    const by = actor.user;
    const { lastInsertRowid } = prepared(
      db,
      `INSERT INTO record (id, kind, origin, code, name, facet, state, revision, body, errors, remarks, sent, blobs, found_by,
           created_by, created_at, updated_by, updated_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '[]', '', ?, ?, ?, ?, ?, ?)`,
    ).run(id, kind, origin, code, name, facet, state, revision, body, errors, blobs, found, by, at, by, at);
    index(Number(lastInsertRowid), pieces, false, origin === '' ? 'own' : 'received');
    return Number(lastInsertRowid);
  };
  const update = (
    n: number,
    { code, name, facet = '', errors }: Pick<RecordContents, 'code' | 'name' | 'facet' | 'errors'>,
    { body, blobs, found, pieces }: RecordTexts,
    { state, revision }: Standing,
  ): void => {
    prepared(
      db,
      `UPDATE record SET code = @code, name = @name, facet = @facet, state = @state, revision = @revision, body = @body,
         errors = @errors, blobs = @blobs, found_by = @found, updated_by = @by, updated_at = @at WHERE n = @n`,
    ).run({ n, code, name, facet, state, revision, errors, body, blobs, found, by: actor.user, at: actor.now() });
    index(n, pieces, true, 'own');
  };
  const add = (record: NewRecord): AddedRecord => {
    const added = { id: newId(), by: actor.user, at: actor.now() };
    const n = insert(record, added.id, '', added.at);
    actor.auditText(`${record.kind}.save`, added.id, '{}', record.audit, added.at);
    return { n, ...added };
  };
  const keepVersion = (
    { n, revision, blobs, state }: Pick<Row, 'n' | 'revision' | 'blobs' | 'state'>,
    at: string,
  ): void => {
    prepared(
      db,
      `INSERT INTO version (record, revision, body, blobs, state, at, by) VALUES (?, ?, '', ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET state = excluded.state, at = excluded.at, by = excluded.by`,
    ).run(n, revision, blobs, state, at, actor.user);
  };

  return {
    add,

    many(work) {
      const entries: typeof waiting = [];
      waiting = entries;
      try {
        const result = work();
        for (const entry of entries) putInIndex(...entry);
        return result;
      } finally {
        waiting = null;
      }
    },

    save(input) {
      const { id, base, state: wanted, ...contents } = input;
      if (id === undefined) {
        const record = newRecord(contents, wanted);
        const { kind, code, name, facet, state, revision, errors } = record;
        const { body, blobs = [] } = contents;
        // As it would be read back.
        const { id, by, at } = whole(() => add(record));
        const people = { createdBy: by, createdAt: at, updatedBy: by, updatedAt: at };
        const plain = { id, kind, origin: '', code, name, facet, state, revision, errors, ...people };
        return { ...plain, body, blobs, remarks: [], sent: null };
      }
      if (wanted === 'pending' && input.errors > 0) refuse('record-incomplete', { errors: input.errors });
      return whole(() => {
        const old = rowOf(id);
        if (old.kind !== input.kind) refuse('record-missing', { id: old.id });
        if (old.origin !== '') locked(old.state);
        if (base !== undefined && old.revision !== base)
          refuse('record-changed', { user: old.updatedBy, revision: old.revision });
        let standing: Standing = standingOf(old);
        const changes = changedFields(JSON.parse(old.body), input.body);
        if (changes) standing = follow(standing, { cause: 'edit' });
        else if (wanted === 'draft' && standing.state === 'pending') standing = follow(standing, { cause: 'withdraw' });
        if (wanted === 'pending' && standing.state !== 'pending') standing = follow(standing, { cause: 'submit' });
        update(old.n, contents, recordTexts(contents), standing);
        if (changes || standing.state !== old.state)
          actor.audit(
            `${input.kind}.save`,
            id,
            { ...changes?.old, state: old.state },
            { ...changes?.next, state: standing.state, revision: standing.revision },
          );
        return toRecord(rowOf(id));
      });
    },

    step(id, event, remarks) {
      return whole(() => {
        const row = rowOf(id);
        const result = step(standingOf(row), event);
        if (result.kind === 'refused') locked(row.state);
        if (result.kind === 'same') return false;
        const { state, revision, sent } = result.standing;
        const left = remarks ?? (state === 'accepted' || state === 'stored' ? [] : JSON.parse(row.remarks));
        prepared(
          db,
          'UPDATE record SET state = ?, revision = ?, sent = ?, remarks = ?, updated_at = ? WHERE n = ?',
        ).run(state, revision, sent ? JSON.stringify(sent) : '', JSON.stringify(left), actor.now(), row.n);
        if (event.cause === 'seal') keepVersion({ ...row, state, revision }, actor.now());
        const answered = sent ?? { revision, state };
        prepared(db, 'UPDATE version SET state = ? WHERE record = ? AND revision = ?').run(
          ...[answered.state, row.n, answered.revision],
        );
        actor.audit(
          `${row.kind}.${event.cause}`,
          id,
          { state: row.state, revision: row.revision },
          { ...result.standing, remarks },
        );
        return true;
      });
    },

    receive({ id, kind, origin, revision: arrived, code, name, facet, ...texts }) {
      return whole(() => {
        const old = prepared(db, 'SELECT n, origin, state, revision, sent FROM record WHERE id = ?').get(id) as
          | Pick<Row, 'n' | 'origin' | 'state' | 'revision' | 'sent'>
          | undefined;
        if (old && old.origin !== origin) return 'foreign';
        const result = step(old ? standingOf(old) : null, { cause: 'intake', revision: arrived });
        if (result.kind === 'refused') locked(old?.state ?? 'draft');
        if (old && result.kind === 'same') {
          if (old.revision > arrived) return 'older';
          return prepared(db, 'SELECT body FROM record WHERE n = ?').pluck().get(old.n) === texts.body
            ? 'same'
            : 'differs';
        }
        const { state, revision } = result.standing;
        const contents = { code, name, facet, errors: 0 };
        const at = actor.now();
        const n = old?.n ?? insert({ kind, ...contents, state, revision, ...texts }, id, origin, at);
        if (old) update(old.n, contents, texts, result.standing);
        keepVersion({ n, revision, state, blobs: texts.blobs }, at);
        const before = old ? JSON.stringify({ revision: old.revision }) : '';
        actor.auditText(`${kind}.intake`, id, before, JSON.stringify({ revision, origin }), at);
        return old ? 'newer' : 'new';
      });
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

    listBodies: (query) => listRecords(db, query, 'body', (row) => JSON.parse((row as Row).body)),

    listFacts: <F extends string>(query: ListQuery, facts: Readonly<Record<F, string>>) =>
      listRecords(
        db,
        query,
        [rowColumns, ...Object.entries(facts).map(([name, sql]) => `${sql} AS ${name}`)].join(', '),
        (row) => {
          const { remarks, ...rest } = row as ListedRecord<F> & { readonly remarks: string };
          return { ...rest, remarks: JSON.parse(remarks) } as ListedRecord<F>;
        },
      ),

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
        .prepare(
          `SELECT ${versionBody} AS body FROM version v JOIN record r ON r.n = v.record WHERE r.id = ? AND v.revision = ?`,
        )
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
  // Of a UUID, which draws for many at once: its last twelve and first eight digits are all random.
  const drawn = randomUUID();
  return Date.now().toString(16).padStart(12, '0') + drawn.slice(24) + drawn.slice(0, 8);
}

function standingOf(row: Pick<Row, 'state' | 'revision' | 'sent'>): Standing {
  return {
    state: row.state,
    revision: row.revision,
    sent: row.sent === '' ? null : (JSON.parse(row.sent) as SentRevision),
  };
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
