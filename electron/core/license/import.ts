import { refuse } from '../../../shared/contract/failures.ts';
import { recordStateNames } from '../../../shared/exchange/record.ts';
import { type ColumnMatch, matchColumns } from '../../../shared/license/columns.ts';
import { licenseLabel } from '../../../shared/license/fields.ts';
import type { ImportReport, RejectedRow } from '../../../shared/license/methods.ts';
import { licenseFromRow } from '../../../shared/license/row.ts';
import type { LicenseType } from '../../../shared/license/type.ts';
import type { Job } from '../context.ts';
import { isNumberThatWasACode, readTable, type TableRow } from '../spreadsheet/spreadsheet.ts';
import type { Station } from '../store/station.ts';
import { exactDuplicates } from './duplicates.ts';
import { checkedLicense, localDay, saveChecked } from './save.ts';

export interface LicenseTable {
  readonly type: LicenseType;
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly duplicates: 'reject' | 'add';
}

/** Longest stretch of rows that is written without letting others run, in ms. */
const sliceMs = 40;

/** Rows before the titles that a table may have (a heading, a note). */
const titleRows = 10;

/**
 * Takes the rows of a spreadsheet in as licenses of one type. A row with errors is named in the report and stays out; the others go in, complete and
 * handed in. Refuses `not-a-table` when no row of titles is found or the column of the license number is missing.
 */
export async function importLicenses(
  station: Station,
  table: LicenseTable,
  now: Date,
  job: Job,
): Promise<ImportReport> {
  const { type } = table;
  const read = await readTable(table.bytes, table.name);
  const { match, first } = findTitles(type, table.name, read.rows);
  const rejected: RejectedRow[] = [];
  let accepted = 0;
  let at = first;
  while (at < read.rows.length) {
    if (job.signal.aborted) refuse('cancelled');
    const until = Date.now() + sliceMs;
    station.transaction(() => {
      do {
        const problems = importRow(station, table, match, read.rows[at]!, now);
        if (problems.length === 0) accepted++;
        rejected.push(...problems);
        at++;
      } while (at < read.rows.length && Date.now() < until);
    });
    job.progress('写入', at - first, read.rows.length - first, 'items');
    await new Promise((resume) => setImmediate(resume));
  }
  const report: ImportReport = { accepted, rejected, unknownColumns: [...match.unknown], sheet: read.sheet };
  station.audit('license.import', type.name, undefined, {
    file: table.name,
    accepted,
    rejected: new Set(rejected.map(({ row }) => row)).size,
  });
  return report;
}

/** The row of titles is the one of the first rows that names most fields of the type. */
function findTitles(type: LicenseType, name: string, rows: readonly TableRow[]): { match: ColumnMatch; first: number } {
  let best: { match: ColumnMatch; first: number; score: number } | undefined;
  rows.slice(0, titleRows).forEach((row, index) => {
    const match = matchColumns(type, row.cells);
    const score = match.targets.filter((target) => target !== null && target.kind !== 'ignored').length;
    if (score > (best?.score ?? 0)) best = { match, first: index + 1, score };
  });
  if (!best) refuse('not-a-table', { name, reason: `没有一行标题与“${type.name}”的照面字段相符` });
  const numberPath = `face.${type.roles.number}`;
  const label = licenseLabel(type, numberPath);
  if (!best.match.targets.some((target) => target?.kind === 'path' && target.path === numberPath))
    refuse('not-a-table', { name, reason: `缺少“${label}”列` });
  return best;
}

function importRow(
  station: Station,
  { type, duplicates }: LicenseTable,
  match: ColumnMatch,
  { row, cells }: TableRow,
  now: Date,
): RejectedRow[] {
  const reject = (field: string, code: string, message: string): RejectedRow => ({
    row,
    field,
    code,
    message: field === '' ? message : `${licenseLabel(type, field)}：${message}`,
  });
  const { license, problems } = licenseFromRow(type, match.targets, cells, localDay(now));
  const checked = checkedLicense(station, license, now, type);
  const found = [...problems, ...checked.findings.filter((finding) => finding.level === 'error')];
  if (found.length > 0) {
    const fields = new Set<string>();
    return found
      .filter(({ field }) => !fields.has(field) && fields.add(field))
      .map(({ field, code, message }) => {
        const value = field.startsWith('face.') ? (license.face[field.slice(5)] ?? '') : '';
        return isNumberThatWasACode(value)
          ? reject(field, 'number-lost-digits', '表格把号码当成了数字，末几位已丢失，请把该列设为文本后重新填写')
          : reject(field, code, message);
      });
  }
  if (duplicates === 'reject') {
    const [same] = exactDuplicates(station, type, checked.license);
    if (same)
      return [
        reject(
          `face.${type.roles.number}`,
          'duplicate-license',
          `已有同号证照“${same.name}”（${recordStateNames[same.state]}，${same.updatedAt.slice(0, 10)} 由${same.updatedBy}录入），未重复导入`,
        ),
      ];
  }
  saveChecked(station, checked, { state: 'pending' });
  return [];
}
