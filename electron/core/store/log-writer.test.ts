import { randomBytes } from 'node:crypto';
import { copyFileSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Db, openDatabase } from './database.ts';
import { createLogWriter } from './log-writer.ts';

const key = new Uint8Array(randomBytes(32));
const page = 4096;
let dir: string;
let path: string;
let db: Db;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'yidi-log-'));
  path = join(dir, 'station.db');
  db = openDatabase(path, key, { create: true });
  db.pragma('wal_autocheckpoint = 0');
  db.exec('CREATE TABLE row (n INTEGER PRIMARY KEY, text TEXT)');
});
afterEach(() => {
  if (db.open) db.close();
  rmSync(dir, { recursive: true });
});

const add = (rows: number): void =>
  db.transaction(() => {
    for (let at = 0; at < rows; at++) db.prepare('INSERT INTO row (text) VALUES (?)').run('字'.repeat(1000));
  })();

/** Rows that the database holds without its log. */
function rowsWithoutLog(): unknown {
  copyFileSync(path, join(dir, 'copy.db'));
  const copy = openDatabase(join(dir, 'copy.db'), key);
  try {
    return copy.prepare('SELECT count(*) FROM row').pluck().get();
  } finally {
    copy.close();
  }
}

const aTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('the log is written while more is added to it, and at the end all of it is', async () => {
  const log = createLogWriter(db, () => key);
  for (let round = 0; round < 20; round++) {
    add(100);
    await log.write();
    await aTurn();
  }
  await log.end();
  expect(rowsWithoutLog()).toBe(2000);
  add(1);
  expect(rowsWithoutLog()).toBe(2000);
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
});

test('however much is added, the log grows no longer than it may and what comes meanwhile', async () => {
  const long = 300;
  const log = createLogWriter(db, () => key, long);
  // The thread is there before it counts.
  await log.write();
  await log.end();
  for (let round = 0; round < 60; round++) {
    add(400);
    await log.write();
    await aTurn();
  }
  await log.end();
  // Some 400 pages a round, 24 000 in all.
  expect(statSync(`${path}-wal`).size).toBeLessThan(8000 * page);
  expect(rowsWithoutLog()).toBe(24_000);
});

test('a database that is closed meanwhile has all that was added', async () => {
  const log = createLogWriter(db, () => key);
  add(1000);
  void log.write();
  db.close();
  await log.end();
  db = openDatabase(path, key);
  expect(db.prepare('SELECT count(*) FROM row').pluck().get()).toBe(1000);
});

test('the connection helps itself only where no thread does', async () => {
  const log = createLogWriter(db, () => key, 100);
  expect(log.helpsItselfAt(1000)).toBe(1000);
  add(1);
  await log.write();
  expect(log.helpsItselfAt(1000)).toBe(400);
  await log.end();
  expect(log.helpsItselfAt(1000)).toBe(1000);
});
