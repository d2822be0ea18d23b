import type { Db } from '../database.ts';

/**
 * The volumes of a package sent, from 1; until here a package was one file and a column of its own. `sm3` is that of the sealed file,
 * `digest` the number on paper, `medium` the folder that the volume was last written to and read back from, '' for none.
 * `package.recovery` is the share of recovery data in percent.
 */
export function up0410(db: Db): void {
  db.exec(`
    CREATE TABLE volume (
      package    TEXT NOT NULL REFERENCES package (id),
      number     INTEGER NOT NULL,
      file       TEXT NOT NULL UNIQUE,
      bytes      INTEGER NOT NULL,
      sm3        TEXT NOT NULL,
      digest     TEXT NOT NULL,
      medium     TEXT NOT NULL DEFAULT '',
      written_at TEXT NOT NULL DEFAULT '',
      PRIMARY KEY (package, number)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO volume SELECT id, 1, file, bytes, sm3, number, medium, written_at FROM package;

    ALTER TABLE package ADD COLUMN recovery INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE package DROP COLUMN file;
    ALTER TABLE package DROP COLUMN bytes;
    ALTER TABLE package DROP COLUMN sm3;
    ALTER TABLE package DROP COLUMN number;
    ALTER TABLE package DROP COLUMN medium;
    ALTER TABLE package DROP COLUMN written_at;
  `);
}
