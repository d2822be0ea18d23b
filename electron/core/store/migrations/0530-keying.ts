import type { Db } from '../database.ts';

/**
 * 复核台. `second_look` is what waits for a second person, derived from the record at each save: `people` (JSON) had a hand in the first, `day`
 * (YYYY-MM-DD) is when they last had; `open` 0 only remembers them. `keyed_field` and `declared_field` are the books that statistics are made of and
 * outlive the record: `outcome` of a keyed field says what the paper proved: agreed, first, second, other, '' while undecided.
 */
export function up0530(db: Db): void {
  db.exec(`
    CREATE TABLE second_look (
      record TEXT NOT NULL REFERENCES record (id) ON DELETE CASCADE,
      task   TEXT NOT NULL,
      open   INTEGER NOT NULL,
      people TEXT NOT NULL,
      day    TEXT NOT NULL,
      since  TEXT NOT NULL,
      PRIMARY KEY (record, task)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX second_look_open ON second_look (task, since) WHERE open = 1;

    CREATE TABLE keyed_field (
      n          INTEGER PRIMARY KEY,
      record     TEXT NOT NULL,
      path       TEXT NOT NULL,
      type       TEXT NOT NULL,
      first_by   TEXT NOT NULL,
      way        TEXT NOT NULL,
      second_by  TEXT NOT NULL,
      at         TEXT NOT NULL,
      own        INTEGER NOT NULL,
      outcome    TEXT NOT NULL,
      decided_by TEXT NOT NULL
    ) STRICT;
    CREATE INDEX keyed_field_by_time ON keyed_field (at);
    CREATE INDEX keyed_field_open ON keyed_field (record, path) WHERE outcome = '';

    CREATE TABLE keyed_record (
      n       INTEGER PRIMARY KEY,
      record  TEXT NOT NULL,
      type    TEXT NOT NULL,
      by      TEXT NOT NULL,
      at      TEXT NOT NULL,
      own     INTEGER NOT NULL,
      seconds REAL NOT NULL,
      keys    INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX keyed_record_by_time ON keyed_record (at);

    CREATE TABLE declared_field (
      n            INTEGER PRIMARY KEY,
      record       TEXT NOT NULL,
      path         TEXT NOT NULL,
      type         TEXT NOT NULL,
      by           TEXT NOT NULL,
      at           TEXT NOT NULL,
      outcome      TEXT NOT NULL,
      confirmed_by TEXT NOT NULL
    ) STRICT;
    CREATE INDEX declared_field_by_time ON declared_field (at);
  `);
}
