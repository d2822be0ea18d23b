import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { migrate } from '../migrate.ts';
import { migrations } from './migrations.ts';

test('licenses of an older station keep what they hold, their clocks are found, and warnings go with their license', () => {
  const db = new Database(':memory:');
  db.pragma('foreign_keys = ON');
  migrate(
    db,
    migrations.filter((step) => step.version < 520),
  );
  const put = db.prepare(
    `INSERT INTO record (id, kind, origin, code, name, facet, state, revision, body, errors, remarks, sent, blobs, found_by,
       created_by, created_at, updated_by, updated_at)
     VALUES (?, 'license', ?, '1', ?, '营业执照', 'pending', 1, ?, 0, '[]', '', '[]', '', '', '', '', '')`,
  );
  const done = (day: string): string => JSON.stringify({ clock: { done: day, batch: '' } });
  put.run('a', '', '甲', done('2026-11-02'));
  put.run('b', '', '乙', done(''));
  put.run('c', '', '丙', '{}');
  put.run('d', 'bureau', '丁', done('2026-11-03'));
  migrate(
    db,
    migrations.filter((step) => step.version <= 520),
  );
  expect(db.prepare('SELECT id, name FROM record ORDER BY id').raw().all()).toEqual([
    ['a', '甲'],
    ['b', '乙'],
    ['c', '丙'],
    ['d', '丁'],
  ]);
  const clocks = `SELECT id FROM record r INDEXED BY license_clock
    WHERE kind = 'license' AND origin = '' AND json_extract(body, '$.clock.done') <> ''`;
  expect(db.prepare(clocks).pluck().all()).toEqual(['a']);
  expect(db.prepare(`EXPLAIN QUERY PLAN ${clocks}`).get()).toMatchObject({
    detail: expect.stringContaining('license_clock'),
  });

  const warn = db.prepare("INSERT INTO license_warning VALUES (?, 'face.MC', 'unusual-number', '请对照原件')");
  warn.run('a');
  warn.run('b');
  expect(() => warn.run('a')).toThrow('UNIQUE');
  expect(() => warn.run('nobody')).toThrow('FOREIGN KEY');
  migrate(db);
  db.prepare("DELETE FROM record WHERE id = 'a'").run();
  expect(db.prepare('SELECT record FROM license_warning').pluck().all()).toEqual(['b']);
});
