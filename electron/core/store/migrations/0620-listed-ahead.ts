import type { Db } from '../database.ts';

/**
 * Records of a package are listed some at a time, before the package itself stands in the ledger: under a number that no package has yet, so that
 * `intake_record` refers to none. Rows behind the last package are those of one that was cut off; the next one takes them away.
 */
export function up0620(db: Db): void {
  db.exec(`
    ALTER TABLE intake_record RENAME TO intake_record_before;
    CREATE TABLE intake_record (
      intake     INTEGER NOT NULL,
      record     TEXT NOT NULL,
      revision   INTEGER NOT NULL,
      kind       TEXT NOT NULL,
      entered_by TEXT NOT NULL,
      edited_by  TEXT NOT NULL,
      salvaged   INTEGER NOT NULL DEFAULT 0,
      PRIMARY KEY (intake, record)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO intake_record (intake, record, revision, kind, entered_by, edited_by, salvaged)
      SELECT intake, record, revision, kind, entered_by, edited_by, salvaged FROM intake_record_before ORDER BY intake, record;
    DROP TABLE intake_record_before;
    CREATE INDEX intake_record_by_record ON intake_record (record, revision);
  `);
}
