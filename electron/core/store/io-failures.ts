import { Refusal } from '../../../shared/contract/failures.ts';

/**
 * Turns what the operating system or SQLite says of a full, protected or vanished disk into the failure that names it; every
 * other error comes back unchanged, as the bug it is.
 */
export function ioFailure(error: unknown, path: string): unknown {
  if (error instanceof Refusal || !(error instanceof Error) || !('code' in error)) return error;
  switch (error.code) {
    case 'ENOSPC':
    case 'EDQUOT':
    case 'SQLITE_FULL':
      return new Refusal('disk-full', { path });
    case 'EFBIG':
      return new Refusal('too-big-for-medium', { path });
    case 'EROFS':
    case 'EACCES':
    case 'EPERM':
    case 'SQLITE_READONLY':
    case 'SQLITE_READONLY_DBMOVED':
    case 'SQLITE_READONLY_DIRECTORY':
    case 'SQLITE_CANTOPEN':
      return new Refusal('disk-read-only', { path });
    case 'EIO':
      return new Refusal('medium-failed', { path });
    case 'ENOENT':
    case 'ENOTDIR':
    case 'ENODEV':
    case 'ENXIO':
      return new Refusal('file-missing', { path });
    case 'SQLITE_CORRUPT':
    case 'SQLITE_CORRUPT_INDEX':
    case 'SQLITE_CORRUPT_VTAB':
    case 'SQLITE_NOTADB':
    case 'SQLITE_IOERR_SHORT_READ':
      return new Refusal('station-damaged', { what: 'station.db' });
    default:
      return error;
  }
}

/** Runs `work`, naming disk troubles with `path`. */
export function withIoFailures<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw ioFailure(error, path);
  }
}
