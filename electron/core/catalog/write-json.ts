import type { Sink } from '../spreadsheet/spreadsheet.ts';
import type { Catalogs } from './write-sheet.ts';

export const exportFormat = 'yidi-catalog';
export const exportVersion = 1;

/** Characters that are gathered before they are written. */
const flush = 256 * 1024;

/** Catalogs in our own JSON form, one a line. */
export function writeCatalogJson(catalogs: Catalogs, sink: Sink): Promise<void> {
  const head = `{"format":"${exportFormat}","version":${exportVersion},"catalogs":[`;
  return writeJsonLines(head, catalogs, ']}\n', sink);
}

/** A list of values as JSON, one a line, between `head` and `end`. */
export async function writeJsonLines(
  head: string,
  values: Iterable<unknown> | AsyncIterable<unknown>,
  end: string,
  sink: Sink,
): Promise<void> {
  let pending = head;
  let between = '\n';
  for await (const value of values) {
    pending += between + JSON.stringify(value);
    between = ',\n';
    if (pending.length < flush) continue;
    sink(Buffer.from(pending, 'utf8'));
    pending = '';
  }
  sink(Buffer.from(`${pending}\n${end}`, 'utf8'));
}
