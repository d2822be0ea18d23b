import type { Db } from '../database.ts';

/** 考核: figures that the bureau types in with their source, and the sheets that it has issued. Both only grow; weights and rows are JSON. */
export function up0591(db: Db): void {
  db.exec(`
    CREATE TABLE score_entry (
      n           INTEGER PRIMARY KEY,
      partner     TEXT NOT NULL REFERENCES partner (id),
      measure     TEXT NOT NULL,
      numerator   INTEGER,
      denominator INTEGER,
      date        TEXT NOT NULL,
      source      TEXT NOT NULL,
      by          TEXT NOT NULL,
      at          TEXT NOT NULL
    ) STRICT;
    CREATE INDEX score_entry_latest ON score_entry (partner, measure, date, n);

    CREATE TABLE score_sheet (
      n         INTEGER PRIMARY KEY,
      kind      TEXT NOT NULL,
      start     TEXT NOT NULL,
      number    INTEGER NOT NULL,
      as_of     TEXT NOT NULL,
      issued_at TEXT NOT NULL,
      issued_by TEXT NOT NULL,
      weights   TEXT NOT NULL,
      rows      TEXT NOT NULL,
      UNIQUE (kind, start, number)
    ) STRICT;
    CREATE TRIGGER score_sheet_kept BEFORE UPDATE ON score_sheet BEGIN SELECT raise(ABORT, 'an issued sheet never changes'); END;
    CREATE TRIGGER score_sheet_not_lost BEFORE DELETE ON score_sheet BEGIN SELECT raise(ABORT, 'an issued sheet never goes'); END;
  `);
}
