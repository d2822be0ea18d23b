import type { ReceiptBody } from '../../../shared/exchange/contents.ts';
import type { Salvage, VolumeMark } from '../../../shared/exchange/package.ts';
import { prepared } from '../store/database.ts';
import type { Station } from '../store/station.ts';
import { keepAnswer, makeAnswer } from './answer-file.ts';
import type { PackageInfo } from './format/format.ts';
import { type Contents, othersTurn } from './intake-contents.ts';
import { storedIntake } from './intake-list.ts';
import type { TakenRecord } from './intake-record.ts';
import type { Acting, PartnerKeys } from './partners.ts';
import { decisionsAgain } from './release.ts';

/** A package whose records are in the station, as the ledger is to have it. */
export interface TakenPackage {
  readonly info: PackageInfo;
  readonly sender: PartnerKeys;
  readonly file: string;
  /** Of all files that were given. */
  readonly bytes: number;
  readonly marks: readonly VolumeMark[];
  readonly contents: Contents;
  /** null: all of the package came. */
  readonly salvage: Salvage | null;
}

/**
 * The package, its records and the signed receipt stand in the ledger together or not at all. A package of which only a part had
 * been taken keeps its line: more of it is added, and once it is whole it gets the receipt of a whole one.
 */
export async function enterPackage(acting: Acting, taken: TakenPackage): Promise<void> {
  const { station, user } = acting;
  const { info, sender, contents, salvage } = taken;
  const before = storedIntake(station, info.packageId);
  const records = salvage ? [...inLedger(station, info.packageId, contents.taken), ...contents.taken] : contents.taken;
  const ids = new Set(salvage ? records.map(({ id }) => id) : []);
  // What an earlier copy of a damaged package gave up is here, whatever this one lacks.
  const rejected = contents.rejected.filter(({ id }) => !ids.has(id));
  const missing = missingSequences(station, info);
  const receivedAt = station.now();
  const audit = { sequence: info.auditHead.seq, digest: info.auditHead.sm3 };
  const body: ReceiptBody = {
    package: info.packageId,
    epoch: info.epoch,
    sequence: info.sequence,
    receivedAt,
    received: records.length,
    rejected,
    missing,
    audit,
    repaired: taken.marks
      .filter(({ state }) => state === 'repaired')
      .map(({ number, chunks }) => ({ volume: number, chunks })),
    salvaged: salvage && {
      received: records.map(({ id, revision }) => ({ id, revision })),
      loss: salvage.loss,
    },
  };
  const name = [
    `receipt-${sender.id.slice(0, 8)}-${String(info.sequence).padStart(4, '0')}-${info.packageId.slice(0, 8)}`,
    ...(salvage ? ['salvaged'] : []),
  ].join('-');
  const receipt = await makeAnswer(station, sender, 'receipt', name, body);
  const listed = await listAhead(station, contents.taken, salvage !== null);
  const history = salvage ?? (before?.salvage ? { ...before.salvage, completedAt: receivedAt } : null);
  station.bulkTransaction(() => {
    keepAnswer(acting, receipt);
    const toldAgain = tellRestored(station, info);
    const n = station.db
      .prepare(
        `INSERT INTO intake (n, id, sender, epoch, sequence, previous, created_at, at, by, file, bytes, counts, received, superseded,
           rejected, missing, approvals, audit_seq, audit_digest, receipt, volumes, salvage, urgent)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET at = excluded.at, by = excluded.by, file = excluded.file, bytes = excluded.bytes,
           counts = excluded.counts, received = excluded.received, superseded = excluded.superseded, rejected = excluded.rejected,
           missing = excluded.missing, receipt = excluded.receipt, volumes = excluded.volumes, salvage = excluded.salvage,
           urgent = max(urgent, excluded.urgent),
           approvals = iif(excluded.approvals = '[]', approvals, excluded.approvals)
         RETURNING n`,
      )
      .pluck()
      .get(
        listed,
        info.packageId,
        sender.id,
        info.epoch,
        info.sequence,
        info.previous ?? '',
        info.created,
        receivedAt,
        user.name,
        taken.file,
        taken.bytes,
        JSON.stringify(countsOf(records)),
        records.length,
        contents.taken.filter((one) => one.superseded).length,
        JSON.stringify(rejected),
        JSON.stringify(missing),
        JSON.stringify(contents.approvals),
        audit.sequence,
        audit.digest,
        receipt.id,
        JSON.stringify(taken.marks),
        history ? JSON.stringify(history) : '',
        contents.says?.urgent ? 1 : 0,
      ) as number;
    if (n !== listed) moveListed(station, listed, n);
    if (contents.says && !hasNewer(station, info))
      station.db.prepare('UPDATE partner SET says = ? WHERE id = ?').run(JSON.stringify(contents.says), sender.id);
    station.db.prepare('DELETE FROM intake_refused WHERE package = ?').run(info.packageId);
    const old = before ? { received: before.received } : undefined;
    station.audit(salvage ? 'intake.salvage' : 'intake.receive', info.packageId, old, {
      sender: sender.id,
      sequence: info.sequence,
      received: records.length,
      rejected,
      missing,
      ...(body.repaired.length > 0 ? { repaired: body.repaired } : {}),
      ...(toldAgain > 0 ? { toldAgain } : {}),
      ...(salvage ? { reason: salvage.reason, loss: salvage.loss } : {}),
    });
  }, 'last');
}

