import { type FailureCode, failure, failureMessages } from '../../../shared/contract/failures.ts';
import type { IntakeRow, Salvage, VolumeMark } from '../../../shared/exchange/package.ts';
import { prepared } from '../store/database.ts';
import type { Station } from '../store/station.ts';
import { heldVolumes } from './intake-held.ts';

interface Row
  extends Omit<
    IntakeRow,
    'counts' | 'rejected' | 'missing' | 'urgent' | 'ok' | 'code' | 'message' | 'volumes' | 'salvage' | 'loss' | 'held'
  > {
  readonly urgent: number;
  readonly counts: string;
  readonly rejected: string;
  readonly missing: string;
  readonly volumes: string;
  readonly salvage: string;
}

const ofRecords = (states: string): string =>
  `(SELECT count(*) FROM intake_record x JOIN record r ON r.id = x.record AND r.revision = x.revision
    WHERE x.intake = i.n AND r.state IN (${states}))`;
const columns = `i.id AS key, i.id AS packageId, i.file, i.sender, p.name AS senderName, i.epoch, i.sequence, i.at,
    i.created_at AS createdAt, i.bytes, i.counts, i.received, i.rejected, i.missing, i.superseded, i.urgent, i.receipt, i.volumes, i.salvage`;
const from = 'FROM intake i JOIN partner p ON p.id = i.sender';

/** A package without where its records stand, for which each of them is asked. */
export type StoredIntake = Omit<IntakeRow, 'waiting' | 'decided'>;

/** A package that was taken in, undefined when it was not. */
export function storedIntake(station: Station, id: string): StoredIntake | undefined {
  const row = prepared(station.db, `SELECT ${columns} ${from} WHERE i.id = ?`).get(id) as
    | Omit<Row, 'waiting' | 'decided'>
    | undefined;
  return row && parsed(station, row);
}

/** 收件: packages taken in and files refused, newest first. */
export function listIntake(station: Station, limit: number): { rows: IntakeRow[]; total: number } {
  const rows = (
    station.db
      .prepare(
        `SELECT ${columns}, ${ofRecords("'received'")} AS waiting, ${ofRecords("'accepted', 'returned', 'stored'")} AS decided
         ${from} ORDER BY i.at DESC, i.n DESC LIMIT ?`,
      )
      .all(limit) as Row[]
  ).map((row) => stillMissing(station, parsed(station, row)));
  const refused = station.db
    .prepare(
      `SELECT f.n, f.file, f.bytes, f.package, f.sender, coalesce(p.name, '') AS senderName, f.sequence, f.at, f.code, f.details,
         f.volumes, f.loss
       FROM intake_refused f LEFT JOIN partner p ON p.id = f.sender ORDER BY f.at DESC LIMIT ?`,
    )
    .all(limit) as Refused[];
  const count = (table: string): number => station.db.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number;
  const all = [...rows, ...refused.map((row) => toRefused(station, row))].sort((a, b) =>
    a.at < b.at ? 1 : a.at > b.at ? -1 : 0,
  );
  return { rows: all.slice(0, limit), total: count('intake') + count('intake_refused') };
}

/** One line of `intake_refused` with its sender's name. */
interface Refused {
  readonly n: number;
  readonly file: string;
  readonly bytes: number;
  readonly package: string;
  readonly sender: string;
  readonly senderName: string;
  readonly sequence: number;
  readonly at: string;
  readonly code: string;
  readonly details: string;
  readonly volumes: string;
  readonly loss: string;
}

/** Whether all of a package that was taken in has come. */
export function isWhole({ salvage }: Pick<IntakeRow, 'salvage'>): boolean {
  return salvage === null || salvage.completedAt !== '';
}

function parsed<R extends Omit<Row, 'waiting' | 'decided'>>(
  station: Station,
  row: R,
): Omit<R, keyof StoredIntake> & StoredIntake {
  const volumes = JSON.parse(row.volumes) as VolumeMark[];
  const salvage = row.salvage === '' ? null : (JSON.parse(row.salvage) as Salvage);
  const repaired = volumes.some(({ state }) => state === 'repaired');
  return {
    ...row,
    urgent: row.urgent === 1,
    ok: true,
    code: !isWhole({ salvage }) ? 'salvaged' : repaired ? 'repaired' : '',
    message: '',
    volumes,
    salvage,
    loss: null,
    held: heldVolumes(station, row.packageId).length > 0,
    counts: JSON.parse(row.counts),
    rejected: JSON.parse(row.rejected),
    missing: JSON.parse(row.missing),
  };
}

/** The line without those of its missing packages that have come since; its receipt stays as it was signed. */
function stillMissing({ db }: Station, row: IntakeRow): IntakeRow {
  if (row.missing.length === 0) return row;
  const come = db
    .prepare(
      `SELECT sequence FROM intake WHERE sender = ? AND epoch = ? AND (salvage = '' OR json_extract(salvage, '$.completedAt') <> '')
         AND sequence IN (SELECT value FROM json_each(?))`,
    )
    .pluck()
    .all(row.sender, row.epoch, JSON.stringify(row.missing));
  return { ...row, missing: row.missing.filter((sequence) => !come.includes(sequence)) };
}

function toRefused(station: Station, row: Refused): IntakeRow {
  const known = Object.hasOwn(failureMessages, row.code);
  return {
    key: `refused-${row.n}`,
    packageId: row.package,
    file: row.file,
    sender: row.sender,
    senderName: row.senderName,
    epoch: 0,
    sequence: row.sequence,
    at: row.at,
    createdAt: '',
    bytes: row.bytes,
    counts: {},
    ok: false,
    code: row.code,
    message: known ? failure(row.code as FailureCode, JSON.parse(row.details)).message : row.code,
    received: 0,
    rejected: [],
    missing: [],
    superseded: 0,
    urgent: false,
    waiting: 0,
    decided: 0,
    receipt: '',
    volumes: JSON.parse(row.volumes),
    loss: row.loss === '' ? null : JSON.parse(row.loss),
    salvage: null,
    held: heldVolumes(station, row.package).length > 0,
  };
}
