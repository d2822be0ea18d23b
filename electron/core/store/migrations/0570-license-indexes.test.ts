import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { migrate } from '../migrate.ts';
import { migrations } from './migrations.ts';

const db = new Database(':memory:');
migrate(
  db,
  migrations.filter((step) => step.version < 570),
);
db.exec(`
  INSERT INTO record (id, kind, origin, code, name, facet, state, revision, body, errors, remarks, sent, blobs, found_by,
      created_by, created_at, updated_by, updated_at)
    VALUES ('r', 'license', '', '1', '甲', '营业执照', 'pending', 1, '{}', 0, '[]', '', '[]', '', '', '', '', ''),
      ('c', 'catalog', '', '2', '乙', '', 'draft', 1, '{}', 0, '[]', '', '[]', '', '', '', '', '');
  INSERT INTO import_row VALUES ('00ff', 'r'), ('0a0b', 'removed since');
`);
migrate(db);

test('rows that were taken in before are known by the license that they became, and removed ones are forgotten', () => {
  const rows = db
    .prepare('SELECT hex(i.identity) AS identity, r.id FROM import_row i JOIN record r ON r.n = i.record')
    .all();
  expect(rows).toEqual([{ identity: '00FF', id: 'r' }]);
  expect(db.prepare('SELECT count(*) FROM import_row').pluck().get()).toBe(1);
});

test.each([
  [
    "SELECT id FROM record WHERE kind = 'catalog' AND kind <> 'license' AND origin = '' AND code = 'a'",
    'record_by_code',
  ],
  [
    "SELECT id FROM record WHERE kind = 'catalog' AND kind <> 'license' AND origin = '' ORDER BY name, n",
    'record_by_name',
  ],
  [
    "SELECT id FROM record WHERE kind = 'seal' AND kind <> 'license' AND origin = '' ORDER BY updated_at, n",
    'record_by_updated',
  ],
  ["SELECT record FROM import_row WHERE identity = x'00'", 'PRIMARY KEY'],
])('%s is found by its index', (sql, index) => {
  const plan = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as { detail: string }[];
  expect(plan.map(({ detail }) => detail).join()).toContain(index);
});
