import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { migrate } from '../migrate.ts';
import { migrations } from './migrations.ts';

test('what was written before lies on no registered medium; numbers and known file systems are there once', () => {
  const db = new Database(':memory:');
  db.pragma('foreign_keys = ON');
  migrate(
    db,
    migrations.filter((step) => step.version < 594),
  );
  db.exec(`
    INSERT INTO partner (id, role, name, uscc, keys, fingerprint, state, enrolled_at, enrolled_by)
      VALUES ('b', 'bureau', '市大数据局', '', '{}', '', 'verified', '', '');
    INSERT INTO package (id, epoch, sequence, previous, recipient, created_at, created_by, counts, records, courier)
      VALUES ('p', 7, 1, '', 'b', '', '', '{}', 1, '孙晓东');
    INSERT INTO volume (package, number, file, bytes, sm3, digest, medium) VALUES ('p', 1, '0001.ydp', 1, '', '', '/media/a');
  `);
  migrate(db);
  expect(db.prepare('SELECT medium, number_of_medium FROM volume').get()).toEqual({
    medium: '/media/a',
    number_of_medium: '',
  });
  expect(db.prepare('SELECT courier, handed_over FROM package').get()).toEqual({ courier: '孙晓东', handed_over: '' });
  const put = db.prepare("INSERT INTO medium VALUES (?, 'stick', '', '', ?, '非涉密', 'kept', '', '')");
  put.run('ZZ-2026-001', '');
  put.run('ZZ-2026-002', '');
  put.run('ZZ-2026-003', '1A2B-3C4D');
  expect(() => put.run('ZZ-2026-003', '')).toThrow('UNIQUE');
  expect(() => put.run('ZZ-2026-004', '1A2B-3C4D')).toThrow('UNIQUE');
  const note = db.prepare(
    "INSERT INTO medium_entry (medium, at, by, what, package, text) VALUES (?, '', '', 'write', '', '')",
  );
  expect(() => note.run('ZZ-2026-009')).toThrow('FOREIGN KEY');
});

test('the lines of a medium are found by their index', () => {
  const db = new Database(':memory:');
  migrate(db);
  const plan = db.prepare('EXPLAIN QUERY PLAN SELECT * FROM medium_entry WHERE medium = ? ORDER BY n').all('') as {
    detail: string;
  }[];
  expect(plan.map((step) => step.detail).join('; ')).toContain('medium_entry_by_medium');
});
