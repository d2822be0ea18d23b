import type { Db } from '../database.ts';

/**
 * `package_record.answered_at` is when the bureau's word about a revision was taken, '' before. `superseded` is 1 once a later revision of the record is known
 * to have arrived: one that nobody has decided about then never will be. What was returned is found by an index of its own.
 */
export function up0610(db: Db): void {
  db.exec(`
    ALTER TABLE package_record ADD COLUMN answered_at TEXT NOT NULL DEFAULT '';
    ALTER TABLE package_record ADD COLUMN superseded INTEGER NOT NULL DEFAULT 0;
    UPDATE package_record SET answered_at = coalesce(
      (SELECT max(a.taken_at) FROM answer a WHERE a.package = package_record.package),
      (SELECT received_at FROM package k WHERE k.id = package_record.package)) WHERE state <> 'sent';
    UPDATE package_record SET superseded = 1 WHERE state IN ('sent', 'received') AND EXISTS (SELECT 1 FROM package_record y
      WHERE y.record = package_record.record AND y.revision > package_record.revision AND y.state <> 'sent'
        AND (y.state <> 'returned' OR y.answer > 0));
    DROP INDEX package_record_by_state;
    CREATE INDEX package_record_by_state ON package_record (package, state, superseded);
    CREATE INDEX package_record_returned ON package_record (kind, record, revision) WHERE state = 'returned';
  `);
}
