import type { Db } from '../database.ts';

/** Changes of published catalogs by the day from which their 15 working days run: few among all catalogs. */
export function up0582(db: Db): void {
  db.exec(`
    CREATE INDEX catalog_change ON record (json_extract(body, '$.change.date'))
      WHERE kind = 'catalog' AND origin = '' AND json_extract(body, '$.change.date') IS NOT NULL;
  `);
}
