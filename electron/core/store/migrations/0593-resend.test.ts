import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { migrate } from '../migrate.ts';
import { migrations } from './migrations.ts';

test('packages sent before were neither urgent nor replaced, and nothing waits to go again', () => {
  const db = new Database(':memory:');
  db.pragma('foreign_keys = ON');
  migrate(
    db,
    migrations.filter((step) => step.version < 593),
  );
  db.exec(`
    INSERT INTO partner (id, role, name, uscc, keys, fingerprint, state, enrolled_at, enrolled_by)
      VALUES ('b', 'bureau', '市大数据局', '', '{}', '', 'verified', '', '');
    INSERT INTO package (id, epoch, sequence, previous, recipient, created_at, created_by, counts, records)
      VALUES ('p', 7, 1, '', 'b', '', '', '{}', 1);
  `);
  migrate(
    db,
    migrations.filter((step) => step.version <= 593),
  );
  expect(db.prepare('SELECT urgent, replaced_by FROM package').get()).toEqual({ urgent: 0, replaced_by: '' });
  const ask = db.prepare("INSERT INTO resend VALUES ('r', 2, ?, '介质遗失', '孙晓东', '')");
  expect(() => ask.run('unknown')).toThrow('FOREIGN KEY');
  ask.run('p');
  expect(() => ask.run('p')).toThrow('UNIQUE');
});
