import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { migrate } from '../migrate.ts';
import { migrations } from './migrations.ts';

test('the highest number of each prefix of an older station is kept', () => {
  const db = new Database(':memory:');
  db.pragma('foreign_keys = ON');
  migrate(
    db,
    migrations.filter((step) => step.version < 583),
  );
  const put = db.prepare(
    `INSERT INTO record (id, kind, origin, code, name, facet, state, revision, body, errors, remarks, sent, blobs, found_by,
       created_by, created_at, updated_by, updated_at)
     VALUES (?, ?, ?, ?, '', ?, 'draft', 1, '{}', 0, '[]', '', '[]', '', '', '', '', '')`,
  );
  put.run('1', 'catalog', '', '102001/000007', '102001');
  put.run('2', 'catalog', '', '102001/12', '102001');
  put.run('3', 'catalog', '', '102001/99999999999999999999', '102001');
  put.run('4', 'catalog', 'bureau', '102001/000044', '102001');
  put.run('5', 'catalog', '', '307019410101/', '307019410101');
  put.run('6', 'catalog', '', '', '');
  migrate(db);
  expect(db.prepare('SELECT prefix, last FROM catalog_sequence').all()).toEqual([{ prefix: '102001', last: 12 }]);
  expect(db.prepare('SELECT count(*) FROM classification').pluck().get()).toBe(0);
});
