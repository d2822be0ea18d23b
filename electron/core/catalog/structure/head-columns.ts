import { readDate } from '../../../../shared/china/dates.ts';
import { cellText, isFault, type TableRow } from '../../spreadsheet/table.ts';
import type { ColumnType } from './column-type.ts';
import type { Column } from './structure.ts';

/** Rows of data that types and lengths are guessed from. */
const looked = 2000;

/** The columns of a data file by its first row with more than one title, with types and lengths as its data has them, and of how many rows. */
export function headColumns(rows: readonly TableRow[]): { readonly columns: readonly Column[]; readonly from: number } {
  const at = rows.findIndex(({ cells }) => cells.filter((cell) => cellText(cell) !== '').length > 1);
  if (at < 0) return { columns: [], from: 0 };
  const data = rows.slice(at + 1, at + 1 + looked);
  const columns = (rows[at]?.cells ?? []).flatMap((cell, index): Column[] => {
    const text = cellText(cell);
    if (text === '') return [];
    const values = data.map(({ cells }) => cellText(cells[index])).filter((value) => value !== '' && !isFault(value));
    const [name, title] = /\p{Script=Han}/u.test(text) ? ['', text] : [text, ''];
    return [{ name, title, ...typeOf(values) }];
  });
  return { columns, from: data.length };
}

function typeOf(values: readonly string[]): ColumnType {
  if (values.length === 0) return { type: '', length: '' };
  const all = (form: RegExp): boolean => values.every((value) => form.test(value));
  const longest = (of: (value: string) => number): number => Math.max(...values.map(of));
  if (all(/^\d{4}[-/]\d{1,2}[-/]\d{1,2}[ T]\d{1,2}:\d{2}(:\d{2})?/)) return { type: 'T', length: '8' };
  if (values.every((value) => /\d{4}/.test(value) && /[-/.年]/.test(value) && readDate(value) !== null))
    return { type: 'D', length: '8' };
  // A code of digits has leading zeros or is longer than a number that is counted with.
  if (all(/^-?(0|[1-9]\d{0,8})$/)) return { type: 'I', length: '4' };
  if (all(/^-?(0|[1-9]\d{0,14})(\.\d{1,6})?$/) && values.some((value) => value.includes('.'))) {
    const decimals = longest((value) => value.split('.')[1]?.length ?? 0);
    const whole = longest((value) => value.replace(/^-|\..*$/g, '').length);
    return { type: 'N', length: `${whole + decimals},${decimals}` };
  }
  return { type: 'C', length: String(longest((value) => [...value].length)) };
}
