import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { migrate } from '../migrate.ts';
import { migrations } from './migrations.ts';

test('catalogs that state a change are found by index, also those that were there before; others are not in it', () => {
  const db = new Database(':memory:');
  migrate(
    db,
    migrations.filter((step) => step.version < 582),
  );
  const put = db.prepare(
    `INSERT INTO record (id, kind, origin, code, name, facet, state, revision, body, errors, remarks, sent, blobs, found_by,
       created_by, created_at, updated_by, updated_at) VALUES (?, 'catalog', '', '', '', '', 'draft', 1, ?, 0, '[]', '{}', '[]', '', '', '', '', '')`,
  );
  put.run('a', '{"name":"甲"}');
  put.run('b', '{"name":"乙","change":{"reason":"law","date":"2026-11-02","note":""}}');
  migrate(db);
  put.run('c', '{"name":"丙","change":{"reason":"duty","date":"2026-11-01","note":""}}');
  const query = `SELECT id FROM record INDEXED BY catalog_change WHERE kind = 'catalog' AND origin = ''
    AND json_extract(body, '$.change.date') IS NOT NULL ORDER BY json_extract(body, '$.change.date')`;
  expect(db.prepare(query).pluck().all()).toEqual(['c', 'b']);
  expect(JSON.stringify(db.prepare(`EXPLAIN QUERY PLAN ${query}`).all())).toContain('catalog_change');
});
