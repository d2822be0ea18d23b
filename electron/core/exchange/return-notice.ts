import { addWorkingDays } from '../../../shared/china/working-days.ts';
import { refuse } from '../../../shared/contract/failures.ts';
import type { Remark } from '../../../shared/exchange/finding.ts';
import type { RecordKind } from '../../../shared/exchange/record.ts';
import type { ReturnNotice } from '../../../shared/exchange/return-notice.ts';
import { maskNumber } from '../../../shared/license/holder.ts';
import { workingCalendar } from '../calendar/calendar.ts';
import { changeDays } from '../catalog/catalog.ts';
import type { Station } from '../store/station.ts';
import { findPartner } from './partners.ts';
import { rulesOf } from './record-rules.ts';
import { isPersonal } from './review.ts';

/** More lines than this nobody reads on paper. */
const listed = 500;

/**
 * The returned records of a signed 审核结果, or of what waits to be signed for a department, with their remarks by the fields' labels. Refuses
 * `package-missing`, `unknown-sender`, `returns-missing`.
 */
export function returnNotice(station: Station, which: { answer: string } | { partner: string }): ReturnNotice {
  const id = 'answer' in which ? which.answer : '';
  const signed = station.db.prepare('SELECT partner, created_at AS at FROM answer_out WHERE id = ?').get(id) as
    | { partner: string; at: string }
    | undefined;
  const partner =
    'partner' in which ? which.partner : (signed?.partner ?? refuse('package-missing', { packageId: id }));
  const { name: to } = findPartner(station, partner) ?? refuse('unknown-sender', { sender: partner });
  const returned =
    "FROM decision d JOIN record r ON r.id = d.record WHERE d.partner = ? AND d.answer_out = ? AND d.outcome = 'returned'";
  const { total, catalogs } = station.db
    .prepare(`SELECT count(*) AS total, coalesce(sum(r.kind = 'catalog'), 0) AS catalogs ${returned}`)
    .get(partner, id) as { total: number; catalogs: number };
  if (total === 0) refuse('returns-missing', { name: to });
  const rows = station.db
    .prepare(
      `SELECT d.record, d.revision, d.remarks, r.kind, r.name, r.code, ${isPersonal} AS personal, coalesce((SELECT max(i.sequence)
         FROM intake_record x JOIN intake i ON i.n = x.intake WHERE x.record = d.record AND x.revision = d.revision), 0) AS sequence
       ${returned} ORDER BY r.kind, r.n LIMIT ${listed}`,
    )
    .all(partner, id) as {
    record: string;
    revision: number;
    remarks: string;
    kind: RecordKind;
    name: string;
    code: string;
    personal: number;
    sequence: number;
  }[];
  const at = signed?.at ?? station.now();
  station.audit('review.returnNotice', id || partner, undefined, { total });
  return {
    from: station.info().name,
    to,
    number: id.slice(0, 8).toUpperCase(),
    at,
    catalogsBy: catalogs > 0 ? addWorkingDays(at.slice(0, 10), changeDays, workingCalendar(station)).date : '',
    rows: rows.map(({ remarks, personal, code, ...row }) => {
      const rules = rulesOf(station, row.kind, partner);
      const body = rules?.schema.safeParse(station.records.version(row.record, row.revision));
      const label = (field: string): string => (rules && body?.success && field ? rules.label(field, body.data) : '');
      return {
        ...row,
        code: personal === 1 ? maskNumber(code) : code,
        remarks: (JSON.parse(remarks) as Remark[]).map(({ field, remark }) => ({ label: label(field), remark })),
      };
    }),
    total,
  };
}
