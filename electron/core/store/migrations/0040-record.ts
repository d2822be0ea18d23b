import type { Db } from '../database.ts';

/**
 * The spine of all kinds of records. `origin` is '' for the station's own and the sender's id for received ones. `version` keeps
 * each revision that was sent or received, with the state that it reached; `sent` is the
 * JSON of the revision that is away (shared/exchange/states.ts), '' for none. `found_by` is the text that a hit is checked against;
 * `record_search` holds its pieces (shared/search/pieces.ts).
 */
export function up0040(db: Db): void {
  db.exec(`
    CREATE TABLE record (
      n          INTEGER PRIMARY KEY AUTOINCREMENT,
      id         TEXT NOT NULL UNIQUE,
      kind       TEXT NOT NULL,
      origin     TEXT NOT NULL,
      code       TEXT NOT NULL,
      name       TEXT NOT NULL,
      facet      TEXT NOT NULL,
      state      TEXT NOT NULL,
      revision   INTEGER NOT NULL,
      body       TEXT NOT NULL,
      errors     INTEGER NOT NULL,
      remarks    TEXT NOT NULL,
      sent       TEXT NOT NULL,
      blobs      TEXT NOT NULL,
      found_by   TEXT NOT NULL,
      created_by TEXT NOT NULL,
      created_at TEXT NOT NULL,
      updated_by TEXT NOT NULL,
      updated_at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX record_by_updated ON record (kind, origin, updated_at, n);
    CREATE INDEX record_by_code ON record (kind, origin, code, n);
    CREATE INDEX record_by_name ON record (kind, origin, name, n);
    CREATE INDEX record_by_state ON record (kind, origin, state, n);
    CREATE INDEX record_by_facet ON record (kind, origin, facet, n);

    CREATE TABLE version (
      record   INTEGER NOT NULL REFERENCES record (n) ON DELETE CASCADE,
      revision INTEGER NOT NULL,
      body     TEXT NOT NULL,
      blobs    TEXT NOT NULL,
      state    TEXT NOT NULL,
      at       TEXT NOT NULL,
      by       TEXT NOT NULL,
      PRIMARY KEY (record, revision)
    ) STRICT, WITHOUT ROWID;

    CREATE VIRTUAL TABLE record_search USING fts5 (
      pieces, content = '', contentless_delete = 1, detail = none, tokenize = 'unicode61 remove_diacritics 0'
    );
  `);
}
