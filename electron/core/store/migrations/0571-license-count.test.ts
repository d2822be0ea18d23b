import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { migrate } from '../migrate.ts';
import { migrations } from './migrations.ts';

test('licenses of before are counted, and those that come, change and go since', () => {
  const db = new Database(':memory:');
  db.pragma('foreign_keys = ON');
  migrate(
    db,
    migrations.filter((step) => step.version < 571),
  );
  const put = db.prepare(
    `INSERT INTO record (id, kind, origin, code, name, facet, state, revision, body, errors, remarks, sent, blobs, found_by,
       created_by, created_at, updated_by, updated_at)
     VALUES (?, ?, '', '', '', '结婚证', ?, 1, '{}', 0, '[]', '', '[]', '', '', '', '', '')`,
  );
  put.run('1', 'license', 'draft');
  put.run('2', 'license', 'pending');
  put.run('3', 'catalog', 'draft');
  migrate(db);
  const counts = () => db.prepare('SELECT state, count FROM license_count WHERE count <> 0 ORDER BY state').raw().all();
  expect(counts()).toEqual([
    ['draft', 1],
    ['pending', 1],
  ]);
  put.run('4', 'license', 'draft');
  put.run('5', 'catalog', 'draft');
  expect(counts()).toEqual([
    ['draft', 2],
    ['pending', 1],
  ]);
  db.exec("UPDATE record SET state = 'pending' WHERE id IN ('1', '3')");
  db.exec("UPDATE record SET remarks = '[1]' WHERE id = '2'");
  db.exec("DELETE FROM record WHERE id = '4'");
  expect(counts()).toEqual([['pending', 2]]);
});
