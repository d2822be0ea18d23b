import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Department, openDepartment } from '../../../tests/fixtures/department.ts';
import { fillRegister } from '../../../tests/fixtures/register.ts';
import { shippedCalendar } from '../calendar/calendar.ts';
import { finishOf, stockProgress } from './stock.ts';

let at: Department;
const root = mkdtempSync(join(tmpdir(), 'yidi-stock-'));
beforeAll(async () => {
  at = await openDepartment();
  fillRegister(at.station, 600);
}, 60_000);
afterAll(async () => {
  await at.close();
  rmSync(root, { recursive: true });
});

const business = async () => {
  const { types } = await at.client.call('stock.progress', {});
  return types.find(({ type }) => type === '营业执照')!;
};
const count = (where: string): number =>
  at.station.db
    .prepare(`SELECT count(*) FROM record WHERE kind = 'license' AND facet = '营业执照' AND ${where}`)
    .pluck()
    .get() as number;

it('counts by type and box: drafts apart, what the bureau has received, what it stored', async () => {
  const line = await business();
  expect(line).toMatchObject({
    entered: count("state <> 'draft'"),
    drafts: count("state = 'draft'"),
    received: count("state = 'stored'"),
    stored: count("state = 'stored'"),
    reviewed: 0,
    expected: null,
    finish: '',
  });
  expect(line.boxes.map(({ box }) => box)).toEqual(['001', '002']);
  expect(line.boxes.reduce((sum, box) => sum + box.entered, 0)).toBe(line.entered);
});

it('leaves 增量 out and counts what was keyed a second time once', async () => {
  const before = await business();
  const { rows } = await at.client.call('license.list', { type: '营业执照', states: ['pending'], limit: 2 });
  const [added, keyed] = rows;
  const set = at.station.db.prepare("UPDATE record SET body = json_set(body, '$.stock.kind', '增量') WHERE id = ?");
  set.run(added!.id);
  for (const by of ['王芳', '赵强'])
    at.station.db
      .prepare(
        "INSERT INTO keyed_record (record, type, by, at, own, seconds, keys) VALUES (?, '营业执照', ?, '2026-11-25', 0, 9, 9)",
      )
      .run(keyed!.id, by);
  const after = await business();
  expect(after.entered).toBe(before.entered - 1);
  expect(after.reviewed).toBe(1);
});

it('keeps 应录 of a box, and shares that of a type with its line of 应交材料', async () => {
  await at.client.call('stock.expect', { type: '营业执照', box: '001', expected: 400 });
  await at.client.call('stock.expect', { type: '营业执照', box: '', expected: 5000 });
  const line = await business();
  expect(line.expected).toBe(5000);
  const { obligations } = await at.client.call('obligation.list', {});
  expect(obligations.find(({ id }) => id === line.obligation)).toMatchObject({
    licenseTypes: ['营业执照'],
    expected: 5000,
  });
  await at.client.call('stock.expect', { type: '结婚证', box: '', expected: 300 });
  const { types } = await at.client.call('stock.progress', {});
  expect(types.find(({ type }) => type === '结婚证')).toMatchObject({ expected: 300, obligation: '' });
  expect((await business()).boxes[0]).toMatchObject({ box: '001', expected: 400 });
});

it('takes the rate from the ten working days before today and names the day on which the rest is done', () => {
  // 2026-11-26 is a Thursday; ten working days back is 2026-11-12.
  const move = at.station.db.prepare(
    "UPDATE record SET created_at = ? WHERE kind = 'license' AND facet = '营业执照' AND state <> 'draft'",
  );
  move.run('2026-11-11T10:00:00.000+08:00');
  expect(stockProgress(at.station, '2026-11-26').types.find(({ type }) => type === '营业执照')?.perDay).toBe(0);
  move.run('2026-11-12T10:00:00.000+08:00');
  const { since, types } = stockProgress(at.station, '2026-11-26');
  const line = types.find(({ type }) => type === '营业执照')!;
  expect(since).toBe('2026-11-12');
  // The rate is of all that was begun, 增量 among it.
  expect(line.perDay).toBeCloseTo(count("state <> 'draft'") / 10);
  expect(line.finish > '2026-11-26').toBe(true);
  const calendar = shippedCalendar();
  expect(finishOf(120, 100, 10, '2026-11-26', calendar)).toEqual({ finish: '2026-11-30', provisional: false });
  expect(finishOf(100, 100, 10, '2026-11-26', calendar).finish).toBe('');
  expect(finishOf(1_000_000, 0, 0.1, '2026-11-26', calendar).finish).toBe('');
});

it('is written as csv with every type and box', async () => {
  const { path } = await at.client.call('stock.export', { to: root });
  expect(readdirSync(root)).toHaveLength(1);
  const lines = readFileSync(path, 'utf8').trim().split(/\r?\n/);
  expect(lines[0]).toContain('证照类型,箱,应录,已录,复核,签收,入库,日均录入,预计录完');
  expect(lines.some((line) => line.startsWith('营业执照,001,400,'))).toBe(true);
});

it.each([
  [
    "SELECT facet, count(*) FROM record INDEXED BY license_begun WHERE kind = 'license' AND origin = '' AND created_at >= 'a' AND state <> 'draft' GROUP BY facet",
    'COVERING INDEX license_begun',
  ],
  [
    "SELECT facet, state, count(*) FROM record INDEXED BY license_added WHERE kind = 'license' AND origin = '' AND json_extract(body, '$.stock.kind') = '增量' GROUP BY 1, 2",
    'license_added',
  ],
  [
    'SELECT type, state, box, count(*) FROM license_row WHERE own = 1 GROUP BY type, state, box',
    'COVERING INDEX license_row_facts',
  ],
])('%s is found by its index', (sql, index) => {
  const plan = at.station.db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as { detail: string }[];
  expect(plan.map(({ detail }) => detail).join()).toContain(index);
});
