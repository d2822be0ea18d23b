import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { migrate } from '../migrate.ts';
import { migrations } from './migrations.ts';

test('of what was sent before, it is known when it was answered and what a later revision took the place of; what was returned is found by its index', () => {
  const db = new Database(':memory:');
  migrate(
    db,
    migrations.filter((step) => step.version < 610),
  );
  const packages = [1, 2, 3].map(
    (n) => `('${n}', 7, ${n}, '', 'b', '', '', '{}', 1, 0, '${n === 3 ? '' : `2026-11-0${n}`}')`,
  );
  db.exec(`
    INSERT INTO partner (id, role, name, uscc, keys, fingerprint, state, enrolled_at, enrolled_by)
      VALUES ('b', 'bureau', '市大数据局', '', '{}', '', 'verified', '', '');
    INSERT INTO package (id, epoch, sequence, previous, recipient, created_at, created_by, counts, records, recovery, received_at) VALUES ${packages};
    INSERT INTO answer (id, kind, partner, package, created_at, taken_at, taken_by, received, accepted, returned, audit_seq, audit_digest)
      VALUES ('a', 'decision', 'b', '2', '', '2026-11-09', '', 0, 0, 1, 0, '');
    INSERT INTO package_record (package, record, revision, kind, change, code, name, state, answer) VALUES
      ('1', 'r', 1, 'catalog', 'new', '', '', 'received', 0), ('2', 'r', 2, 'catalog', 'changed', '', '', 'returned', 5),
      ('3', 'r', 3, 'catalog', 'changed', '', '', 'sent', 0), ('1', 's', 1, 'catalog', 'new', '', '', 'received', 0),
      ('3', 's', 2, 'catalog', 'changed', '', '', 'sent', 0), ('1', 't', 1, 'catalog', 'new', '', '', 'received', 0),
      ('2', 't', 2, 'catalog', 'changed', '', '', 'returned', 0);
  `);
  migrate(db);
  const rows = db.prepare(
    'SELECT record, revision, superseded, answered_at FROM package_record ORDER BY record, revision',
  );
  expect(rows.raw().all()).toEqual([
    ['r', 1, 1, '2026-11-01'],
    ['r', 2, 0, '2026-11-09'],
    ['r', 3, 0, ''],
    ['s', 1, 0, '2026-11-01'],
    ['s', 2, 0, ''],
    // The second one was put into quarantine: the first still waits.
    ['t', 1, 0, '2026-11-01'],
    ['t', 2, 0, '2026-11-09'],
  ]);
  const plan = db
    .prepare("EXPLAIN QUERY PLAN SELECT record FROM package_record WHERE state = 'returned' AND kind = 'catalog'")
    .all();
  expect(JSON.stringify(plan)).toContain('package_record_returned');
});
