import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { migrate } from '../migrate.ts';
import { migrations } from './migrations.ts';

test('pages of an older station stand as they stood: those of one license together, every other alone', () => {
  const db = new Database(':memory:');
  migrate(
    db,
    migrations.filter((step) => step.version < 573),
  );
  db.exec(`
    INSERT INTO entry_batch (id, name, type, box, created_by, created_at) VALUES ('b', '存量', '营业执照', '', '李敏', '2026-11-01');
  `);
  const put = db.prepare(
    `INSERT INTO entry_page (id, batch, position, blob, name, width, height, rotation, record) VALUES (?, 'b', ?, 'x', ?, 1, 1, 0, ?)`,
  );
  db.pragma('foreign_keys = OFF');
  for (const [index, record] of ['r1', 'r1', '', '', 'r2'].entries())
    put.run(`p${index}`, index + 1, `${index}`, record);
  migrate(db);
  expect(db.prepare('SELECT starts, left_out, seen FROM entry_page ORDER BY position').all()).toEqual(
    [1, 0, 1, 1, 1].map((starts) => ({ starts, left_out: 0, seen: 'page' })),
  );
  expect(db.prepare('SELECT sides FROM entry_batch').pluck().all()).toEqual([0]);
});
