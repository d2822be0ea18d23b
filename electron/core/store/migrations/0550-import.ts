import type { Db } from '../database.ts';

/**
 * What bulk import remembers. `import_row`: digest of a row's contents and the license that it became, so that the same row never becomes two.
 * `import_mapping`: where a person sent the columns of a table with these titles (JSON arrays of title keys and of words).
 */
export function up0550(db: Db): void {
  db.exec(`
    CREATE TABLE import_row (
      identity TEXT PRIMARY KEY,
      record   TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE import_mapping (
      type   TEXT NOT NULL,
      titles TEXT NOT NULL,
      words  TEXT NOT NULL,
      PRIMARY KEY (type, titles)
    ) STRICT, WITHOUT ROWID;
  `);
}
