import { afterAll, beforeAll, expect, test } from 'vitest';
import { codeOf } from '../fixtures/refusal.ts';
import { type Desk, enrol, makeOffice } from './desks.ts';

const office = makeOffice();
let department: Desk;
let bureau: Desk;

beforeAll(async () => {
  department = await office.open('department', 'department', '郑州市民政局', '114101000052530151');
  bureau = await office.open('bureau', 'bureau', '郑州市大数据管理局', '11410100MB1A236098');
  await enrol(department, bureau);
});
afterAll(() => office.close());

const decide = (said: { person: string; account?: string; reason?: string; station?: string }) =>
  bureau.client.call('enrol.decideAccount', { station: department.id, ...said });

test('an application ends with an account or with a reason; the last decision about a person holds, and no account is given twice', async () => {
  await decide({ person: '李敏', account: 'zzmz-01' });
  expect(await codeOf(decide({ person: '王建国' }))).toBe('account-undecided');
  expect(await codeOf(decide({ person: '王建国', account: 'zzmz-02', reason: '离岗' }))).toBe('account-undecided');
  expect(await codeOf(decide({ person: '王建国', account: 'zzmz-01' }))).toBe('account-taken');
  await decide({ person: '李敏', reason: '离岗停用' });
  const { accounts } = await decide({ person: '王建国', account: 'zzmz-01' });
  expect(accounts.map(({ person, account, reason, by }) => [person, account, reason, by])).toEqual([
    ['王建国', 'zzmz-01', '', '李敏'],
    ['李敏', '', '离岗停用', '李敏'],
    ['李敏', 'zzmz-01', '', '李敏'],
  ]);
  expect(await codeOf(decide({ person: '赵静', account: 'x', station: '0'.repeat(32) }))).toBe('unknown-sender');
  const own = department.client.call('enrol.decideAccount', { station: bureau.id, person: '李敏', account: 'x' });
  expect(await codeOf(own)).toBe('wrong-station');
});