/** Rows of the ledger that are written without a rest. */
const listedRows = 2000;

/**
 * Lists what was taken under the number that the next package gets, some at a time: it counts once there is a package of that number. What one that was cut
 * off has left there goes first.
 */
async function listAhead(station: Station, taken: readonly TakenRecord[], salvaged: boolean): Promise<number> {
  const { db } = station;
  const n = 1 + (db.prepare('SELECT coalesce(max(n), 0) FROM intake').pluck().get() as number);
  const left = prepared(
    db,
    `DELETE FROM intake_record WHERE (intake, record) IN (SELECT intake, record FROM intake_record WHERE intake >= ? LIMIT ${listedRows})`,
  );
  while (station.bulkTransaction(() => left.run(n).changes) > 0) await othersTurn();
  const list = prepared(
    db,
    `INSERT INTO intake_record (intake, record, revision, kind, entered_by, edited_by, salvaged) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET salvaged = excluded.salvaged`,
  );
  for (let at = 0; at < taken.length; at += listedRows) {
    station.bulkTransaction(() => {
      for (const one of taken.slice(at, at + listedRows))
        list.run(n, one.id, one.revision, one.kind, one.enteredBy, one.editedBy, salvaged ? 1 : 0);
    });
    await othersTurn();
  }
  await station.log.write();
  return n;
}

/** More of a package that had its number before. */
function moveListed({ db }: Station, from: number, to: number): void {
  db.prepare(
    `INSERT INTO intake_record (intake, record, revision, kind, entered_by, edited_by, salvaged)
       SELECT ?, record, revision, kind, entered_by, edited_by, salvaged FROM intake_record WHERE intake = ?
       ON CONFLICT DO UPDATE SET salvaged = excluded.salvaged`,
  ).run(to, from);
  db.prepare('DELETE FROM intake_record WHERE intake = ?').run(from);
}

type Listed = Pick<TakenRecord, 'id' | 'revision' | 'kind'>;

/** Records that came out of this package before and not now. */
function inLedger(station: Station, packageId: string, now: readonly TakenRecord[]): Listed[] {
  const rows = station.db
    .prepare(
      'SELECT x.record AS id, x.revision, x.kind FROM intake_record x JOIN intake i ON i.n = x.intake WHERE i.id = ?',
    )
    .all(packageId) as Listed[];
  const ids = new Set(now.map(({ id }) => id));
  return rows.filter(({ id }) => !ids.has(id));
}

function countsOf(records: readonly Listed[]): Contents['counts'] {
  const counts: Contents['counts'] = {};
  for (const { kind } of records) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

/** The first package of another epoch comes out of a restored backup, which knows nothing of what it was told since. Gives how many decisions go once more. */
function tellRestored(station: Station, { sender, epoch }: PackageInfo): number {
  const find = station.db.prepare('SELECT DISTINCT epoch FROM intake WHERE sender = ?');
  const epochs = find.pluck().all(sender) as number[];
  return epochs.length === 0 || epochs.includes(epoch) ? 0 : decisionsAgain(station, sender);
}

/** Whether a package made later has come before this one: what a late one says of its station is out of date. */
function hasNewer(station: Station, info: PackageInfo): boolean {
  const find = station.db.prepare('SELECT 1 FROM intake WHERE sender = ? AND id <> ? AND created_at > ?');
  return find.get(info.sender, info.packageId, info.created) !== undefined;
}

/** Numbers of the sender's epoch that have not come, or not whole; this package counts as come. */
function missingSequences(station: Station, info: PackageInfo): number[] {
  const rows = station.db
    .prepare(
      `SELECT sequence, CASE salvage WHEN '' THEN 1 ELSE json_extract(salvage, '$.completedAt') <> '' END AS whole
       FROM intake WHERE sender = ? AND epoch = ?`,
    )
    .all(info.sender, info.epoch) as { sequence: number; whole: 0 | 1 }[];
  const have = new Set([...rows.filter(({ whole }) => whole === 1).map(({ sequence }) => sequence), info.sequence]);
  const missing: number[] = [];
  const last = Math.max(info.sequence, ...rows.map(({ sequence }) => sequence));
  for (let at = 1; at < last && missing.length < 1000; at += 1) if (!have.has(at)) missing.push(at);
  return missing;
}
