import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { migrate } from '../migrate.ts';
import { migrations } from './migrations.ts';

/** Segments that the index has after so many commits of one record each; an index that is merged page by page has the new segment beside the old ones for a while. */
function segmentsAfter(commits: number, version: number): number {
  const db = new Database(':memory:');
  migrate(
    db,
    migrations.filter((step) => step.version <= version),
  );
  const put = db.prepare('INSERT INTO record_search (rowid, pieces) VALUES (?, ?)');
  for (let n = 1; n <= commits; n++)
    put.run(n, Array.from({ length: 30_000 }, (_, at) => `${(at * 7919 + n * 104_729) % 1_000_003}x`).join(' '));
  return db.prepare('SELECT count(DISTINCT segid) FROM record_search_idx').pluck().get() as number;
}

test('segments are merged by eight, before by four', () => {
  expect(segmentsAfter(7, 622)).toBeLessThan(7);
  expect(segmentsAfter(7, 623)).toBe(7);
  expect(segmentsAfter(10, 623)).toBeLessThan(7);
});
