import type { Db } from '../database.ts';

/**
 * Number, name and day of issue come in no order: each license that a package brings changes a page somewhere in each of their indexes, and of a million
 * licenses hardly one page is changed twice. So these indexes are divided by 32 768 licenses in the order in which they came: what comes changes the few
 * hundred pages of the last part. Who reads them goes by all parts (electron/core/license/parts.ts).
 */
export function up0622(db: Db): void {
  db.exec(`
    DROP INDEX license_row_by_code;
    DROP INDEX license_row_by_name;
    DROP INDEX license_row_by_issued;
    CREATE INDEX license_row_by_code ON license_row (own, (n >> 15), code, n);
    CREATE INDEX license_row_by_name ON license_row (own, (n >> 15), name, n);
    CREATE INDEX license_row_by_issued ON license_row (own, (n >> 15), issued, n);
  `);
}
