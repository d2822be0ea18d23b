import { resultTitle, titleKey } from '../../../shared/license/columns.ts';
import { prepared } from '../store/database.ts';
import type { Station } from '../store/station.ts';

/** The license that a row with these contents became, while the station has it. `identity`: 16 bytes as hex. */
export function takenIn(station: Station, identity: string): string | undefined {
  const sql = 'SELECT r.id FROM import_row i JOIN record r ON r.n = i.record WHERE i.identity = ?';
  return prepared(station.db, sql).pluck().get(Buffer.from(identity, 'hex')) as string | undefined;
}

/** Notes that it became the record in row `n`. */
export function noteTakenIn(station: Station, identity: string, n: number): void {
  const sql = 'INSERT OR REPLACE INTO import_row (identity, record) VALUES (?, ?)';
  prepared(station.db, sql).run(Buffer.from(identity, 'hex'), n);
}

/** A file and the report of its import have the same titles but for the result. */
const own = (titles: readonly string[]): string[] => titles.map(titleKey).filter((key) => key !== resultTitle);

/** Where a person sent the columns of a table with these titles before, one word a column. */
export function keptMapping(station: Station, type: string, titles: readonly string[]): string[] | undefined {
  const sql = 'SELECT words FROM import_mapping WHERE type = ? AND titles = ?';
  const kept = prepared(station.db, sql)
    .pluck()
    .get(type, JSON.stringify(own(titles))) as string | undefined;
  if (kept === undefined) return undefined;
  const words = JSON.parse(kept) as string[];
  return titles.map((title) => (titleKey(title) === resultTitle ? '' : (words.shift() ?? '')));
}

export function keepMapping(station: Station, type: string, titles: readonly string[], words: readonly string[]): void {
  const kept = titles.flatMap((title, at) => (titleKey(title) === resultTitle ? [] : [words[at] ?? '']));
  const sql = 'INSERT OR REPLACE INTO import_mapping (type, titles, words) VALUES (?, ?, ?)';
  prepared(station.db, sql).run(type, JSON.stringify(own(titles)), JSON.stringify(kept));
}
