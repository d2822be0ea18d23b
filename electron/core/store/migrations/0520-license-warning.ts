import type { Db } from '../database.ts';

/**
 * Warnings of own licenses that nobody has given a reason for, as they were at the last save; with them a license is not handed in.
 * `license_clock` finds the licenses whose time runs from the day on which the business was done (办结日期).
 */
export function up0520(db: Db): void {
  db.exec(`
    CREATE TABLE license_warning (
      record  TEXT NOT NULL REFERENCES record (id) ON DELETE CASCADE,
      field   TEXT NOT NULL,
      code    TEXT NOT NULL,
      message TEXT NOT NULL,
      PRIMARY KEY (record, field, code)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX license_warning_alike ON license_warning (field, code, record);
    CREATE INDEX license_clock ON record (json_extract(body, '$.clock.done'), facet)
      WHERE kind = 'license' AND origin = '' AND json_extract(body, '$.clock.done') <> '';
  `);
}
