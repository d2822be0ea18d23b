import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Refusal } from '../../../shared/contract/failures.ts';
import { type Db, openDatabase } from './database.ts';
import { migrate, newestVersion } from './migrate.ts';
import { migrations } from './migrations/migrations.ts';

const root = mkdtempSync(join(tmpdir(), 'yidi-migrate-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let count = 0;
const fresh = (): Db => openDatabase(join(root, `${count++}.db`), new Uint8Array(32).fill(1), { create: true });

/** A row for each table of each migration, as a station of that version would hold it. */
const rows: Record<number, readonly string[]> = {
  10: [
    "INSERT INTO meta VALUES ('role', '\"department\"')",
    "INSERT INTO user (id, name, roles, created_at) VALUES ('u1', '李敏', '[\"admin\"]', '2026-11-23T08:00:00.000+08:00')",
  ],
  20: ["INSERT INTO audit VALUES (1, '2026-11-23T08:00:00.000+08:00', '李敏', 'station.create', 's', '', '{}', '')"],
  30: [
    "INSERT INTO blob (id, name, type, bytes, sm3, sha256, created_at) VALUES ('b1', '扫描.png', 'image/png', 3, 'aa', 'bb', '2026-11-23T08:00:00.000+08:00')",
  ],
  40: [
    `INSERT INTO record (id, kind, origin, code, name, facet, state, revision, body, errors, remarks, sent, blobs, found_by,
       created_by, created_at, updated_by, updated_at)
     VALUES ('r1', 'catalog', '', '1', '婚姻登记信息', '', 'draft', 1, '{}', 0, '[]', '', '[]', '婚姻登记信息', '李敏', 't', '李敏', 't')`,
    "INSERT INTO version VALUES (1, 1, '{}', '[]', 'sent', 't', '李敏')",
    "INSERT INTO record_search (rowid, pieces) VALUES (1, '婚 姻 婚姻')",
  ],
};

const countsOf = (db: Db): Record<string, number> =>
  Object.fromEntries(
    ['meta', 'user', 'audit', 'blob', 'record', 'version']
      .filter((table) => db.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?").get(table))
      .map((table) => [table, db.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number]),
  );

describe('migrations', () => {
  test('each stands in a file named after its version, oldest first', () => {
    const files = readdirSync(join(import.meta.dirname, 'migrations')).filter(
      (name) => /^\d/.test(name) && !name.includes('.test.'),
    );
    expect(files.sort().map((name) => Number(name.slice(0, 4)))).toEqual(migrations.map(({ version }) => version));
    expect(migrations.map(({ version }) => version)).toEqual(
      [...migrations].map(({ version }) => version).sort((a, b) => a - b),
    );
  });

  for (const { version } of migrations)
    test(`a file of version ${version} with data in it comes up to date and keeps every row`, () => {
      const db = fresh();
      migrate(
        db,
        migrations.filter((step) => step.version <= version),
      );
      for (const [of, statements] of Object.entries(rows))
        if (Number(of) <= version) for (const sql of statements) db.exec(sql);
      const before = countsOf(db);
      migrate(db);
      expect(countsOf(db)).toMatchObject(before);
      expect(db.pragma('user_version', { simple: true })).toBe(newestVersion);
      if (version >= 40)
        expect(db.prepare("SELECT rowid FROM record_search WHERE record_search MATCH '婚姻'").all()).toHaveLength(1);
      db.close();
    });

  test('a migration that fails leaves the file at the version before, unchanged', () => {
    const db = fresh();
    const broken = {
      version: newestVersion + 1,
      up: (file: Db) => file.exec('CREATE TABLE half (a); SELECT * FROM no_such'),
    };
    expect(() => migrate(db, [...migrations, broken])).toThrow(/no such table/);
    expect(db.pragma('user_version', { simple: true })).toBe(newestVersion);
    expect(db.prepare("SELECT 1 FROM sqlite_master WHERE name = 'half'").get()).toBeUndefined();
    db.close();
  });

  test('a file from a later program is refused before anything is written', () => {
    const db = fresh();
    migrate(db);
    db.pragma(`user_version = ${newestVersion + 1}`);
    try {
      migrate(db);
      expect.unreachable();
    } catch (error) {
      expect((error as Refusal).failure).toMatchObject({
        code: 'station-newer',
        details: { found: newestVersion + 1, known: newestVersion },
      });
    }
    db.close();
  });
});
