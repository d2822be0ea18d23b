import type { RecordRevision } from '../../../shared/exchange/approval.ts';
import { approvalKindNames } from '../../../shared/exchange/approval.ts';
import type { HandOver, MediumKind, Slip } from '../../../shared/exchange/medium.ts';
import type { Station } from '../store/station.ts';
import { approvalsBehind } from './approvals.ts';
import { sentPackage } from './ledger.ts';
import { nextNumber } from './media.ts';
import { usualVirusProgram } from './write-sealed.ts';

/** What stands on the handover slip of a package; refuses `package-missing`. */
export function slipOf(station: Station, id: string): Slip {
  const { sequence, urgent, createdAt, recovery, counts, volumes, handedAt, courier } = sentPackage(station, id);
  const { name, uscc } = station.info();
  const { says, ...recipient } = station.db
    .prepare(
      'SELECT p.name, p.uscc, k.handed_over AS says FROM package k JOIN partner p ON p.id = k.recipient WHERE k.id = ?',
    )
    .get(id) as { name: string; uscc: string; says: string };
  const records = station.db
    .prepare('SELECT record AS id, revision FROM package_record WHERE package = ?')
    .all(id) as RecordRevision[];
  const sheets = station.db
    .prepare("SELECT code FROM package_record WHERE package = ? AND kind = 'sheet' ORDER BY code")
    .pluck()
    .all(id) as string[];
  const media = station.db
    .prepare(
      `SELECT DISTINCT m.number, m.kind, m.model FROM volume v JOIN medium m ON m.number = v.number_of_medium
       WHERE v.package = ? ORDER BY m.number`,
    )
    .all(id) as { number: string; kind: MediumKind; model: string }[];
  return {
    packageId: id,
    sequence,
    urgent,
    createdAt,
    recovery,
    sender: { name, uscc },
    recipient,
    counts,
    approvals: approvalsBehind(station, records).map(({ kind, person, text, date }) => ({
      kind: approvalKindNames[kind],
      person,
      text,
      date,
    })),
    volumes,
    media,
    sheets,
    handOver: says === '' ? (courier === '' ? {} : { courier }) : (JSON.parse(says) as HandOver),
    handedAt,
    nextMedium: nextNumber(station),
    usualVirusProgram: usualVirusProgram(station),
  };
}
