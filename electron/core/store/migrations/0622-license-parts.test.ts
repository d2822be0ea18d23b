import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { migrate } from '../migrate.ts';
import { migrations } from './migrations.ts';

const db = new Database(':memory:');
migrate(
  db,
  migrations.filter((step) => step.version < 622),
);
const add = db.prepare(
  `INSERT INTO record (n, id, kind, origin, code, name, facet, state, revision, body, errors, remarks, sent, blobs, found_by,
      created_by, created_at, updated_by, updated_at)
    VALUES (?, ?, 'license', '', ?, '甲', '营业执照', 'pending', 1, '{}', 0, '[]', '', '[]', '', '', '', '', '')`,
);
add.run(7, 'a', '2');
add.run(32_768, 'b', '1');
migrate(db);
add.run(70_000, 'c', '3');

const part = (key: string, number: number): string =>
  `SELECT n, ${key} AS key FROM license_row INDEXED BY license_row_by_${key} WHERE own = 1 AND n >> 15 = ${number}`;

test.each(['code', 'name', 'issued'])('licenses of before and after stand in the part of their row, by %s', (key) => {
  const rows = [0, 1, 2, 3].map((number) => db.prepare(part(key, number)).pluck().all());
  expect(rows).toEqual([[7], [32_768], [70_000], []]);
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
});

test('a license that is changed stays in its part, one that is taken away leaves it', () => {
  const codes = () => (db.prepare(part('code', 2)).all() as { key: string }[]).map(({ key }) => key);
  db.prepare("UPDATE record SET code = '4' WHERE n = 70000").run();
  expect(codes()).toEqual(['4']);
  db.prepare('DELETE FROM license_row WHERE n = 70000').run();
  expect(codes()).toEqual([]);
});

test.each(['code', 'name', 'issued'])('all parts by %s are in order without sorting, by the index alone', (key) => {
  const after = (number: number): string => `${part(key, number)} AND (${key}, n) > ('', 1)`;
  const sql = `${after(0)} UNION ALL ${after(1)} UNION ALL ${after(2)} ORDER BY key, n LIMIT 3`;
  const plan = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as { detail: string }[];
  const details = plan.map(({ detail }) => detail).join('; ');
  expect(details.split(`COVERING INDEX license_row_by_${key} (own=? AND <expr>=? AND ${key}>?)`)).toHaveLength(4);
  expect(details).not.toContain('TEMP B-TREE');
});
