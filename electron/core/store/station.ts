import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes, randomInt } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { refuse } from '../../../shared/contract/failures.ts';
import type { Role, StationRole } from '../../../shared/station/roles.ts';
import { StationInfo } from '../../../shared/station/station.ts';
import { deriveKey } from '../crypto/hkdf.ts';
import { generateKeyPair, type KeyPair } from '../crypto/sm2.ts';
import { fingerprintOf, stationIdOf } from '../crypto/station-id.ts';
import { type AuditHead, appendAudit, auditHead } from './audit.ts';
import { type BlobStore, createBlobStore } from './blobs.ts';
import { checkPassword, wrapKey } from './credentials.ts';
import { type Db, openDatabase, prepared } from './database.ts';
import { ioFailure } from './io-failures.ts';
import { createLogWriter, type LogWriter } from './log-writer.ts';
import { migrate } from './migrate.ts';
import { createRecordStore, type RecordStore } from './records.ts';
import { recoveryCodeOf } from './recovery-code.ts';
import { readStationFile, stationFormat, type Wrap, writeStationFile } from './station-file.ts';
import { lockStation } from './station-lock.ts';

export interface SessionUser {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly Role[];
}

export interface StationKeys {
  readonly signing: KeyPair;
  readonly encryption: KeyPair;
}

/** An open station: the one writing connection, held by this process until `close`. */
export interface Station {
  readonly dir: string;
  readonly id: string;
  readonly role: StationRole;
  /** SM3 over both public keys, 64 hex digits. */
  readonly fingerprint: string;
  /** Drawn anew at every restore, so that packages of before and after are told apart. */
  readonly epoch: number;
  readonly keys: StationKeys;
  readonly db: Db;
  readonly blobs: BlobStore;
  readonly records: RecordStore;
  /** Subkey of the data key by label: 'outbox', 'backup'. */
  subkey(label: string): Uint8Array;
  info(): StationInfo;
  setInfo(info: StationInfo): void;
  /** JSON values by name, small settings of every subject. */
  setting<T>(name: string, schema: z.ZodType<T>, fallback: T): T;
  setSetting(name: string, value: unknown): void;
  /** Runs `work` as one transaction; nested calls join it. */
  transaction<T>(work: () => T): T;
  /**
   * The same for one of many that make up a long import: it does not wait for the disk. The next ordinary one, whoever's it is, makes it last along with
   * itself; a power cut before that takes away whole transactions from the end. `last`: this one waits, and makes all before it last.
   */
  bulkTransaction<T>(work: () => T, last?: 'last'): T;
  /**
   * What bulk transactions leave in the log is written into the database by a thread meanwhile; else one of them does in its own time, about a tenth of a
   * second for 4000 pages. Whoever has begun to `write` ends it before the station may close.
   */
  readonly log: Pick<LogWriter, 'write' | 'end'>;
  /** Appends a line to the audit chain in the name of the acting user. */
  audit(action: string, object: string, old?: unknown, next?: unknown): void;
  auditHead(): AuditHead;
  /** Whose name the next changes and audit lines carry, outside of `runAs`. */
  actAs(user: SessionUser): void;
  now(): string;
  /** Lets `name` open the station with this password from now on (also replaces an older password). */
  grant(name: string, password: string): Promise<void>;
  /** Takes the password of `name` away. */
  revoke(name: string): void;
  /** Draws a new recovery code; the old one opens nothing any more. */
  newRecoveryCode(): Promise<string>;
  close(): void;
}

export interface CreateOptions {
  readonly role: StationRole;
  readonly info: StationInfo;
  readonly admin: { readonly name: string; readonly password: string; readonly roles: readonly Role[] };
}

/** Pages of the log that bulk transactions gather, 16 MiB: a page of an index that several of them wrote is copied once. */
const bulkPages = 4000;
/** The same for others: SQLite's own measure. */
const ordinaryPages = 1000;

const system: SessionUser = { id: '', name: '系统', roles: [] };
const acting = new AsyncLocalStorage<SessionUser>();

/** Runs `work`, and all that it waits for, in the name of `user`, whoever signs in meanwhile. */
export function runAs<T>(user: SessionUser, work: () => T): T {
  return acting.run(user, work);
}

/** A number that no other life of this station has: drawn at random, so that two restores of one backup differ. */
export function newEpoch(): number {
  return randomInt(1, 2 ** 47);
}

