import type { Db } from '../database.ts';

/**
 * What a bureau dispatches. Bodies are JSON (shared/exchange/dispatch.ts). A bureau fills `prepared` (partner '' = the same for all) and
 * `dispatched`, a department `in_force`, one line for each part: versions only go forward.
 */
export function up0581(db: Db): void {
  db.exec(`
    CREATE TABLE prepared (
      part    TEXT NOT NULL,
      partner TEXT NOT NULL,
      body    TEXT NOT NULL,
      at      TEXT NOT NULL,
      by      TEXT NOT NULL,
      PRIMARY KEY (part, partner)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE dispatched (
      partner    TEXT NOT NULL REFERENCES partner (id),
      part       TEXT NOT NULL,
      version    INTEGER NOT NULL,
      body       TEXT NOT NULL,
      answer_out TEXT NOT NULL REFERENCES answer_out (id),
      PRIMARY KEY (partner, part, version)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX dispatched_by_file ON dispatched (answer_out);

    CREATE TABLE in_force (
      part    TEXT PRIMARY KEY,
      version INTEGER NOT NULL,
      body    TEXT NOT NULL,
      partner TEXT NOT NULL REFERENCES partner (id),
      package TEXT NOT NULL,
      at      TEXT NOT NULL,
      by      TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
  `);
}
