import { refuse } from '../../../shared/contract/failures.ts';
import { readCsv } from './read-csv.ts';
import { readXlsx } from './read-xlsx.ts';
import type { SheetToWrite } from './sheet-to-write.ts';
import { limits, notATable, type Table } from './table.ts';
import { writeCsv } from './write-csv.ts';
import { writeXlsx } from './write-xlsx.ts';

export type { MergedRange, SheetToWrite } from './sheet-to-write.ts';
export { cellText, isNumberThatWasACode, type Table, type TableRow } from './table.ts';

/**
 * Reads a table file: xlsx, or text (csv, tsv) in UTF-8, UTF-16 or GB18030. What it is, is told from its bytes, not from its
 * name. Refuses with `not-a-table`, `limit-exceeded` or `file-too-large`.
 */
export async function readTable(bytes: Uint8Array, name: string): Promise<Table> {
  if (bytes.length > limits.fileBytes) {
    refuse('file-too-large', { name, mb: Math.ceil(bytes.length / 1e6), limit: Math.floor(limits.fileBytes / 1e6) });
  }
  if (bytes.length === 0) notATable(name, '文件是空的');
  if (startsWith(bytes, [0x50, 0x4b, 0x03, 0x04])) return readXlsx(bytes, name);
  if (startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0]))
    notATable(name, '是旧版 xls、et，或加了打开密码的工作簿，请另存为不加密的 xlsx');
  if (startsWith(bytes, [0x25, 0x50, 0x44, 0x46])) notATable(name, '是 PDF');
  return readCsv(bytes, name);
}

/** Writes one sheet. Text stays text in both formats, whatever a spreadsheet would like to make of it. */
export async function writeTable(sheet: SheetToWrite, format: 'xlsx' | 'csv'): Promise<Uint8Array<ArrayBuffer>> {
  return format === 'xlsx' ? writeXlsx(sheet) : writeCsv(sheet);
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, index) => bytes[index] === byte);
}
