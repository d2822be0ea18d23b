import { sm3 } from '../crypto/sm3.ts';
import { type Db, prepared } from './database.ts';

export interface AuditLine {
  readonly seq: number;
  /** Instant, ISO 8601 with offset. */
  readonly at: string;
  readonly user: string;
  /** `subject.verb`, such as `catalog.save`. */
  readonly action: string;
  readonly object: string;
  /** JSON of the old and new value, '' where there is none. */
  readonly old: string;
  readonly new: string;
  /** SM3 of the line before as hex, 64 zeros for the first. */
  readonly prev: string;
}

export interface AuditHead {
  readonly seq: number;
  readonly sm3: string;
}

const zeros = '0'.repeat(64);
const columns = 'seq, at, user, action, object, old, new, prev';

/** SM3 of a line: over the JSON array of its eight values in the order of the table, UTF-8, as hex. */
export function lineDigest(line: AuditLine): string {
  const values = [line.seq, line.at, line.user, line.action, line.object, line.old, line.new, line.prev];
  return Buffer.from(sm3(Buffer.from(JSON.stringify(values)))).toString('hex');
}

/** The line that was appended last through each connection. */
const heads = new WeakMap<Db, AuditHead>();

/** The last line's number and SM3; `{seq: 0}` with zeros while the chain is empty. */
export function auditHead(db: Db): AuditHead {
  // A line that was rolled back is gone by its number, or another was appended since.
  const known = heads.get(db);
  if (known && known.seq === prepared(db, 'SELECT max(seq) FROM audit').pluck().get()) return known;
  const last = prepared(db, `SELECT ${columns} FROM audit ORDER BY seq DESC LIMIT 1`).get() as AuditLine | undefined;
  return last ? { seq: last.seq, sm3: lineDigest(last) } : { seq: 0, sm3: zeros };
}

/** Appends a line; call it inside the transaction of the change that it tells of. */
export function appendAudit(db: Db, line: Omit<AuditLine, 'seq' | 'prev'>): void {
  const head = auditHead(db);
  const { at, user, action, object, old, new: next } = line;
  const [seq, prev] = [head.seq + 1, head.sm3];
  prepared(db, `INSERT INTO audit (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`).run(
    ...[seq, at, user, action, object, old, next, prev],
  );
  heads.set(db, { seq, sm3: lineDigest({ ...line, seq, prev }) });
}

export type AuditVerdict =
  | { readonly ok: true; readonly lines: number; readonly head: AuditHead }
  | { readonly ok: false; readonly seq: number; readonly reason: string };

/**
 * Walks the whole chain, and compares it with heads that the bureau saw (from receipts), which is what finds a chain that was
 * rewritten or cut by somebody who holds the key.
 */
export function verifyAudit(db: Db, seen: readonly AuditHead[] = []): AuditVerdict {
  const expected = new Map(seen.map((head) => [head.seq, head.sm3]));
  let head: AuditHead = { seq: 0, sm3: zeros };
  for (const line of db.prepare(`SELECT ${columns} FROM audit ORDER BY seq`).iterate() as Iterable<AuditLine>) {
    if (line.seq !== head.seq + 1) return { ok: false, seq: head.seq + 1, reason: '缺行' };
    if (line.prev !== head.sm3) return { ok: false, seq: line.seq, reason: '与前一行的摘要不符' };
    head = { seq: line.seq, sm3: lineDigest(line) };
    const known = expected.get(line.seq);
    if (known !== undefined && known !== head.sm3)
      return { ok: false, seq: line.seq, reason: '与签收回执记载的摘要不符' };
    expected.delete(line.seq);
  }
  const cut = [...expected.keys()].filter((seq) => seq > 0).sort((a, b) => a - b)[0];
  if (cut !== undefined) return { ok: false, seq: cut, reason: '签收回执记载过这一行，现在没有' };
  return { ok: true, lines: head.seq, head };
}

/** Lines from newest to oldest, before line `before`, at most `limit`, whose action or object contains `query`. */
export function listAudit(db: Db, options: { before?: number; limit: number; query?: string }): AuditLine[] {
  const like = `%${(options.query ?? '').replace(/[\\%_]/g, '\\$&')}%`;
  return db
    .prepare(
      `SELECT ${columns} FROM audit WHERE seq < ? AND (action LIKE ? ESCAPE '\\' OR object LIKE ? ESCAPE '\\' OR user LIKE ? ESCAPE '\\')
       ORDER BY seq DESC LIMIT ?`,
    )
    .all(options.before ?? Number.MAX_SAFE_INTEGER, like, like, like, options.limit) as AuditLine[];
}
