import type { SheetToWrite } from './sheet-to-write.ts';
import type { Sink } from './write-table.ts';

/** Characters that are gathered before they are written. */
const flush = 256 * 1024;

/**
 * Writes UTF-8 with byte order mark, commas and CRLF, which Excel and WPS open directly. A text cell that a spreadsheet would run as
 * a formula gets an apostrophe in front; `readCsv` takes it off again.
 */
export async function writeCsv(sheet: SheetToWrite, sink: Sink): Promise<void> {
  let pending = '\ufeff';
  const put = (row: readonly (string | number | null)[]): void => {
    for (let at = 0; at < row.length; at++) {
      const cell = row[at];
      if (at > 0) pending += ',';
      if (typeof cell === 'number') pending += cell;
      else if (cell) pending += quoted(cell);
    }
    pending += '\r\n';
    if (pending.length < flush) return;
    sink(Buffer.from(pending, 'utf8'));
    pending = '';
  };
  for (const row of sheet.head) put(row);
  for await (const row of sheet.rows) put(row);
  sink(Buffer.from(pending, 'utf8'));
}

function quoted(text: string): string {
  const safe = /^'*[=+\-@\t\r＝＋－＠]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
  return /[",\t\r\n;|]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
