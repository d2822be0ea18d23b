import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { migrate } from '../migrate.ts';
import { migrations } from './migrations.ts';

test('what a record is found by is read from an index, without its body', () => {
  const db = new Database(':memory:');
  migrate(db, migrations);
  const plan = db
    .prepare(
      `EXPLAIN QUERY PLAN SELECT n FROM record INDEXED BY record_by_found
       WHERE kind = ? AND kind <> 'license' AND n IN (SELECT value FROM json_each(?)) AND instr(found_by, ?) > 0`,
    )
    .all('catalog', '[1]', 'x') as { detail: string }[];
  expect(plan.map(({ detail }) => detail)).toContain(
    'SEARCH record USING COVERING INDEX record_by_found (kind=? AND n=?)',
  );
});
