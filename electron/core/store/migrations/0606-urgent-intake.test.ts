import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { migrate } from '../migrate.ts';
import { migrations } from './migrations.ts';

test('of a package taken in before nobody knows that it was urgent', () => {
  const db = new Database(':memory:');
  db.pragma('foreign_keys = ON');
  migrate(
    db,
    migrations.filter((step) => step.version < 606),
  );
  db.exec(`
    INSERT INTO partner (id, role, name, uscc, keys, fingerprint, state, enrolled_at, enrolled_by)
      VALUES ('d', 'department', '市民政局', '', '{}', '', 'verified', '', '');
    INSERT INTO answer_out (id, kind, partner, epoch, sequence, created_at, created_by, name, bytes)
      VALUES ('a', 'receipt', 'd', 7, 1, '', '', 'receipt.ydp', x'00');
    INSERT INTO intake (id, sender, epoch, sequence, previous, created_at, at, by, file, bytes, counts, received, superseded, rejected, missing,
        approvals, audit_seq, audit_digest, receipt)
      VALUES ('p', 'd', 7, 1, '', '', '', '', '0001.ydp', 1, '{}', 1, 0, '[]', '[]', '[]', 1, '', 'a');
  `);
  migrate(
    db,
    migrations.filter((step) => step.version <= 606),
  );
  expect(db.prepare('SELECT id, urgent FROM intake').all()).toEqual([{ id: 'p', urgent: 0 }]);
});
