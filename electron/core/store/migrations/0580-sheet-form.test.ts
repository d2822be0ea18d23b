import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { scansOfForm } from '../../seal/seal.ts';
import { migrate } from '../migrate.ts';
import { migrations } from './migrations.ts';

const db = new Database(':memory:');
migrate(
  db,
  migrations.filter((step) => step.version < 580),
);
const add = db.prepare(
  `INSERT INTO record (id, kind, origin, code, name, facet, state, revision, body, errors, remarks, sent, blobs, found_by,
     created_by, created_at, updated_by, updated_at) VALUES (?, ?, '', ?, '', '', 'draft', 1, ?, 0, '[]', '', '[]', '', '', '2026-11-26', '', '')`,
);
const body = (form: object | null): string => JSON.stringify({ page: { form } });
add.run('a', 'sheet', '20261126-001', body({ id: 'F20261126-001', uscc: '1' }));
add.run('b', 'sheet', '20261126-002', body(null));
add.run('c', 'sheet', '20261126-003', body({ id: 'F20261126-001', uscc: '1' }));
add.run('d', 'sheet', '20261126-004', body({ id: 'F20261126-001', uscc: '2' }));
add.run('e', 'imprint', '20261126-001-1', '{}');
migrate(db);

test('scans that were there before are found by the number of their printed sheet', () => {
  const found = db.prepare(scansOfForm).all({ origin: '', form: 'F20261126-001', uscc: '1', id: 'c' });
  expect(found).toEqual([{ sheet: 'a', code: '20261126-001', at: '2026-11-26' }]);
  expect(db.prepare(scansOfForm).all({ origin: '', form: 'F20261126-001', uscc: '1', id: 'a' })).toEqual([]);
});

test('the question goes by its index', () => {
  const plan = db.prepare(`EXPLAIN QUERY PLAN ${scansOfForm}`).all({ origin: '', form: 'x', uscc: '', id: 'c' });
  expect(JSON.stringify(plan)).toContain('USING INDEX record_by_form (origin=? AND <expr>=?');
});
