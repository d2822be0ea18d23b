import { refuse } from '../../../shared/contract/failures.ts';
import {
  type Approval,
  type ApprovalKind,
  approvalKindNames,
  type PaperApproval,
  type RecordRevision,
} from '../../../shared/exchange/approval.ts';
import { recordStateNames } from '../../../shared/exchange/record.ts';
import type { Station } from '../store/station.ts';
import { goesNext } from './goes-next.ts';
import type { Acting } from './partners.ts';

// Covered is a pending record whose current revision has both signatures; an edit makes a new revision and needs them anew.

/** SQL condition over a `record` aliased r: this kind of signature exists for the revision that is pending now. */
export function coveredBy(kind: ApprovalKind): string {
  return `EXISTS (SELECT 1 FROM approval_record a WHERE a.record = r.id AND a.revision = r.revision AND a.kind = '${kind}')`;
}

export const coveredByBoth = `${coveredBy('head')} AND ${coveredBy('secrecy')}`;

/**
 * Signs in the program for exactly these revisions; already signed ones stay as they are. Refuses `not-allowed` without the role
 * of the signature, `own-entry` for an entry of one's own, `record-changed` for another revision, `record-locked` for what nobody handed in.
 */
export function giveApproval(
  acting: Acting,
  kind: ApprovalKind,
  records: readonly RecordRevision[],
  text: string,
): number {
  const { station, user } = acting;
  const role = kind === 'head' ? 'head' : 'secrecyOfficer';
  if (!user.roles.includes(role)) refuse('not-allowed', { roles: kind === 'head' ? '单位负责人' : '保密员' });
  return station.transaction(() => {
    for (const { id, revision } of records) {
      const record = station.records.get(id);
      if (record.revision !== revision) refuse('record-changed', { user: record.updatedBy, revision: record.revision });
      if (record.origin !== '' || record.state !== 'pending')
        refuse('record-locked', { state: recordStateNames[record.state] });
      if (record.createdBy === user.name || hasWritten(station, id, user.name))
        refuse('own-entry', { id, name: record.name });
    }
    const date = station.now().slice(0, 10);
    const words = text || (kind === 'head' ? '同意上报' : '非涉密');
    return write(acting, kind, 'program', { person: user.name, date, text: words }, records);
  });
}

/** SQL over a `record` aliased r: everybody who saved it since it was sent last, as a JSON array; also whom somebody else's save followed. */
export const writersOf = `(SELECT json_group_array(DISTINCT w.user) FROM audit w WHERE w.object = r.id AND w.action = r.kind || '.save'
  AND w.seq > coalesce((SELECT max(s.seq) FROM audit s WHERE s.object = r.id AND s.action = r.kind || '.seal'), 0))`;

function hasWritten(station: Station, id: string, name: string): boolean {
  const writers = station.db.prepare(`SELECT ${writersOf} FROM record r WHERE r.id = ?`).pluck().get(id) as string;
  return (JSON.parse(writers) as string[]).includes(name);
}

/** Records a signed paper: it covers every record that goes next and lacks this signature, as the printed sheet lists them. Gives how many that were. */
export function recordPaper(acting: Acting, kind: ApprovalKind, paper: PaperApproval): number {
  return acting.station.transaction(() => write(acting, kind, 'paper', paper, pendingWithout(acting.station, kind)));
}

function pendingWithout(station: Station, kind: ApprovalKind): RecordRevision[] {
  return station.db
    .prepare(`SELECT r.id, r.revision FROM record r WHERE ${goesNext(station)} AND NOT ${coveredBy(kind)}`)
    .all() as RecordRevision[];
}

function write(
  { station, user }: Acting,
  kind: ApprovalKind,
  way: Approval['way'],
  paper: PaperApproval,
  records: readonly RecordRevision[],
): number {
  if (records.length === 0) return 0;
  const { lastInsertRowid } = station.db
    .prepare('INSERT INTO approval (kind, way, person, date, text, recorded_by, at) VALUES (?, ?, ?, ?, ?, ?, ?)')
    .run(kind, way, paper.person, paper.date, paper.text, user.name, station.now());
  const cover = station.db.prepare(
    'INSERT INTO approval_record (record, revision, kind, approval) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
  );
  let covered = 0;
  for (const { id, revision } of records) covered += cover.run(id, revision, kind, lastInsertRowid).changes;
  station.audit('approval.give', String(lastInsertRowid), undefined, {
    kind: approvalKindNames[kind],
    way,
    ...paper,
    covered,
  });
  return covered;
}

/** The approvals that cover something still pending, newest first. */
export function openApprovals(station: Station): Approval[] {
  return station.db
    .prepare(
      `SELECT a.id, a.kind, a.way, a.person, a.date, a.text, a.recorded_by AS recordedBy, a.at, count(*) AS covers
       FROM approval a JOIN approval_record c ON c.approval = a.id
       JOIN record r ON r.id = c.record AND r.revision = c.revision
         AND (r.state = 'pending' OR (r.state = 'sent' AND r.id IN (SELECT record FROM resend)))
       GROUP BY a.id ORDER BY a.id DESC`,
    )
    .all() as Approval[];
}

export interface UsedApproval {
  readonly kind: ApprovalKind;
  readonly way: Approval['way'];
  readonly person: string;
  readonly date: string;
  readonly text: string;
  readonly recordedBy: string;
  readonly records: RecordRevision[];
}

/** The approvals behind these revisions, each with the revisions that it let out: what travels as `data/approval.json`. */
export function approvalsBehind(station: Station, records: readonly RecordRevision[]): UsedApproval[] {
  const used = new Map<number, UsedApproval>();
  const find = station.db.prepare(
    `SELECT a.id, a.kind, a.way, a.person, a.date, a.text, a.recorded_by AS recordedBy
     FROM approval_record c JOIN approval a ON a.id = c.approval WHERE c.record = ? AND c.revision = ? ORDER BY a.kind`,
  );
  for (const record of records)
    for (const { id, ...row } of find.all(record.id, record.revision) as (UsedApproval & { id: number })[]) {
      const approval = used.get(id) ?? { ...row, records: [] };
      approval.records.push({ id: record.id, revision: record.revision });
      used.set(id, approval);
    }
  return [...used.values()];
}
