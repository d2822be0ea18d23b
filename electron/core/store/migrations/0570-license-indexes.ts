import type { Db } from '../database.ts';

/**
 * Lists, duplicates and checks of licenses go by `license_row`: the indexes of `record` that only did the same leave them out. `import_row` names the
 * digest by its 16 bytes and the license by its row, which is a third of the size.
 */
export function up0570(db: Db): void {
  db.exec(`
    DROP INDEX record_by_updated;
    DROP INDEX record_by_code;
    DROP INDEX record_by_name;
    CREATE INDEX record_by_updated ON record (kind, origin, updated_at, n) WHERE kind <> 'license';
    CREATE INDEX record_by_code ON record (kind, origin, code, n) WHERE kind <> 'license';
    CREATE INDEX record_by_name ON record (kind, origin, name, n) WHERE kind <> 'license';

    ALTER TABLE import_row RENAME TO import_row_before;
    CREATE TABLE import_row (
      identity BLOB PRIMARY KEY,
      record   INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    INSERT INTO import_row (identity, record)
      SELECT unhex(i.identity), r.n FROM import_row_before i JOIN record r ON r.id = i.record ORDER BY 1;
    DROP TABLE import_row_before;
  `);
}
