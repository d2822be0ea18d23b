import type { Db } from '../database.ts';

/**
 * The entry desk's scans (shared/license/methods.ts, `entry.*`). A batch is one box or stack that is typed in together; a page is one picture of it in
 * the order of the paper, `record` the license that it belongs to, '' until somebody has typed it. Sizes in pixels. `record_typed`
 * finds what a clerk typed last, for F4 and the pace; what was imported is no one's typing.
 */
export function up0200(db: Db): void {
  db.exec(`
    CREATE TABLE entry_batch (
      id         TEXT PRIMARY KEY,
      name       TEXT NOT NULL,
      type       TEXT NOT NULL,
      box        TEXT NOT NULL,
      created_by TEXT NOT NULL,
      created_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE entry_page (
      id       TEXT PRIMARY KEY,
      batch    TEXT NOT NULL REFERENCES entry_batch (id),
      position INTEGER NOT NULL,
      blob     TEXT NOT NULL REFERENCES blob (id),
      name     TEXT NOT NULL,
      width    INTEGER NOT NULL,
      height   INTEGER NOT NULL,
      rotation INTEGER NOT NULL,
      record   TEXT NOT NULL,
      UNIQUE (batch, position)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX entry_page_by_record ON entry_page (record);
    CREATE INDEX entry_page_by_blob ON entry_page (blob);
    CREATE INDEX record_typed ON record (created_by, facet, created_at, n)
      WHERE kind = 'license' AND origin = '' AND json_extract(body, '$.entry.keys') > 0;
  `);
}
