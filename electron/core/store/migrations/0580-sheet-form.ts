import type { Db } from '../database.ts';

/** Scans of one printed 印章采集表 are found by the number in its code (shared/seal/form.ts). */
export function up0580(db: Db): void {
  db.exec(`
    CREATE INDEX record_by_form ON record (origin, json_extract(body, '$.page.form.id'), n) WHERE kind = 'sheet';
  `);
}
