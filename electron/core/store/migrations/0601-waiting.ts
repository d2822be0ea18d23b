import type { Db } from '../database.ts';

/** What waits at the audit desk, in the order in which it came: a page of it is found, and what waits counted, without passing what was decided before. */
export function up0601(db: Db): void {
  db.exec("CREATE INDEX record_waiting ON record (n, kind, origin) WHERE state = 'received'");
}
