import type { Db } from '../database.ts';

/**
 * 介质登记簿: every medium has a number of its own (unit, year, serial number), and a line for each thing that happened to it. `identity` is the
 * serial number of its file system, by which it is known again, '' unknown. `volume.number_of_medium` is the medium that a volume lies on, '' for
 * a folder, `volume.cached` 1 where the system's cache may have answered when it was read back; `package.handed_over` is JSON of what was noted when the courier took it (HandOver), '' before.
 */
export function up0594(db: Db): void {
  db.exec(`
    CREATE TABLE medium (
      number   TEXT PRIMARY KEY,
      kind     TEXT NOT NULL,
      model    TEXT NOT NULL,
      serial   TEXT NOT NULL,
      identity TEXT NOT NULL,
      secrecy  TEXT NOT NULL,
      state    TEXT NOT NULL,
      at       TEXT NOT NULL,
      by       TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE UNIQUE INDEX medium_by_identity ON medium (identity) WHERE identity <> '';
    CREATE TABLE medium_entry (
      n       INTEGER PRIMARY KEY,
      medium  TEXT NOT NULL REFERENCES medium (number),
      at      TEXT NOT NULL,
      by      TEXT NOT NULL,
      what    TEXT NOT NULL,
      package TEXT NOT NULL,
      text    TEXT NOT NULL
    ) STRICT;
    CREATE INDEX medium_entry_by_medium ON medium_entry (medium, n);
    ALTER TABLE volume ADD COLUMN number_of_medium TEXT NOT NULL DEFAULT '';
    ALTER TABLE volume ADD COLUMN cached INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE package ADD COLUMN handed_over TEXT NOT NULL DEFAULT '';
  `);
}
