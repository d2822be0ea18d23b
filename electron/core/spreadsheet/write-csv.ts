import type { SheetToWrite } from './sheet-to-write.ts';

/**
 * Writes UTF-8 with byte order mark, commas and CRLF, which Excel and WPS open directly. A text cell that a spreadsheet would run as
 * a formula gets an apostrophe in front; `readCsv` takes it off again.
 */
export function writeCsv(sheet: SheetToWrite): Uint8Array<ArrayBuffer> {
  const lines: string[] = [];
  for (const row of sheet.head) lines.push(row.map(quoted).join(','));
  for (const row of sheet.rows)
    lines.push(row.map((cell) => (typeof cell === 'number' ? String(cell) : quoted(cell ?? ''))).join(','));
  return new TextEncoder().encode(`\ufeff${lines.join('\r\n')}\r\n`);
}

function quoted(text: string): string {
  const safe = /^'*[=+\-@\t\r＝＋－＠]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
  return /[",\t\r\n;|]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
