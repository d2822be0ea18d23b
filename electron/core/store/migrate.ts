import { refuse } from '../../../shared/contract/failures.ts';
import type { Db } from './database.ts';
import { migrations } from './migrations/migrations.ts';

export interface Migration {
  /** Version that the file has afterwards; the number in the migration's file name. */
  readonly version: number;
  readonly up: (db: Db) => void;
}

export const newestVersion: number = migrations.at(-1)?.version ?? 0;

/**
 * Brings a database up to `newestVersion`, each step in its own transaction. Refuses `station-newer` for a file from a later
 * program, before anything is written.
 */
export function migrate(db: Db, steps: readonly Migration[] = migrations): void {
  const newest = steps.at(-1)?.version ?? 0;
  const found = db.pragma('user_version', { simple: true }) as number;
  if (found > newest) refuse('station-newer', { found, known: newest });
  const cache = db.pragma('cache_size', { simple: true }) as number;
  // What does not fit is encrypted and written before its time, and read again: 128 MiB while nobody else is served.
  db.pragma('cache_size = -131072');
  try {
    for (const step of steps) {
      if (step.version <= found) continue;
      db.transaction(() => {
        step.up(db);
        db.pragma(`user_version = ${step.version}`);
      }).immediate();
    }
  } finally {
    db.pragma(`cache_size = ${cache}`);
  }
}
