import type { Db } from '../database.ts';

/**
 * What was sent, was not signed for and is to go once more: one line for each record, with the package that carried it and why; it goes when the
 * record is packed again. `package.replaced_by` is the package that took over what an earlier one had lost on the way, `urgent` is 1 for one that
 * carries changes of state only.
 */
export function up0593(db: Db): void {
  db.exec(`
    ALTER TABLE package ADD COLUMN urgent INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE package ADD COLUMN replaced_by TEXT NOT NULL DEFAULT '';
    CREATE TABLE resend (
      record   TEXT PRIMARY KEY,
      revision INTEGER NOT NULL,
      package  TEXT NOT NULL REFERENCES package (id),
      reason   TEXT NOT NULL,
      by       TEXT NOT NULL,
      at       TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
  `);
}
