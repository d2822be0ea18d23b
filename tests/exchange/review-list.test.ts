import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { both, type Desk, enrol, makeOffice, usccs, writeLicense } from './desks.ts';

const office = makeOffice();
const names = ['郑州金水酒店', '郑州中原酒店', '郑州二七饭店', '洛阳涧西酒店', '洛阳西工饭店'];
let department: Desk;
let bureau: Desk;
let first: string;
let second: string;
let ids: string[];

const write = (at: number, change: Record<string, string> = {}, id?: string) =>
  writeLicense(department, usccs[at]!, { 名称: names[at]!, ...change }, id);

async function hand(): Promise<string> {
  const { packageId, files } = await department.client.call('exchange.pack', { to: office.media, ...both });
  await bureau.client.call('intake.receive', { paths: files.map(({ name }) => join(office.media, name)) });
  return packageId;
}

const listed = async (filter: Record<string, unknown>) => {
  const { rows, total, counts } = await bureau.client.call('review.list', filter);
  expect(counts.license ?? 0).toBe(total);
  return rows.map(({ name }) => name);
};

beforeAll(async () => {
  department = await office.open('department', 'department', '郑州市市场监督管理局', '11410100MB1A23748Y');
  bureau = await office.open('bureau', 'bureau', '郑州市大数据管理局', '11410100MB1A236098');
  await enrol(department, bureau);
  ids = [];
  for (const at of [0, 1, 2]) ids.push(await write(at));
  first = await hand();
});
afterAll(() => office.close());

test('a package whose records came for the first time is listed whole, by page, by word and by state', async () => {
  expect(await listed({ packageId: first })).toEqual(names.slice(0, 3));
  const page = await bureau.client.call('review.list', { packageId: first, limit: 2 });
  expect(page).toMatchObject({ total: 3, rows: [{ name: names[0] }, { name: names[1] }] });
  expect(await listed({ packageId: first, after: page.next! })).toEqual([names[2]]);
  expect(await listed({ packageId: first, query: '酒店' })).toEqual(names.slice(0, 2));
  expect(await listed({ packageId: first, query: '中原酒店' })).toEqual([names[1]]);
  expect(await listed({ packageId: first, query: 'zzeq' })).toEqual([names[2]]);
  expect(await listed({ packageId: first, states: ['accepted'] })).toEqual([]);
  expect(await listed({ packageId: '0'.repeat(32) })).toEqual([]);
});

test('one that brings a later revision beside new ones is listed with both, and the first keeps its own', async () => {
  await bureau.client.call('review.decide', { id: ids[0]!, revision: 1, outcome: 'accepted' });
  await write(1, { 法定代表人: '王敏' }, ids[1]);
  for (const at of [3, 4]) await write(at);
  second = await hand();
  expect(await listed({ packageId: second })).toEqual([names[1], names[3], names[4]]);
  expect(await listed({ packageId: second, query: '酒店' })).toEqual([names[1], names[3]]);
  expect(await listed({ packageId: first })).toEqual([names[1], names[2]]);
  expect(await listed({ packageId: first, states: ['accepted'] })).toEqual([names[0]]);
  expect(await listed({ packageId: first, states: ['received', 'accepted'] })).toEqual(names.slice(0, 3));
  expect(await listed({ query: '酒店' })).toEqual([names[1], names[3]]);
  expect(await listed({})).toEqual(names.slice(1));
});
