import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Station } from '../store/station.ts';

// outbox/ holds sealed packages only, so nothing in it is readable without a key of the bureau or of this station.

/** Path of a sealed volume in the station's outbox. */
export function sealedPath(dir: string, file: string): string {
  return join(dir, 'outbox', file);
}

/**
 * `0008-3f9a1c07`, to which `.ydp` or `.001.ydp` is added: number in the ledger and first digits of the id; no name of an organ, since
 * anyone may find a medium.
 */
export function packageFileName(sequence: number, id: string): string {
  return `${String(sequence).padStart(4, '0')}-${id.slice(0, 8)}`;
}

/**
 * Takes away what a killed pack left in the outbox: unfinished files, and sealed volumes that never got their line in the ledger.
 * Nothing of them was sent, since a volume goes to a medium only after its line is there. Gives the names.
 */
export function clearLeftovers(station: Station): string[] {
  const known = new Set(station.db.prepare('SELECT file FROM volume').pluck().all() as string[]);
  const folder = join(station.dir, 'outbox');
  const left = existsSync(folder) ? readdirSync(folder).filter((name) => !known.has(name)) : [];
  for (const name of left) rmSync(join(folder, name), { recursive: true, force: true });
  if (left.length > 0) station.audit('exchange.leftovers', 'outbox', left, undefined);
  return left;
}
