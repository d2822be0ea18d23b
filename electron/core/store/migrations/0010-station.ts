import type { Db } from '../database.ts';

/** What the station knows of itself and of its people. Keys are hex; `meta` values are JSON. */
export function up0010(db: Db): void {
  db.exec(`
    CREATE TABLE meta (
      name  TEXT PRIMARY KEY,
      value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE user (
      id         TEXT PRIMARY KEY,
      name       TEXT NOT NULL UNIQUE,
      roles      TEXT NOT NULL,
      disabled   INTEGER NOT NULL DEFAULT 0,
      created_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
  `);
}
