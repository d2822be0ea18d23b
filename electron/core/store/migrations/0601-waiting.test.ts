import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { migrate } from '../migrate.ts';
import { migrations } from './migrations.ts';

test('what waited before is found by its index, in the order in which it came, and what was decided is not in it', () => {
  const db = new Database(':memory:');
  migrate(
    db,
    migrations.filter((step) => step.version < 601),
  );
  const put = db.prepare(
    `INSERT INTO record (id, kind, origin, code, name, facet, state, revision, body, errors, remarks, sent, blobs, found_by,
       created_by, created_at, updated_by, updated_at) VALUES (?, 'catalog', 'd', '', '', '', ?, 1, '{}', 0, '[]', '', '[]', '', '', '', '', '')`,
  );
  put.run('a', 'accepted');
  put.run('b', 'received');
  migrate(db);
  put.run('c', 'received');
  const page = `SELECT id FROM record r INDEXED BY record_waiting WHERE r.state = 'received' AND r.kind = 'catalog' ORDER BY r.n`;
  expect(db.prepare(page).pluck().all()).toEqual(['b', 'c']);
  const plan = db.prepare(`EXPLAIN QUERY PLAN ${page}`).all() as { detail: string }[];
  expect(plan.map(({ detail }) => detail)).toEqual(['SCAN r USING INDEX record_waiting']);
});
