import { createHash } from 'node:crypto';
import { resultTitle, titleKey } from '../../../shared/license/columns.ts';
import type { License } from '../../../shared/license/license.ts';
import { prepared } from '../store/database.ts';
import type { Station } from '../store/station.ts';

/** What a row says, whatever file it stands in and in whatever order its columns are: 16 bytes. */
export function rowIdentity({ type, face, holders, stock, status, ...license }: License): Uint8Array {
  const { number, organ, organCode, issued, validFrom, validTo } = license;
  const said = Object.entries(face).sort(([a], [b]) => (a < b ? -1 : 1));
  const values = [type.name, said, holders, stock, status, number, organ, organCode, issued, validFrom, validTo];
  return createHash('sha256').update(JSON.stringify(values)).digest().subarray(0, 16);
}

/** The license that a row with these contents became, while the station has it. */
export function takenIn(station: Station, identity: Uint8Array): string | undefined {
  const sql = 'SELECT r.id FROM import_row i JOIN record r ON r.n = i.record WHERE i.identity = ?';
  return prepared(station.db, sql).pluck().get(identity) as string | undefined;
}

export function noteTakenIn(station: Station, identity: Uint8Array, id: string): void {
  const sql = 'INSERT OR REPLACE INTO import_row (identity, record) SELECT ?, n FROM record WHERE id = ?';
  prepared(station.db, sql).run(identity, id);
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
