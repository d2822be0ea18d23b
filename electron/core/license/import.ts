import { Refusal, refuse } from '../../../shared/contract/failures.ts';
import { recordStateNames } from '../../../shared/exchange/record.ts';
import { type ColumnMatch, matchColumns } from '../../../shared/license/columns.ts';
import { licenseLabel } from '../../../shared/license/fields.ts';
import type { ImportReport, RejectedRow } from '../../../shared/license/methods.ts';
import { unreasoned, withReason } from '../../../shared/license/reason.ts';
import { licenseFromRow } from '../../../shared/license/row.ts';
import type { LicenseType } from '../../../shared/license/type.ts';
import type { Job } from '../context.ts';
import { isFault, isNumberThatWasACode, openTable, type TableRow } from '../spreadsheet/spreadsheet.ts';
import type { Station } from '../store/station.ts';
import { exactDuplicates } from './duplicates.ts';
import { checkedLicense, localDay, saveChecked } from './save.ts';

export interface LicenseTable {
  readonly type: LicenseType;
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly duplicates: 'reject' | 'add';
  /** Why the warnings of all rows may pass, '' where nobody said so. */
  readonly reason: string;
}

/** Longest stretch of rows that is written without letting others run, in ms. */
const sliceMs = 400;

/** Rows before the titles that a table may have (a heading, a note). */
const titleRows = 10;

/**
 * Takes the rows of a spreadsheet in as licenses of one type, while they are read. A row with errors is named in the report and stays out; the
 * others go in and are handed in, drafts while a warning of theirs has no reason. Cancelled before the first row it leaves nothing; later, the rows up to there stay, and `stoppedAt` names the
 * first that was not looked at. Refuses `not-a-table` when no row of titles is found or the column of the license number is missing.
 */
export async function importLicenses(
  station: Station,
  table: LicenseTable,
  now: Date,
  job: Job,
): Promise<ImportReport> {
  const { type } = table;
  job.progress('读取', 0, 0, 'items');
  const { about, rows, close } = await openTable(table.bytes, table.name, job.signal);
  const rejected: RejectedRow[] = [];
  let accepted = 0;
  let drafts = 0;
  let done = 0;
  let last = 0;
  const notes = [...about.notes];
  let stoppedAt: number | null = null;
  let titles: { match: ColumnMatch; first: number } | undefined;
  try {
    reading: for await (const batch of rows) {
      let at = 0;
      if (!titles) {
        titles = findTitles(type, table.name, batch);
        at = titles.first;
      }
      const { match } = titles;
      while (at < batch.length) {
        if (job.signal.aborted) {
          if (done === 0) refuse('cancelled');
          stoppedAt = batch[at]!.row;
          break reading;
        }
        const until = performance.now() + sliceMs;
        station.transaction(() => {
          do {
            const result = importRow(station, table, match, batch[at]!, now);
            if (typeof result !== 'string') rejected.push(...result);
            else accepted++;
            if (result === 'draft') drafts++;
            last = batch[at++]!.row;
            done++;
          } while (at < batch.length && performance.now() < until);
        });
        job.progress('写入', done, Math.max(done, about.expected - 1), 'items');
        await new Promise((resume) => setImmediate(resume));
      }
    }
  } catch (error) {
    if (!(error instanceof Refusal) || done === 0) throw error;
    // Damage, a limit or a cancel in the middle of the file: what is in stays in, and the report says where it ends.
    stoppedAt = last + 1;
    if (!job.signal.aborted) notes.push(`第 ${stoppedAt} 行起没有读：${error.failure.message}`);
  } finally {
    await close();
  }
  station.audit('license.import', type.name, undefined, {
    file: table.name,
    accepted,
    rejected: new Set(rejected.map(({ row }) => row)).size,
  });
  return {
    accepted,
    drafts,
    rejected,
    unknownColumns: [...(titles?.match.unknown ?? [])],
    sheet: about.sheet,
    notes,
    stoppedAt,
  };
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
  { type, duplicates, reason }: LicenseTable,
  match: ColumnMatch,
  { row, cells }: TableRow,
  now: Date,
): RejectedRow[] | 'draft' | 'pending' {
  const reject = (field: string, code: string, message: string): RejectedRow => ({
    row,
    field,
    code,
    message: field === '' ? message : `${licenseLabel(type, field)}：${message}`,
  });
  const faults = cells.flatMap((cell, column) => {
    const target = match.targets[column];
    const field = target?.kind === 'path' ? target.path : target?.kind === 'range' ? target.from : '';
    return field !== '' && isFault(cell)
      ? [reject(field, 'formula-failed', `这一格是“${cell}”，没有值。请在表格里改好公式，或粘贴为值`)]
      : [];
  });
  if (faults.length > 0) return faults;
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
  const open = unreasoned(checked.license, checked.findings);
  const reasoned = open.reduce((taken, warning) => withReason(taken, warning, reason), checked.license);
  const state = open.length > 0 && reason === '' ? 'draft' : 'pending';
  saveChecked(station, { ...checked, license: reasoned }, { state });
  return state;
}
