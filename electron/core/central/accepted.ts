import type { CentralFilter } from '../../../shared/central/methods.ts';
import { type Db, prepared } from '../store/database.ts';
import { versionBody } from '../store/records.ts';
import type { Station } from '../store/station.ts';

/** What waits, by record: its number, its id, the revision that is accepted (0 = none any more) and the one that is there (-1 = not known). */
export interface Waiting {
  readonly n: number;
  readonly id: string;
  readonly revision: number;
  readonly loaded: number;
}

/** One accepted revision, as a row of yidi.accepted_record; `body` and `files` are JSON. */
export interface AcceptedRow {
  readonly n: number;
  readonly id: string;
  readonly kind: string;
  readonly department: string;
  readonly departmentName: string;
  readonly uscc: string;
  readonly revision: number;
  readonly code: string;
  readonly name: string;
  readonly facet: string;
  readonly acceptedAt: string;
  readonly body: string;
  readonly files: string;
}

/** SQL of the place of a row of `central`; none for what was accepted once, is no more, and is not there either. */
export const placeOf = `CASE WHEN c.problem <> '' THEN 'unfit' WHEN c.revision = c.loaded THEN 'loaded' WHEN c.revision = 0 THEN 'withdrawing' ELSE 'waiting' END`;

/** The next of what waits, behind record `after`. */
export function waitingAfter(station: Station, after: number, limit: number): Waiting[] {
  return prepared(
    station.db,
    `SELECT c.record AS n, r.id, c.revision, c.loaded FROM central c INDEXED BY central_waiting JOIN record r ON r.n = c.record
     WHERE c.revision <> c.loaded AND c.problem = '' AND c.record > ? ORDER BY c.record LIMIT ?`,
  ).all(after, limit) as Waiting[];
}

export function countWaiting({ db }: Station): number {
  return prepared(
    db,
    "SELECT count(*) FROM central INDEXED BY central_waiting WHERE revision <> loaded AND problem = ''",
  )
    .pluck()
    .get() as number;
}

/** These records as rows, in their order; those whose acceptance was taken back meanwhile are left out. */
export function acceptedRows({ db }: Station, numbers: readonly number[]): AcceptedRow[] {
  const rows = prepared(
    db,
    `SELECT c.record AS n, r.id, c.kind, c.origin AS department, p.name AS departmentName, p.uscc, c.revision, a.code, a.name, a.facet,
       a.since AS acceptedAt, ${versionBody} AS body, v.blobs AS files
     FROM json_each(?) j CROSS JOIN central c ON c.record = j.value CROSS JOIN record r ON r.n = c.record
       CROSS JOIN partner p ON p.id = c.origin CROSS JOIN acceptance a ON a.record = c.record AND a.revision = c.revision AND a.until = ''
       CROSS JOIN version v ON v.record = c.record AND v.revision = c.revision`,
  ).all(JSON.stringify(numbers)) as AcceptedRow[];
  return rows.map((row) => withFiles(db, row));
}

/** Numbers of all records whose acceptance stands, behind `after`. */
export function acceptedAfter({ db }: Station, filter: CentralFilter, after: number, limit: number): number[] {
  return prepared(
    db,
    `SELECT record FROM central WHERE revision > 0 AND record > @after AND (@kind = '' OR kind = @kind)
       AND (@partner = '' OR origin = @partner) ORDER BY record LIMIT @limit`,
  )
    .pluck()
    .all({ kind: filter.kind ?? '', partner: filter.partner ?? '', after, limit }) as number[];
}

export function countAccepted({ db }: Station, filter: CentralFilter): number {
  return prepared(
    db,
    `SELECT count(*) FROM central WHERE revision > 0 AND (@kind = '' OR kind = @kind) AND (@partner = '' OR origin = @partner)`,
  )
    .pluck()
    .get({ kind: filter.kind ?? '', partner: filter.partner ?? '' }) as number;
}

/** Files by their digest: ids of blobs belong to one station and mean nothing elsewhere. */
function withFiles(db: Db, row: AcceptedRow): AcceptedRow {
  if (row.files === '[]') return row;
  const of = prepared(db, 'SELECT sm3, name, type, bytes FROM blob WHERE id = ?');
  let { body } = row;
  const files = (JSON.parse(row.files) as string[]).flatMap((id) => {
    const file = of.get(id) as { sm3: string } | undefined;
    if (file) body = body.replaceAll(`"${id}"`, `"sm3:${file.sm3}"`);
    return file ? [file] : [];
  });
  return { ...row, body, files: JSON.stringify(files) };
}
