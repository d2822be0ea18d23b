import { refuse } from '../../../shared/contract/failures.ts';
import { readCsv } from './read-csv.ts';
import { isDbf, readDbf } from './read-dbf.ts';
import { readXlsx } from './read-xlsx.ts';
import { limits, notATable, type TableKind, type TableReading } from './table.ts';

/** Endings that each kind goes by; `.et` of WPS is either kind of workbook. */
const endings: Record<TableKind, readonly string[]> = {
  xlsx: ['xlsx', 'xlsm', 'et'],
  xls: ['xls', 'et'],
  csv: ['csv', 'txt', 'tsv'],
  dbf: ['dbf'],
};

/**
 * Begins to read a table file by its contents, not by its name. Runs in a worker thread (electron/workers/tables.ts). Refuses `not-a-table`,
 * `table-locked`, `limit-exceeded` or `file-too-large`, here or while its rows are read.
 */
export async function beginTable(bytes: Uint8Array, name: string): Promise<TableReading> {
  if (bytes.length > limits.fileBytes) {
    refuse('file-too-large', { name, mb: Math.ceil(bytes.length / 1e6), limit: Math.floor(limits.fileBytes / 1e6) });
  }
  if (bytes.length === 0) notATable(name, '文件是空的');
  const reading = await byContents(bytes, name);
  const { kind } = reading.about;
  const ending = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  if (ending === '' || endings[kind].includes(ending)) return reading;
  const note = `扩展名是 .${ending}，内容是 ${kind}，已按内容读取`;
  return { ...reading, about: { ...reading.about, notes: [note, ...reading.about.notes] } };
}

async function byContents(bytes: Uint8Array, name: string): Promise<TableReading> {
  if (startsWith(bytes, [0x50, 0x4b, 0x03, 0x04])) return readXlsx(bytes, name);
  if (startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0])) return (await import('./read-xls.ts')).readXls(bytes, name);
  if (startsWith(bytes, [0x25, 0x50, 0x44, 0x46])) return notATable(name, '是 PDF');
  return isDbf(bytes) ? readDbf(bytes, name) : readCsv(bytes, name);
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, index) => bytes[index] === byte);
}
