import type { Db } from '../database.ts';

/** Which blobs hold a seal without 仅供核对, by what records say of them and not by their names: a name comes from whoever sent the file. */
export function up0400(db: Db): void {
  db.exec(`
    ALTER TABLE blob ADD COLUMN guarded INTEGER NOT NULL DEFAULT 0;
    UPDATE blob SET guarded = 1 WHERE id IN (
      SELECT json_extract(body, '$.clean') FROM record WHERE kind = 'imprint'
      UNION SELECT json_extract(body, '$.scan') FROM record WHERE kind = 'sheet'
    );
  `);
}
