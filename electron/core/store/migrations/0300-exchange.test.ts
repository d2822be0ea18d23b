import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { migrate } from '../migrate.ts';
import { migrations } from './migrations.ts';

const before = migrations.filter((step) => step.version < 300);

test('a station from before exchange keeps its records and gains the tables', () => {
  const db = new Database(':memory:');
  migrate(db, before);
  db.prepare(
    `INSERT INTO record (id, kind, origin, code, name, facet, state, revision, body, errors, remarks, sent, blobs, found_by,
       created_by, created_at, updated_by, updated_at)
     VALUES ('1', 'catalog', '', '307', '婚姻登记', '', 'draft', 1, '{}', 0, '[]', '', '[]', '', '李敏', '', '李敏', '')`,
  ).run();
  migrate(db);
  expect(db.prepare('SELECT name FROM record').pluck().all()).toEqual(['婚姻登记']);
  expect(db.prepare('SELECT count(*) FROM package').pluck().get()).toBe(0);
});

test('no two packages of one epoch share a number, and none goes to a stranger', () => {
  const db = new Database(':memory:');
  db.pragma('foreign_keys = ON');
  migrate(db);
  db.prepare(
    `INSERT INTO partner (id, role, name, uscc, keys, fingerprint, state, enrolled_at, enrolled_by)
     VALUES ('b', 'bureau', '市大数据局', '', '{}', '', 'verified', '', '')`,
  ).run();
  const put = db.prepare(
    `INSERT INTO package (id, epoch, sequence, previous, recipient, created_at, created_by, counts, records)
     VALUES (?, 7, ?, '', ?, '', '', '{}', 1)`,
  );
  put.run('p1', 1, 'b');
  expect(() => put.run('p2', 1, 'b')).toThrow(/UNIQUE/);
  expect(() => put.run('p3', 2, 'stranger')).toThrow(/FOREIGN KEY/);
});

test.each([
  ['SELECT state FROM package_record WHERE record = ? AND revision = ?', 'package_record_by_record'],
  ["SELECT answer FROM decision WHERE partner = ? AND answer_out = '' ORDER BY answer", 'decision_unsent'],
  ['SELECT max(intake) FROM intake_record WHERE record = ? AND revision = ?', 'intake_record_by_record'],
  ['SELECT record FROM approval_record WHERE approval = ?', 'approval_record_by_approval'],
  ['SELECT state, count(*) FROM package_record WHERE package = ? GROUP BY state', 'package_record_by_state'],
])('%s uses its index', (sql, index) => {
  const db = new Database(':memory:');
  migrate(db);
  const plan = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...(sql.match(/\?/g) ?? []).map(() => '')) as {
    detail: string;
  }[];
  expect(plan.map((step) => step.detail).join('; ')).toContain(index);
});
