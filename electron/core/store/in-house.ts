import { type Db, prepared } from './database.ts';

// Deadlines stop at the handover, as the slip says it or the bureau's signature proves it. A package whose medium was lost is no longer handed over.

const gone = "(k.handed_at <> '' OR k.received_at <> '' OR x.state <> 'sent')";

/** SQL over a `record` aliased r: its present revision is still in this house, in work or sealed in packages of which none has been handed over. */
export const inHouse = `(r.state IN ('draft', 'pending') OR (r.state = 'sent' AND NOT EXISTS (SELECT 1 FROM package_record x JOIN package k ON k.id = x.package
  WHERE x.record = r.id AND x.revision = r.revision AND ${gone})))`;

/** Whether that holds for one record. */
export function isInHouse(db: Db, id: string): boolean {
  return prepared(db, `SELECT ${inHouse} FROM record r WHERE r.id = ?`).pluck().get(id) === 1;
}

/** Whether any revision of a record was ever handed over. */
export function wasHandedOver(db: Db, id: string): boolean {
  const sql = `SELECT 1 FROM package_record x JOIN package k ON k.id = x.package WHERE x.record = ? AND ${gone} LIMIT 1`;
  return prepared(db, sql).pluck().get(id) === 1;
}
