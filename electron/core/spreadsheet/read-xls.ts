import { CFB, read, set_cptable, type WorkBook } from '@e965/xlsx';
import * as codePages from '@e965/xlsx/dist/cpexcel.full.mjs';
import { refuse } from '../../../shared/contract/failures.ts';
import { inBatches, limits, notATable, type TableReading, tooLarge } from './table.ts';
import { isDateFormat, numberText, serialDate } from './xlsx-numbers.ts';

set_cptable(codePages);

interface OldCell {
  readonly t: string;
  readonly v?: unknown;
  /** Number format. */
  readonly z?: string;
}

/** What a cell's error number stands for ([MS-XLS] 2.5.10). */
const errors: Readonly<Record<number, string>> = {
  0: '#NULL!',
  7: '#DIV/0!',
  15: '#VALUE!',
  23: '#REF!',
  29: '#NAME?',
  36: '#NUM!',
  42: '#N/A',
  43: '#GETTING_DATA',
};

/** Reads the first visible sheet with contents of an old workbook (xls, et), up to `limits.oldRows` rows. Refuses `table-locked` where it has a password. */
export function readXls(bytes: Uint8Array, name: string): TableReading {
  const book = opened(bytes, name);
  const states = book.Workbook?.Sheets ?? [];
  const visible = book.SheetNames.filter((_, index) => (states[index]?.Hidden ?? 0) === 0);
  const hidden = book.SheetNames.filter((sheet) => !visible.includes(sheet));
  const notes: string[] = [];
  if (hidden.length > 0) notes.push(`隐藏的工作表没有读：${hidden.join('、')}`);
  if (book.vbaraw) notes.push('文件带宏，只读了数据，宏没有运行');
  const since1904 = book.Workbook?.WBProps?.date1904 === true;
  for (const sheet of visible) {
    const grid = (book.Sheets[sheet]?.['!data'] ?? []) as (OldCell | undefined)[][];
    // Rows and cells without contents are holes.
    const texts = Array.from(grid, (line) => Array.from(line ?? [], (cell) => textOf(cell, since1904)));
    if (!texts.some((line) => line.some((text) => text !== ''))) continue;
    if (texts.filter((line) => line.some((text) => text !== '')).length > limits.oldRows)
      tooLarge(name, `超过 ${limits.oldRows} 行，旧格式读不了这么多（也可另存为 xlsx）`);
    for (const { s, e } of book.Sheets[sheet]?.['!merges'] ?? []) spread(texts, s, e);
    const others = visible.filter((other) => other !== sheet);
    if (others.length > 0) notes.push(`读的是工作表“${sheet}”，其余没有读：${others.join('、')}`);
    const lines = texts.map((line, index) => [index + 1, line] as const);
    return {
      about: { kind: 'xls', sheet, sheets: visible, notes, expected: texts.length },
      rows: inBatches(name, lines),
    };
  }
  return notATable(name, hidden.length > 0 ? '只有隐藏的工作表里可能有内容，请先取消隐藏' : '工作簿里没有内容');
}

function opened(bytes: Uint8Array, name: string): WorkBook {
  try {
    const parts = CFB.read(bytes, { type: 'array' }).FullPaths.map((path: string) => path.split('/').at(-1));
    if (parts.includes('EncryptedPackage')) refuse('table-locked', { name });
    if (!parts.includes('Workbook') && !parts.includes('Book')) return notATable(name, '里面没有工作簿');
    const options = { type: 'array', dense: true, cellNF: true, bookVBA: true } as const;
    const book = read(bytes, { ...options, sheetRows: limits.oldRows + 1 });
    // A few rows may stand far below: what was cut off is looked at too.
    const cut = Object.values(book.Sheets).some((sheet) => sheet['!fullref'] !== undefined);
    return cut ? read(bytes, options) : book;
  } catch (error) {
    if (error instanceof Error && /password|encrypt/i.test(error.message)) refuse('table-locked', { name });
    if (error instanceof Error && error.name === 'Refusal') throw error;
    return notATable(name, '文件不完整或已损坏');
  }
}

function textOf(cell: OldCell | undefined, since1904: boolean): string {
  if (cell?.v === undefined || cell.v === null) return '';
  switch (cell.t) {
    case 'n': {
      const value = Number(cell.v);
      return cell.z !== undefined && isDateFormat(0, cell.z) ? serialDate(value, since1904) : numberText(String(value));
    }
    case 'b':
      return cell.v === true ? 'TRUE' : 'FALSE';
    case 'e':
      return errors[Number(cell.v)] ?? '#N/A';
    default:
      return String(cell.v);
  }
}

/** Writes the text of a merged range into its empty cells, in rows that hold anything. */
function spread(texts: string[][], from: { r: number; c: number }, to: { r: number; c: number }): void {
  const text = texts[from.r]?.[from.c] ?? '';
  if (text === '') return;
  for (let row = from.r; row <= Math.min(to.r, texts.length - 1); row++) {
    const line = texts[row];
    if (!line?.some((cell) => cell !== '')) continue;
    for (let column = from.c; column <= Math.min(to.c, limits.columns - 1); column++) line[column] ||= text;
  }
}