/** Instant as the store writes it: ISO 8601, local time with offset, milliseconds. */
export function instant(date = new Date()): string {
  const offset = -date.getTimezoneOffset();
  const local = new Date(date.getTime() + offset * 60_000).toISOString().slice(0, -1);
  const sign = offset < 0 ? '-' : '+';
  const two = (value: number): string => String(Math.floor(Math.abs(value))).padStart(2, '0');
  return `${local}${sign}${two(offset / 60)}:${two(offset % 60)}`;
}

/**
 * Makes a station in an empty or new folder. Returns the recovery code, which is shown once and never stored.
 * Refuses `station-exists`, `weak-password`, `disk-full`, `disk-read-only`.
 */
export async function createStation(
  dir: string,
  options: CreateOptions,
): Promise<{ id: string; fingerprint: string; recoveryCode: string }> {
  checkPassword(options.admin.name, options.admin.password);
  try {
    if (existsSync(dir) && readdirSync(dir).length > 0) refuse('station-exists', { dir });
    mkdirSync(join(dir, 'outbox'), { recursive: true, mode: 0o700 });
    mkdirSync(join(dir, 'backup'), { recursive: true, mode: 0o700 });
  } catch (error) {
    throw ioFailure(error, dir);
  }
  const dataKey = new Uint8Array(randomBytes(32));
  const recovery = new Uint8Array(randomBytes(20));
  const keys: StationKeys = { signing: generateKeyPair(), encryption: generateKeyPair() };
  const id = stationIdOf(keys.signing.publicKey, keys.encryption.publicKey);
  const db = openDatabase(join(dir, 'station.db'), deriveKey(dataKey, 'yidi/db'), { create: true });
  try {
    migrate(db);
    const at = instant();
    db.transaction(() => {
      const put = db.prepare('INSERT INTO meta (name, value) VALUES (?, ?)');
      put.run('role', JSON.stringify(options.role));
      put.run('info', JSON.stringify(StationInfo.parse(options.info)));
      put.run('keys', JSON.stringify(keys));
      put.run('epoch', JSON.stringify(newEpoch()));
      db.prepare('INSERT INTO user (id, name, roles, created_at) VALUES (?, ?, ?, ?)').run(
        randomBytes(8).toString('hex'),
        options.admin.name,
        JSON.stringify(options.admin.roles),
        at,
      );
      appendAudit(db, {
        at,
        user: options.admin.name,
        action: 'station.create',
        object: id,
        old: '',
        new: JSON.stringify(options.info),
      });
    }).immediate();
  } catch (error) {
    throw ioFailure(error, dir);
  } finally {
    db.close();
  }
  // station.json comes last: a folder without it is no station, so a creation that was cut off leaves none behind.
  writeStationFile(dir, {
    format: stationFormat,
    station: id,
    users: [{ name: options.admin.name, wrap: await wrapKey(options.admin.password, dataKey) }],
    recovery: await wrapKey(recovery, dataKey),
    failures: { count: 0, at: 0 },
  });
  return {
    id,
    fingerprint: fingerprintOf(keys.signing.publicKey, keys.encryption.publicKey),
    recoveryCode: recoveryCodeOf(recovery),
  };
}

/**
 * Opens a station with its data key and takes it for this process. Refuses `station-in-use`, `station-newer`,
 * `station-damaged`, `disk-read-only`.
 */
export function openStation(dir: string, dataKey: Uint8Array): Station {
  const lock = lockStation(dir);
  let db: Db | undefined;
  try {
    if (!existsSync(join(dir, 'station.db'))) refuse('station-damaged', { what: 'station.db 不见了' });
    db = openDatabase(join(dir, 'station.db'), deriveKey(dataKey, 'yidi/db'));
    migrate(db);
    return face(dir, db, dataKey, lock.release);
  } catch (error) {
    db?.close();
    lock.release();
    throw ioFailure(error, dir);
  }
}

const Key = z.object({ publicKey: z.string(), privateKey: z.string() });
const Keys = z.object({ signing: Key, encryption: Key });

