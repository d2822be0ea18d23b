import type { z } from 'zod';
import { refuse } from '../../../shared/contract/failures.ts';
import type { Remark } from '../../../shared/exchange/finding.ts';
import type { RecordKind } from '../../../shared/exchange/record.ts';
import type { DecideInput } from '../../../shared/exchange/review.ts';
import { type Role, roleNames } from '../../../shared/station/roles.ts';
import type { Acting } from './partners.ts';

type Outcome = z.output<typeof DecideInput>['outcome'];

const auditors: Readonly<Record<RecordKind, Role>> = {
  catalog: 'catalogAuditor',
  confirmation: 'catalogAuditor',
  dataset: 'catalogAuditor',
  request: 'catalogAuditor',
  licenseType: 'licenseAuditor',
  license: 'licenseAuditor',
  sheet: 'licenseAuditor',
  imprint: 'licenseAuditor',
};

/**
 * Decides about one revision of a received record. The decision stands in the bureau at once and reaches the department with the
 * next 审核结果. Refuses `not-allowed`, `record-changed` when a newer revision has come, `record-locked` where the state does not
 * allow it, `remark-missing` for a return without a word. Gives the decision's running number.
 */
export function decide(acting: Acting, input: z.output<typeof DecideInput>): number {
  const { station, user } = acting;
  return station.transaction(() => {
    const record = station.records.get(input.id);
    if (record.origin === '') refuse('record-missing', { id: input.id });
    if (record.revision !== input.revision)
      refuse('record-changed', { user: record.updatedBy, revision: record.revision });
    mayDecide(user.roles, record.kind, input.outcome);
    const remarks = input.outcome === 'returned' ? input.remarks : [];
    if (input.outcome === 'returned' && remarks.length === 0) refuse('remark-missing');
    const answer = nextAnswer(acting);
    const moved = station.records.step(
      record.id,
      { cause: 'decision', revision: record.revision, outcome: input.outcome, answer },
      remarks,
    );
    if (!moved)
      refuse('record-locked', {
        state: input.outcome === 'accepted' ? '审核通过' : input.outcome === 'stored' ? '已入库' : '退回修改',
      });
    station.db
      .prepare(
        'INSERT INTO decision (answer, partner, record, revision, outcome, remarks, at, by) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
      )
      .run(
        answer,
        record.origin,
        record.id,
        record.revision,
        input.outcome,
        JSON.stringify(remarks),
        station.now(),
        user.name,
      );
    return answer;
  });
}

/** Decides alike about every record of a package that the outcome can reach from where it stands. Gives how many. */
export function decidePackage(
  acting: Acting,
  input: { packageId: string; kind?: RecordKind | undefined; outcome: Outcome; field: string; remark: string },
): number {
  const { station } = acting;
  const known = station.db.prepare('SELECT n FROM intake WHERE id = ?').pluck().get(input.packageId) as
    | number
    | undefined;
  if (known === undefined) refuse('package-missing', { packageId: input.packageId });
  const waits = input.outcome === 'stored' ? "('received', 'accepted')" : "('received')";
  const rows = station.db
    .prepare(
      `SELECT r.id, r.revision FROM record r JOIN intake_record x ON x.record = r.id AND x.revision = r.revision
       WHERE x.intake = ? AND r.state IN ${waits} AND (? = '' OR r.kind = ?) ORDER BY r.n`,
    )
    .all(known, input.kind ?? '', input.kind ?? '') as { id: string; revision: number }[];
  const remarks: Remark[] = input.remark ? [{ field: input.field, remark: input.remark }] : [];
  station.transaction(() => {
    for (const row of rows) decide(acting, { ...row, outcome: input.outcome, remarks });
  });
  return rows.length;
}

function mayDecide(roles: readonly Role[], kind: RecordKind, outcome: Outcome): void {
  const wanted: Role[] = outcome === 'stored' ? [auditors[kind], 'dataManager'] : [auditors[kind]];
  if (!wanted.some((role) => roles.includes(role)))
    refuse('not-allowed', { roles: wanted.map((role) => roleNames[role]).join('、') });
}

/** Milliseconds since 1970, one more than the last at least: it also grows past a restored backup. */
function nextAnswer({ station }: Acting): number {
  const last = station.db.prepare('SELECT coalesce(max(answer), 0) FROM decision').pluck().get() as number;
  return Math.max(Date.now(), last + 1);
}
