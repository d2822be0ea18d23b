import { existsSync } from 'node:fs';
import { refuse } from '../../../shared/contract/failures.ts';
import type {
  KindCounts,
  PackageStep,
  SentPackage,
  SentRecord,
  SentState,
  SentVolume,
} from '../../../shared/exchange/package.ts';
import type { Station } from '../store/station.ts';
import { sealedPath } from './sealed-file.ts';

interface Row
  extends Omit<SentPackage, 'counts' | 'missing' | 'kept' | 'step' | 'states' | 'urgent' | 'oldKeys' | 'volumes'> {
  readonly urgent: number;
  readonly oldKeys: number;
  readonly counts: string;
  readonly missing: string;
  readonly states: string;
  readonly volumes: string;
}

/** SQL over a `package` aliased k: when the last of its volumes was written and read back, '' while one is still to be. */
export const writtenAt = `(SELECT iif(min(written_at) = '', '', max(written_at)) FROM volume WHERE package = k.id)`;

/** SQL over a `package` aliased k: another bureau than its own is reported to now, or none. */
const oldKeys = `(k.recipient <> coalesce((SELECT b.id FROM partner b WHERE b.role = 'bureau' AND b.state <> 'revoked'
  ORDER BY b.enrolled_at DESC LIMIT 1), ''))`;

/** SQL over a `package` aliased k: what the bureau lacked when it signed, without what it has signed for since or another package took over. */
const stillMissing = `(SELECT json_group_array(m.value) FROM json_each(k.missing) m WHERE NOT EXISTS (SELECT 1 FROM package q
  WHERE q.epoch = k.epoch AND q.sequence = m.value AND (q.received_at <> '' OR q.replaced_by <> '')))`;

/** SQL over a `package_record` aliased x: its state, `superseded` for a revision that nobody has decided about and nobody will. */
const standing = "iif(x.superseded AND x.state IN ('sent', 'received'), 'superseded', x.state)";

/** SQL over a `package` aliased k: JSON of how many of its records stand where. */
export const standings = `(SELECT json_group_object(s.state, s.count) FROM
  (SELECT ${standing} AS state, count(*) AS count FROM package_record x WHERE x.package = k.id GROUP BY 1) s)`;

const select = `SELECT k.id, k.epoch, k.sequence, k.created_at AS createdAt, k.created_by AS createdBy, p.name AS recipient, k.counts,
    k.records, k.recovery, ${writtenAt} AS writtenAt, k.courier, k.handed_at AS handedAt, k.received_at AS receivedAt, k.salvaged_at AS salvagedAt,
    ${stillMissing} AS missing, k.urgent, ${oldKeys} AS oldKeys, coalesce((SELECT q.sequence FROM package q WHERE q.id = k.replaced_by), 0) AS replacedBy,
    (SELECT sum(bytes) FROM volume WHERE package = k.id) AS bytes,
    (SELECT json_group_array(json_object('number', number, 'file', file, 'bytes', bytes, 'sm3', sm3, 'digest', digest,
      'medium', medium, 'mediumNumber', number_of_medium, 'cached', json(iif(cached, 'true', 'false')), 'writtenAt', written_at) ORDER BY number) FROM volume WHERE package = k.id) AS volumes,
    ${standings} AS states
  FROM package k JOIN partner p ON p.id = k.recipient`;

/** The ledger of packages sent, newest first. */
export function listPackages(station: Station): SentPackage[] {
  return (station.db.prepare(`${select} ORDER BY k.created_at DESC, k.sequence DESC`).all() as Row[]).map((row) =>
    toPackage(station, row),
  );
}

/** One package; refuses `package-missing`. */
export function sentPackage(station: Station, id: string): SentPackage {
  const row = station.db.prepare(`${select} WHERE k.id = ?`).get(id) as Row | undefined;
  return row ? toPackage(station, row) : refuse('package-missing', { packageId: id });
}

const recordLimit = 500;

/** What a package carries, returned records first. */
export function sentRecords(station: Station, id: string): { records: SentRecord[]; total: number } {
  const total = station.db.prepare('SELECT count(*) FROM package_record WHERE package = ?').pluck().get(id) as number;
  const rows = station.db
    .prepare(
      `SELECT record AS id, kind, code, name, revision, change, ${standing} AS state, remarks FROM package_record x WHERE package = ?
       ORDER BY x.state = 'returned' DESC, kind, code LIMIT ${recordLimit}`,
    )
    .all(id) as (Omit<SentRecord, 'remarks'> & { remarks: string })[];
  return { records: rows.map((row) => ({ ...row, remarks: JSON.parse(row.remarks) })), total };
}

function toPackage(station: Station, row: Row): SentPackage {
  const states = JSON.parse(row.states) as SentPackage['states'];
  const volumes = JSON.parse(row.volumes) as SentVolume[];
  return {
    ...row,
    urgent: row.urgent === 1,
    oldKeys: row.oldKeys === 1,
    counts: JSON.parse(row.counts) as KindCounts,
    missing: JSON.parse(row.missing) as number[],
    volumes,
    kept: volumes.every(({ file }) => existsSync(sealedPath(station.dir, file))),
    states,
    step: stepOf(row, states),
  };
}

/** The last step of 生成 · 写盘 · 送出 · 签收 · 审核 · 入库 that the package has reached. */
function stepOf(
  row: Pick<Row, 'writtenAt' | 'handedAt' | 'receivedAt' | 'salvagedAt'>,
  states: SentPackage['states'],
): PackageStep {
  const of = (...wanted: SentState[]): number => wanted.reduce((sum, state) => sum + (states[state] ?? 0), 0);
  const waiting = of('sent', 'received');
  // What the bureau has only a part of goes the same way once more.
  if (row.salvagedAt !== '')
    return row.handedAt > row.salvagedAt ? 'handed' : row.writtenAt > row.salvagedAt ? 'written' : 'sealed';
  if (waiting === 0 && of('accepted', 'returned') === 0 && of('stored') > 0) return 'stored';
  if (waiting === 0 || of('accepted', 'stored') > 0) return 'reviewed';
  if (row.receivedAt !== '') return 'received';
  if (row.handedAt !== '') return 'handed';
  return row.writtenAt === '' ? 'sealed' : 'written';
}
