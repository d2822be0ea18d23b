import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { migrate } from '../migrate.ts';
import { migrations } from './migrations.ts';

test('answers signed before were not printed; they are found by kind and time, and their decisions by answer', () => {
  const db = new Database(':memory:');
  migrate(
    db,
    migrations.filter((step) => step.version < 605),
  );
  db.exec(`
    INSERT INTO partner (id, role, name, uscc, keys, fingerprint, state, enrolled_at, enrolled_by)
      VALUES ('d', 'department', '市民政局', '', '{}', '', 'verified', '', '');
    INSERT INTO answer_out (id, kind, partner, epoch, sequence, created_at, created_by, name, bytes, written_at)
      VALUES ('a', 'decision', 'd', 7, 1, '2026-11-20', '', '', x'00', '2026-11-21');
    INSERT INTO decision (answer, partner, record, revision, outcome, remarks, at, by, answer_out)
      VALUES (1, 'd', 'r', 1, 'accepted', '[]', '', '', 'a');
  `);
  migrate(db);
  const row = db.prepare('SELECT written_at, printed_at FROM answer_out').get();
  expect(row).toEqual({ written_at: '2026-11-21', printed_at: '' });
  const plan = (sql: string): string => JSON.stringify(db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all());
  expect(plan("SELECT id FROM answer_out WHERE kind = 'decision' ORDER BY created_at DESC LIMIT 200")).toContain(
    'answer_out_by_time',
  );
  expect(plan("SELECT count(*) FROM decision WHERE answer_out = 'a' AND answer_out <> ''")).toContain(
    'decision_by_answer',
  );
});