function face(dir: string, db: Db, dataKey: Uint8Array, release: () => void): Station {
  let signedIn = system;
  const userNow = (): SessionUser => acting.getStore() ?? signedIn;
  const metaText = (name: string): string | undefined =>
    prepared(db, 'SELECT value FROM meta WHERE name = ?').pluck().get(name) as string | undefined;
  const meta = (name: string): unknown => {
    const value = metaText(name);
    return value === undefined ? undefined : JSON.parse(value);
  };
  // Each row of an import asks for it: read every time, so that no rollback leaves it wrong, but parsed once.
  let infoText = '';
  let info: StationInfo;
  const infoNow = (): StationInfo => {
    const text = metaText('info') ?? '';
    if (text !== infoText) info = StationInfo.parse(JSON.parse(text));
    infoText = text;
    return info;
  };
  const setMeta = (name: string, value: unknown): void => {
    db.prepare('INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value').run(
      name,
      JSON.stringify(value),
    );
  };
  // Rows of an import ask ten times in a millisecond.
  let nowMs = 0;
  let nowText = '';
  const now = (): string => {
    const ms = Date.now();
    if (ms !== nowMs) nowText = instant(new Date(ms));
    nowMs = ms;
    return nowText;
  };
  const auditText = (action: string, object: string, old: string, next: string, at: string): void =>
    appendAudit(db, { at, user: userNow().name, action, object, old, new: next });
  const audit = (action: string, object: string, old?: unknown, next?: unknown): void => {
    const text = (value: unknown): string => (value === undefined ? '' : JSON.stringify(value));
    auditText(action, object, text(old), text(next), now());
  };
  const actor = {
    get user(): string {
      return userNow().name;
    },
    now,
    audit,
    auditText,
  };
  const keys = Keys.parse(meta('keys'));
  // Stretching takes a third of a second, in which a lock may close the station and wipe its key: what was wrapped then is thrown away.
  const wrapOpenKey = async (secret: string | Uint8Array): Promise<Wrap> => {
    const wrap = await wrapKey(secret, dataKey);
    return db.open ? wrap : refuse('station-locked');
  };
  const records = createRecordStore(db, actor);
  const log = createLogWriter(db, () => deriveKey(dataKey, 'yidi/db'));
  return {
    dir,
    id: stationIdOf(keys.signing.publicKey, keys.encryption.publicKey),
    role: meta('role') as StationRole,
    fingerprint: fingerprintOf(keys.signing.publicKey, keys.encryption.publicKey),
    epoch: Number(meta('epoch')),
    keys,
    db,
    blobs: createBlobStore(
      dir,
      db,
      { seal: deriveKey(dataKey, 'yidi/blob'), name: deriveKey(dataKey, 'yidi/blob-name') },
      now,
    ),
    records,
    subkey: (label) => deriveKey(dataKey, `yidi/${label}`),
    info: infoNow,
    setInfo(info) {
      db.transaction(() => {
        audit('station.update', 'station', meta('info'), info);
        setMeta('info', StationInfo.parse(info));
      }).immediate();
    },
    setting: (name, schema, fallback) => {
      const value = meta(`setting.${name}`);
      return value === undefined ? fallback : schema.parse(value);
    },
    setSetting: (name, value) => setMeta(`setting.${name}`, value),
    transaction: (work) => db.transaction(work).immediate(),
    bulkTransaction(work, last) {
      if (!last) db.pragma('synchronous = NORMAL');
      db.pragma(`wal_autocheckpoint = ${log.helpsItselfAt(bulkPages)}`);
      try {
        return db.transaction(() => records.many(work)).immediate();
      } finally {
        db.pragma(`wal_autocheckpoint = ${log.helpsItselfAt(ordinaryPages)}`);
        db.pragma('synchronous = FULL');
      }
    },
    log: {
      write: () => log.write(),
      async end() {
        await log.end();
        if (db.open) db.pragma(`wal_autocheckpoint = ${ordinaryPages}`);
      },
    },
    audit,
    auditHead: () => auditHead(db),
    actAs(next) {
      signedIn = next;
    },
    now,
    async grant(name, password) {
      checkPassword(name, password);
      const wrap = await wrapOpenKey(password);
      const { users, ...file } = readStationFile(dir);
      const known = users.some((entry) => entry.name === name);
      const entries = users.map((entry) => (entry.name === name ? { name, wrap } : entry));
      writeStationFile(dir, { ...file, users: known ? entries : [...entries, { name, wrap }] });
    },
    revoke(name) {
      const file = readStationFile(dir);
      writeStationFile(dir, { ...file, users: file.users.filter((entry) => entry.name !== name) });
    },
    async newRecoveryCode() {
      const code = new Uint8Array(randomBytes(20));
      const recovery = await wrapOpenKey(code);
      writeStationFile(dir, { ...readStationFile(dir), recovery });
      return recoveryCodeOf(code);
    },
    close() {
      try {
        if (db.open) db.pragma('wal_checkpoint(TRUNCATE)');
      } catch {
        // A full disk: the log stays beside the database and is read at the next opening.
      } finally {
        db.close();
        dataKey.fill(0);
        release();
      }
    },
  };
}
