import { createHash } from 'node:crypto';
import type { Finding } from '../../../shared/exchange/finding.ts';
import type { ColumnTarget } from '../../../shared/license/columns.ts';
import type { CompletionContext } from '../../../shared/license/complete.ts';
import { licenseLabel } from '../../../shared/license/fields.ts';
import type { License } from '../../../shared/license/license.ts';
import type { RejectedRow } from '../../../shared/license/methods.ts';
import { unreasoned, withReason } from '../../../shared/license/reason.ts';
import { licenseFromRow } from '../../../shared/license/row.ts';
import type { LicenseType } from '../../../shared/license/type.ts';
import { isFault, isNumberThatWasACode, numberOverflown, type TableRow } from '../spreadsheet/table.ts';
import { type NewRecord, newRecord } from '../store/new-record.ts';
import { completeAndCheck, licenseRecord } from './license-record.ts';

// What an import makes of a row without asking the store. Runs in the worker that reads the table.

/** What the rows of one table become licenses by. */
export interface RowsWish {
  readonly type: LicenseType;
  /** Target by column. */
  readonly targets: readonly (ColumnTarget | null)[];
  /** Why the warnings of all rows may pass, '' where nobody said so. */
  readonly reason: string;
  readonly context: CompletionContext;
  /** On which 增量 of this type stands. */
  readonly basis: string;
}

/** A row of a table, ready to be written or with what keeps it out. */
export interface ReadyRow {
  readonly row: number;
  /** Digest of what it says, hex; '' where a cell of it holds no value. */
  readonly identity: string;
  readonly outcome: { readonly rejected: readonly RejectedRow[] } | ReadyLicense;
}

export interface ReadyLicense {
  readonly record: NewRecord;
  readonly number: string;
  /** Number of the copy, '' where the type numbers none. */
  readonly copy: string;
  /** Warnings without a reason. */
  readonly open: readonly Finding[];
  readonly stock: Pick<License['stock'], 'kind' | 'basis'>;
}

/** Makes rows ready, one after the other: the basis that one states holds for those below. */
export function readyRows({ type, targets, reason, context, basis }: RowsWish): (row: TableRow) => ReadyRow {
  const { today } = context;
  let stated = basis;
  return ({ row, cells }) => {
    const reject = (field: string, code: string, message: string): RejectedRow =>
      rejectedRow(type, row, field, code, message);
    const faults = cells.flatMap((cell, column) => {
      const target = targets[column];
      const field = target?.kind === 'path' ? target.path : target?.kind === 'range' ? target.from : '';
      return field !== '' && isFault(cell) ? [reject(field, 'formula-failed', faultText(cell))] : [];
    });
    if (faults.length > 0) return { row, identity: '', outcome: { rejected: faults } };
    const { license, problems } = licenseFromRow(type, targets, cells, today);
    const identity = rowIdentity(license);
    const checked = completeAndCheck(type, license, { ...context, basis: stated });
    const found = [...problems, ...checked.findings.filter((finding) => finding.level === 'error')];
    if (found.length > 0) {
      const fields = new Set<string>();
      const rejected = found
        .filter(({ field }) => !fields.has(field) && fields.add(field))
        .map(({ field, code, message }) => {
          const value = field.startsWith('face.') ? (license.face[field.slice(5)] ?? '') : '';
          return isNumberThatWasACode(value)
            ? reject(field, 'number-lost-digits', '表格把号码当成了数字，末几位已丢失，请把该列设为文本后重新填写')
            : reject(field, code, message);
        });
      return { row, identity, outcome: { rejected } };
    }
    const unsaid = unreasoned(checked.license, checked.findings);
    const reasoned = unsaid.reduce((taken, warning) => withReason(taken, warning, reason), checked.license);
    const wanted = unsaid.length > 0 && reason === '' ? 'draft' : 'pending';
    const { contents, state, open } = licenseRecord({ ...checked, license: reasoned }, wanted);
    const { number, face, stock } = reasoned;
    const { kind, basis: own } = stock;
    if (kind === '增量') stated = own;
    const copy = type.copyNumber === null ? '' : (face[type.copyNumber] ?? '');
    const record = newRecord(contents, state);
    return { row, identity, outcome: { record, number, copy, open, stock: { kind, basis: own } } };
  };
}

const faultText = (cell: string): string =>
  cell === numberOverflown
    ? '数值比这一列宽，文件里没有存下。请在原系统把该列加宽后重新导出'
    : `这一格是“${cell}”，没有值。请在表格里改好公式，或粘贴为值`;

export function rejectedRow(
  type: LicenseType,
  row: number,
  field: string,
  code: string,
  message: string,
  known = false,
): RejectedRow {
  return { row, field, code, message: field === '' ? message : `${licenseLabel(type, field)}：${message}`, known };
}

/** What a row says, whatever file it stands in and in whatever order its columns are: 16 bytes as hex. */
function rowIdentity({ type, face, holders, stock, status, ...license }: License): string {
  const { number, organ, organCode, issued, validFrom, validTo } = license;
  const said = Object.entries(face).sort(([a], [b]) => (a < b ? -1 : 1));
  const values = [type.name, said, holders, stock, status, number, organ, organCode, issued, validFrom, validTo];
  return createHash('sha256').update(JSON.stringify(values)).digest('hex').slice(0, 32);
}
