import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { migrate } from '../migrate.ts';
import { migrations } from './migrations.ts';

function before() {
  const db = new Database(':memory:');
  db.pragma('foreign_keys = ON');
  migrate(
    db,
    migrations.filter((step) => step.version < 590),
  );
  db.exec(`INSERT INTO partner (id, role, name, uscc, keys, fingerprint, state, enrolled_at, enrolled_by)
    VALUES ('d', 'department', '市民政局', '', '{}', '', 'verified', '', '')`);
  return db;
}

function put(db: Database.Database, n: number, origin: string, revisions: readonly string[]): void {
  db.prepare(
    `INSERT INTO record (n, id, kind, origin, code, name, facet, state, revision, body, errors, remarks, sent, blobs, found_by,
       created_by, created_at, updated_by, updated_at)
     VALUES (?, ?, 'license', ?, ?, ?, '结婚证', ?, ?, '{}', 0, '[]', '', '[]', '', '', '', '', '2026-11-09')`,
  ).run(n, `r${n}`, origin, `c${n}`, `n${n}`, revisions.at(-1), revisions.length);
  revisions.forEach((state, at) => {
    db.prepare("INSERT INTO version VALUES (?, ?, '{}', '[]', ?, '2026-11-01', '')").run(n, at + 1, state);
  });
}

const central = (db: Database.Database) =>
  db.prepare('SELECT record, revision, loaded FROM central ORDER BY record').raw().all();
const spans = (db: Database.Database) =>
  db
    .prepare('SELECT record, revision, since, until, code FROM acceptance ORDER BY record, revision, since')
    .raw()
    .all();

test('what a bureau had accepted before waits for the central database, since the day of its decision', () => {
  const db = before();
  put(db, 1, 'd', ['accepted', 'received']);
  put(db, 2, 'd', ['returned', 'stored']);
  put(db, 3, 'd', ['received']);
  put(db, 4, '', ['accepted']);
  db.exec(`INSERT INTO decision (answer, partner, record, revision, outcome, remarks, at, by) VALUES
    (1, 'd', 'r2', 2, 'accepted', '[]', '2026-11-03', ''), (2, 'd', 'r2', 2, 'stored', '[]', '2026-11-05', '')`);
  migrate(db);
  expect(central(db)).toEqual([
    [1, 1, 0],
    [2, 2, 0],
  ]);
  expect(spans(db)).toEqual([
    [1, 1, '2026-11-01', '', 'c1'],
    [2, 2, '2026-11-03', '', 'c2'],
  ]);
  expect(db.pragma('foreign_key_check')).toEqual([]);
});

test('from then on every decision is followed, also one that is taken back', () => {
  const db = before();
  migrate(db);
  put(db, 1, 'd', ['received']);
  put(db, 2, '', ['sent']);
  const decide = (n: number, revision: number, state: string, at: string): void => {
    db.prepare('UPDATE record SET updated_at = ? WHERE n = ?').run(at, n);
    db.prepare('UPDATE version SET state = ? WHERE record = ? AND revision = ?').run(state, n, revision);
  };
  decide(2, 1, 'accepted', '2026-11-10');
  decide(1, 1, 'accepted', '2026-11-10');
  db.exec("UPDATE central SET loaded = 1, problem = '' WHERE record = 1");
  decide(1, 1, 'stored', '2026-11-11');
  expect(central(db)).toEqual([[1, 1, 1]]);
  db.exec("INSERT INTO version VALUES (1, 2, '{}', '[]', 'received', '2026-11-12', '')");
  expect(central(db)).toEqual([[1, 1, 1]]);
  decide(1, 2, 'accepted', '2026-11-13');
  expect(central(db)).toEqual([[1, 2, 1]]);
  decide(1, 2, 'returned', '2026-11-14');
  expect(central(db)).toEqual([[1, 1, 1]]);
  decide(1, 1, 'returned', '2026-11-15');
  expect(central(db)).toEqual([[1, 0, 1]]);
  expect(spans(db)).toEqual([
    [1, 1, '2026-11-10', '2026-11-15', 'c1'],
    [1, 2, '2026-11-13', '2026-11-14', 'c1'],
  ]);
});

test('what waits is found by an index that holds nothing else', () => {
  const db = before();
  migrate(db);
  const plan = db
    .prepare(
      "EXPLAIN QUERY PLAN SELECT record FROM central WHERE revision <> loaded AND problem = '' AND record > ? ORDER BY record LIMIT 10",
    )
    .all(0) as { detail: string }[];
  expect(plan.map(({ detail }) => detail).join('; ')).toMatch(/USING (COVERING )?INDEX central_waiting/);
});
