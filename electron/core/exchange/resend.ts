import { refuse } from '../../../shared/contract/failures.ts';
import type { RecordRevision } from '../../../shared/exchange/approval.ts';
import type { Station } from '../store/station.ts';
import { sentPackage } from './ledger.ts';
import type { Acting } from './partners.ts';

/**
 * Has what a package carried and nobody has signed for go once more with the next package, as it is and under the signatures that it has; what was
 * edited since goes as its new revision anyway. Refuses `package-missing`, `nothing-unsigned`. Gives how many records that are.
 */
export function sendAgain({ station, user }: Acting, id: string, reason: string): number {
  const { sequence } = sentPackage(station, id);
  return station.transaction(() => {
    const open = station.db
      .prepare(
        `SELECT r.id, r.revision FROM package_record x JOIN record r ON r.id = x.record AND r.revision = x.revision AND r.state = 'sent'
         WHERE x.package = ? AND x.state = 'sent'`,
      )
      .all(id) as RecordRevision[];
    if (open.length === 0) refuse('nothing-unsigned', { sequence });
    const ask = station.db.prepare(
      `INSERT INTO resend (record, revision, package, reason, by, at) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
         revision = excluded.revision, package = excluded.package, reason = excluded.reason, by = excluded.by, at = excluded.at`,
    );
    for (const { id: record, revision } of open) ask.run(record, revision, id, reason, user.name, station.now());
    station.audit('exchange.sendAgain', id, undefined, { sequence, records: open.length, reason });
    return open.length;
  });
}

/** It does not go again after all: the package that carries it is still waited for. False for a record that nobody asked for again. */
export function waitOn(station: Station, record: string): boolean {
  const gone = station.db.prepare('DELETE FROM resend WHERE record = ?').run(record).changes > 0;
  if (gone) station.audit('exchange.waitOn', record);
  return gone;
}

/** Inside the transaction that notes a new package: it takes over what goes again with it. */
export function takeOver(station: Station, packageId: string, records: readonly RecordRevision[]): void {
  const { db } = station;
  const replace = db.prepare(
    'UPDATE package SET replaced_by = ? WHERE id = (SELECT package FROM resend WHERE record = ? AND revision = ?)',
  );
  const settle = db.prepare('DELETE FROM resend WHERE record = ?');
  for (const { id, revision } of records) {
    replace.run(packageId, id, revision);
    settle.run(id);
  }
}
