import type { Db } from '../database.ts';

/** For 存量进度 (electron/core/station/stock.ts): what was begun since a day, and 增量, which are few among the existing licenses. */
export function up0561(db: Db): void {
  db.exec(`
    CREATE INDEX license_begun ON record (facet, created_at, state) WHERE kind = 'license' AND origin = '';
    CREATE INDEX license_added ON record (facet, state) WHERE kind = 'license' AND json_extract(body, '$.stock.kind') = '增量';
  `);
}
