import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { migrate } from '../migrate.ts';
import { migrations } from './migrations.ts';

test('a station of before has its licenses still, and remembers each row and each mapping once from now on', () => {
  const db = new Database(':memory:');
  migrate(
    db,
    migrations.filter((step) => step.version < 550),
  );
  db.exec(`
    INSERT INTO record (id, kind, origin, code, name, facet, state, revision, body, errors, remarks, sent, blobs, found_by,
        created_by, created_at, updated_by, updated_at)
      VALUES ('r', 'license', '', '1', '甲', '营业执照', 'pending', 1, '{}', 0, '[]', '', '[]', '', '', '', '', '');
  `);
  migrate(
    db,
    migrations.filter((step) => step.version <= 550),
  );
  expect(db.prepare('SELECT name FROM record').pluck().all()).toEqual(['甲']);
  db.exec("INSERT INTO import_row VALUES ('x', 'r'); INSERT INTO import_mapping VALUES ('营业执照', '[]', '[]')");
  expect(() => db.exec("INSERT INTO import_row VALUES ('x', 's')")).toThrow('UNIQUE');
  expect(() => db.exec("INSERT INTO import_mapping VALUES ('营业执照', '[]', '[\"\"]')")).toThrow('UNIQUE');
  const plan = db.prepare("EXPLAIN QUERY PLAN SELECT record FROM import_row WHERE identity = 'x'").get();
  expect(plan).toMatchObject({ detail: expect.stringContaining('PRIMARY KEY') });
});
