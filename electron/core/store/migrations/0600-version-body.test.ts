import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { migrate } from '../migrate.ts';
import { versionBody } from '../records.ts';
import { migrations } from './migrations.ts';

test('versions of an older station keep their bodies, and one without a body gets it when its record changes', () => {
  const db = new Database(':memory:');
  db.pragma('foreign_keys = ON');
  migrate(
    db,
    migrations.filter((step) => step.version < 600),
  );
  const put = db.prepare(
    `INSERT INTO record (id, kind, origin, code, name, facet, state, revision, body, errors, remarks, sent, blobs, found_by,
       created_by, created_at, updated_by, updated_at) VALUES (?, 'license', '', '', '', '', 'sent', 1, ?, 0, '[]', '', '[]', '', '', '', '', '')`,
  );
  const keep = db.prepare("INSERT INTO version VALUES (?, ?, ?, '[]', 'sent', '', '')");
  put.run('a', '{"a":2}');
  keep.run(1, 1, '{"a":1}');
  migrate(db);
  put.run('b', '{"b":1}');
  keep.run(2, 1, '');
  const bodies = (): unknown =>
    db.prepare(`SELECT ${versionBody} FROM version v JOIN record r ON r.n = v.record ORDER BY v.record`).pluck().all();
  expect(bodies()).toEqual(['{"a":1}', '{"b":1}']);
  db.exec(
    `UPDATE record SET state = 'received'; UPDATE record SET body = '{"b":2}'; UPDATE record SET body = '{"b":3}'`,
  );
  expect(bodies()).toEqual(['{"a":1}', '{"b":1}']);
});
