import type { AcceptedRow } from './accepted.ts';

/** Columns of yidi.accepted_record, in the order in which everything here writes them. */
export const columns = [
  'record_id',
  'kind',
  'department_id',
  'department_name',
  'department_uscc',
  'bureau_id',
  'revision',
  'code',
  'name',
  'facet',
  'accepted_at',
  'body',
  'files',
] as const;

/** The values of a row, in the order of `columns`. */
export function valuesOf(row: AcceptedRow, bureau: string): (string | number)[] {
  const { id, kind, department, departmentName, uscc, revision, code, name, facet, acceptedAt, body, files } = row;
  return [id, kind, department, departmentName, uscc, bureau, revision, code, name, facet, acceptedAt, body, files];
}

const special = /[\\\t\n\r]/;
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** One line of COPY's text format. */
export function copyLine(values: readonly (string | number)[]): string {
  let line = '';
  for (const value of values) {
    const text = typeof value === 'number' ? String(value) : value;
    line += `${line === '' ? '' : '\t'}${special.test(text) ? text.replace(/[\\\t\n\r]/g, (one) => escapes[one]!) : text}`;
  }
  return `${line}\n`;
}

/** Why PostgreSQL cannot hold a row, '' where it can: text without NUL, jsonb without halves of surrogate pairs either. */
export function unfit({ code, name, facet, body, files }: AcceptedRow): string {
  if ([code, name, facet].some((text) => text.includes('\0'))) return '名称或编号中有空字符（NUL），数据库存不下';
  if ([body, files].some((text) => text.includes('\\u') && /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/i.test(text)))
    return '内容中有空字符（NUL）或残缺的字符，数据库存不下';
  return '';
}
