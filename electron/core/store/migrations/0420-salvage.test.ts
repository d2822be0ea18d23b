import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { migrate } from '../migrate.ts';
import { migrations } from './migrations.ts';

test('packages taken in before count as whole ones of one volume, refused ones as not to be salvaged', () => {
  const db = new Database(':memory:');
  migrate(
    db,
    migrations.filter((step) => step.version < 420),
  );
  db.exec(`
    INSERT INTO partner (id, role, name, uscc, keys, fingerprint, state, enrolled_at, enrolled_by)
      VALUES ('d', 'department', '市民政局', '', '{}', '', 'verified', '', '');
    INSERT INTO answer_out (id, kind, partner, epoch, sequence, created_at, created_by, name, bytes)
      VALUES ('a', 'receipt', 'd', 7, 1, '', '', '', x'00');
    INSERT INTO intake (id, sender, epoch, sequence, previous, created_at, at, by, file, bytes, counts, received, superseded,
        rejected, missing, approvals, audit_seq, audit_digest, receipt)
      VALUES ('p', 'd', 7, 1, '', '', '', '', '', 1, '{}', 1, 0, '[]', '[]', '[]', 1, '', 'a');
    INSERT INTO intake_record (intake, record, revision, kind, entered_by, edited_by) VALUES (1, 'r', 1, 'license', '', '');
    INSERT INTO intake_refused (digest, file, bytes, package, sender, sequence, at, by, code, details)
      VALUES ('q', '', 1, 'q', 'd', 2, '', '', 'truncated', '{}');
  `);
  migrate(db);
  expect(db.prepare('SELECT volumes, salvage FROM intake').get()).toEqual({
    volumes: '[{"number":1,"state":"whole","chunks":0}]',
    salvage: '',
  });
  expect(db.prepare('SELECT record, salvaged FROM intake_record').get()).toEqual({ record: 'r', salvaged: 0 });
  expect(db.prepare('SELECT package, volumes, loss FROM intake_refused').get()).toEqual({
    package: 'q',
    volumes: '[]',
    loss: '',
  });
});
