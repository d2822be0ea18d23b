import type { Db } from '../database.ts';

/** One row for each encrypted file under blobs/; `id` is the file's name, HMAC-SM3 of the contents under the station's key. */
export function up0030(db: Db): void {
  db.exec(`
    CREATE TABLE blob (
      id         TEXT PRIMARY KEY,
      name       TEXT NOT NULL,
      type       TEXT NOT NULL,
      bytes      INTEGER NOT NULL,
      sm3        TEXT NOT NULL,
      sha256     TEXT NOT NULL,
      created_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX blob_sm3 ON blob (sm3);
  `);
}
