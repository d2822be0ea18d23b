import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { migrate } from '../migrate.ts';
import { migrations } from './migrations.ts';

test('a station from before dispatches keeps its partners and answers; nothing is in force yet, and a file is found by index', () => {
  const db = new Database(':memory:');
  migrate(
    db,
    migrations.filter((step) => step.version < 581),
  );
  db.exec(`
    INSERT INTO partner (id, role, name, uscc, keys, fingerprint, state, enrolled_at, enrolled_by)
      VALUES ('d', 'department', '市民政局', '', '{}', '', 'verified', '', '');
    INSERT INTO answer_out (id, kind, partner, epoch, sequence, created_at, created_by, name, bytes)
      VALUES ('a', 'decision', 'd', 7, 1, '', '', '', x'00');
  `);
  migrate(db);
  expect(db.prepare('SELECT (SELECT count(*) FROM in_force), count(*) FROM answer_out').raw().get()).toEqual([0, 1]);
  db.exec(`INSERT INTO dispatched VALUES ('d', 'list', 5, '[]', 'a')`);
  const plan = db.prepare(`EXPLAIN QUERY PLAN SELECT part FROM dispatched WHERE answer_out = 'a'`).all();
  expect(JSON.stringify(plan)).toContain('dispatched_by_file');
  expect(() => db.exec(`INSERT INTO dispatched VALUES ('x', 'list', 5, '[]', 'a')`)).toThrow('FOREIGN KEY');
});
