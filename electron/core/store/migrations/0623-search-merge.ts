import type { Db } from '../database.ts';

/**
 * Every thousand licenses that a package brings are a segment of the index for the search. Of eight of a size one is made, not of four as FTS5 does by
 * itself: with a million licenses a segment is written anew three times, not five.
 */
export function up0623(db: Db): void {
  db.exec("INSERT INTO record_search (record_search, rank) VALUES ('automerge', 8)");
}
