import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Department, openDepartment } from '../../../tests/fixtures/department.ts';

let at: Department;
beforeAll(async () => {
  at = await openDepartment();
}, 30_000);
afterAll(() => at.close());

it.each([
  ["SELECT id FROM entry_page WHERE batch = 'a' ORDER BY position", 'sqlite_autoindex_entry_page_2'],
  ["SELECT id FROM entry_page WHERE record = 'a'", 'entry_page_by_record'],
  ["SELECT rotation FROM entry_page WHERE blob = 'a'", 'entry_page_by_blob'],
  [
    "SELECT id FROM record WHERE kind = 'license' AND origin = '' AND json_extract(body, '$.entry.keys') > 0 AND created_by = 'a' AND facet = 'b' ORDER BY created_at DESC, n DESC LIMIT 1",
    'record_typed',
  ],
  ["SELECT facet, count(*) FROM record WHERE kind = 'license' AND origin = '' GROUP BY facet", 'record_by_facet'],
])('%s is found by its index', (sql, index) => {
  const plan = at.station.db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as { detail: string }[];
  expect(plan.map(({ detail }) => detail).join()).toContain(index);
});

it('a page belongs to a batch and a blob that exist', () => {
  const insert = at.station.db.prepare(
    "INSERT INTO entry_page (id, batch, position, blob, name, width, height, rotation, record) VALUES ('p', 'none', 1, 'none', '', 1, 1, 0, '')",
  );
  expect(() => insert.run()).toThrow('FOREIGN KEY');
});
