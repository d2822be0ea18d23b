import type { Db } from '../database.ts';

/**
 * The version that a record still is has no body of its own, '': it is the record's, half of what a station writes when it takes a package in. A record
 * whose body changes leaves the old one to that version first.
 */
export function up0600(db: Db): void {
  db.exec(`
    CREATE TRIGGER version_keeps_body BEFORE UPDATE OF body ON record WHEN new.body <> old.body
    BEGIN UPDATE version SET body = old.body WHERE record = old.n AND body = ''; END;
  `);
}
