import type { Db } from '../database.ts';

/** The audit chain: each line holds the SM3 of the line before; nothing in it can be changed or removed by a statement. */
export function up0020(db: Db): void {
  db.exec(`
    CREATE TABLE audit (
      seq    INTEGER PRIMARY KEY,
      at     TEXT NOT NULL,
      user   TEXT NOT NULL,
      action TEXT NOT NULL,
      object TEXT NOT NULL,
      old    TEXT NOT NULL,
      new    TEXT NOT NULL,
      prev   TEXT NOT NULL
    ) STRICT;
    CREATE INDEX audit_object ON audit (object, seq);
    CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT raise(ABORT, 'audit lines never change'); END;
    CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT raise(ABORT, 'audit lines never go'); END;
    CREATE TRIGGER audit_in_order BEFORE INSERT ON audit
    WHEN new.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM audit)
    BEGIN SELECT raise(ABORT, 'audit lines come one after another'); END;
  `);
}
