import type { Db } from '../database.ts';

/**
 * Every few hundred licenses that go in together are a segment of the index for the search. Of eight of a size one is made, not of four as FTS5 does by
 * itself: so that with many licenses each is written anew less often.
 */
export function up0623(db: Db): void {
  db.exec("INSERT INTO record_search (record_search, rank) VALUES ('automerge', 8)");
}
