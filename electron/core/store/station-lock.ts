import { join } from 'node:path';
import Database from 'better-sqlite3';
import { refuse } from '../../../shared/contract/failures.ts';
import { ioFailure } from './io-failures.ts';
import { stationFileExists } from './station-file.ts';

export interface StationLock {
  release(): void;
}

/**
 * Takes the station for this process. The lock is SQLite's exclusive lock on the empty file `lock`, which the operating system
 * drops when the process dies, however it dies. Refuses `station-in-use`, `station-missing`, `disk-read-only`.
 */
export function lockStation(dir: string): StationLock {
  if (!stationFileExists(dir)) refuse('station-missing', { dir });
  const path = join(dir, 'lock');
  let handle: Database.Database | undefined;
  try {
    handle = new Database(path, { timeout: 0 });
    handle.pragma('journal_mode = MEMORY');
    handle.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    handle?.close();
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY'))
      refuse('station-in-use');
    throw ioFailure(error, path);
  }
  const held = handle;
  return {
    release() {
      if (held.open) held.close();
    },
  };
}
