import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { migrate } from '../migrate.ts';
import { migrations } from './migrations.ts';

test('records stay listed under their package, and may be listed before it', () => {
  const db = new Database(':memory:');
  db.pragma('foreign_keys = ON');
  migrate(
    db,
    migrations.filter((step) => step.version < 620),
  );
  db.exec(`
    INSERT INTO partner (id, role, name, uscc, keys, fingerprint, state, enrolled_at, enrolled_by)
      VALUES ('d', 'department', '市民政局', '', '{}', '', 'verified', '', '');
    INSERT INTO answer_out (id, kind, partner, epoch, sequence, created_at, created_by, name, bytes)
      VALUES ('a', 'receipt', 'd', 7, 1, '', '', 'receipt.ydp', x'00');
    INSERT INTO intake (n, id, sender, epoch, sequence, previous, created_at, at, by, file, bytes, counts, received, superseded, rejected, missing,
        approvals, audit_seq, audit_digest, receipt)
      VALUES (3, 'p', 'd', 7, 1, '', '', '', '', '0001.ydp', 1, '{}', 2, 0, '[]', '[]', '[]', 1, '', 'a');
    INSERT INTO intake_record (intake, record, revision, kind, entered_by, edited_by, salvaged)
      VALUES (3, 'r2', 1, 'license', '王丽', '李敏', 1), (3, 'r1', 4, 'seal', '王丽', '', 0);
  `);
  migrate(
    db,
    migrations.filter((step) => step.version <= 620),
  );
  const add = db.prepare(
    `INSERT INTO intake_record (intake, record, revision, kind, entered_by, edited_by) VALUES (4, 'r1', 5, 'seal', '', '')`,
  );
  add.run();
  expect(db.prepare('SELECT * FROM intake_record ORDER BY intake, record').raw().all()).toEqual([
    [3, 'r1', 4, 'seal', '王丽', '', 0],
    [3, 'r2', 1, 'license', '王丽', '李敏', 1],
    [4, 'r1', 5, 'seal', '', '', 0],
  ]);
  expect(() => add.run()).toThrow('UNIQUE');
  const plan = db
    .prepare('EXPLAIN QUERY PLAN SELECT max(intake) FROM intake_record WHERE record = ? AND revision = ?')
    .all('r1', 5) as { detail: string }[];
  expect(plan[0]!.detail).toContain('intake_record_by_record (record=? AND revision=?)');
});
