import Database from 'better-sqlite3';
import { refuse } from '../../../shared/contract/failures.ts';
import { ioFailure } from './io-failures.ts';

export type Db = Database.Database;

/**
 * Opens `station.db` under its raw 256-bit key (ChaCha20-Poly1305 a page; see docs/adr/0003-encryption-at-rest.md).
 * Refuses `station-damaged` when the key does not open it, `disk-read-only`, `disk-full`.
 *
 * Settings, each with its reason:
 * - `journal_mode=WAL`, `synchronous=FULL`: a committed record survives a power cut (0.3 ms a commit).
 * - `temp_store=MEMORY`: sorting would otherwise write plain names into temporary files.
 * - `secure_delete=ON`: deleted text is overwritten, so it cannot come back from a page that was never reused.
 * - `foreign_keys=ON`; `busy_timeout=0`: there is one writer, the process that holds the station's lock.
 * - `trusted_schema=OFF`: the schema of a file that came from elsewhere runs nothing.
 * - `cache_size` 32 MiB; `mmap_size=0`: pages are decrypted into the cache, never mapped.
 */
export function openDatabase(path: string, key: Uint8Array, options: { readonly create?: boolean } = {}): Db {
  let db: Db | undefined;
  try {
    db = new Database(path, { fileMustExist: !options.create, timeout: 0 });
    db.pragma("cipher = 'chacha20'");
    db.pragma(`key = 'raw:${Buffer.from(key).toString('hex')}'`);
    db.pragma('temp_store = MEMORY');
    db.prepare('SELECT count(*) FROM sqlite_master').get();
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('secure_delete = ON');
    db.pragma('foreign_keys = ON');
    db.pragma('trusted_schema = OFF');
    db.pragma('cache_size = -32768');
    db.pragma('mmap_size = 0');
    return db;
  } catch (error) {
    db?.close();
    throw ioFailure(error, path);
  }
}

const statements = new WeakMap<Db, Map<string, Database.Statement>>();

/** A statement of this connection, compiled once: compiling takes longer than running what a bulk import runs for every row. */
export function prepared(db: Db, sql: string): Database.Statement {
  const known = statements.get(db) ?? new Map<string, Database.Statement>();
  statements.set(db, known);
  const statement = known.get(sql) ?? db.prepare(sql);
  known.set(sql, statement);
  return statement;
}

/** Reads the whole file and says whether every page and index holds together; refuses `station-damaged`. */
export function checkDatabase(db: Db): void {
  let verdict: unknown;
  try {
    verdict = db.pragma('integrity_check(1)', { simple: true });
  } catch (error) {
    throw ioFailure(error, db.name);
  }
  if (verdict !== 'ok') refuse('station-damaged', { what: 'station.db' });
}
