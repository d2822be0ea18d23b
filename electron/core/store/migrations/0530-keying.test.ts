import { expect, it } from 'vitest';
import { openDepartment } from '../../../../tests/fixtures/department.ts';

it('what waits for a second person, and a period of the statistics, are found by their indexes', async () => {
  const { station, close } = await openDepartment();
  const planOf = (sql: string): string =>
    (station.db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as { detail: string }[])
      .map(({ detail }) => detail)
      .join('\n');
  try {
    expect(planOf("SELECT record FROM second_look l WHERE l.open = 1 AND l.task = 'key'")).toContain(
      'second_look_open',
    );
    for (const table of ['keyed_field', 'keyed_record', 'declared_field'])
      expect(planOf(`SELECT count(*) FROM ${table} WHERE at >= '2026' AND at < '2027'`)).toContain(`${table}_by_time`);
    expect(
      planOf("UPDATE keyed_field SET outcome = 'first' WHERE record = 'r' AND path = 'p' AND outcome = ''"),
    ).toContain('keyed_field_open');
  } finally {
    await close();
  }
}, 30_000);
