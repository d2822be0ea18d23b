import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Role } from '../../shared/station/roles.ts';
import { codeOf } from '../fixtures/refusal.ts';
import { type Desk, enrol, makeOffice, password, usccs, writeLicense } from './desks.ts';

const office = makeOffice();
let department: Desk;
let bureau: Desk;
let id: string;
let packageId: string;

async function hire(desk: Desk, name: string, roles: Role[]): Promise<void> {
  await desk.client.call('user.add', { name, roles, password });
}

/** Does something as somebody else, and gives the desk back to its first user. */
async function as<T>(desk: Desk, name: string, work: () => Promise<T>): Promise<T> {
  const { session } = desk.core.context;
  session.lock('user');
  await session.unlock(name, password);
  try {
    return await work();
  } finally {
    session.lock('user');
    await session.unlock('李敏', password);
  }
}

beforeAll(async () => {
  department = await office.open('department', 'department', '郑州市市场监督管理局', '11410100MB1A23748Y');
  bureau = await office.open('bureau', 'bureau', '郑州市大数据管理局', '11410100MB1A236098');
  await enrol(department, bureau);
  await hire(department, '王建国', ['head']);
  await hire(department, '赵海燕', ['secrecyOfficer']);
  await hire(department, '刘芳', ['clerk']);
  await hire(bureau, '韩雪', ['catalogAuditor']);
  await hire(bureau, '周立群', ['licenseAuditor']);
  id = await writeLicense(department, usccs[0]!);
});
afterAll(() => office.close());

const records = () => [{ id, revision: 1 }];

test('each signs with the own role only, and a clerk packs nothing', async () => {
  const give = (kind: 'head' | 'secrecy') => department.client.call('approval.give', { kind, records: records() });
  expect(await as(department, '王建国', () => codeOf(give('secrecy')))).toBe('not-allowed');
  expect(await as(department, '刘芳', () => codeOf(give('head')))).toBe('not-allowed');
  expect(await as(department, '刘芳', () => codeOf(department.client.call('exchange.pack', {})))).toBe('not-allowed');
  expect(await as(department, '王建国', () => give('head'))).toEqual({ covered: 1 });
  expect(await as(department, '赵海燕', () => give('secrecy'))).toEqual({ covered: 1 });
  const outbox = await department.client.call('exchange.outbox', {});
  expect(outbox.approvals.map(({ kind, way, person, text }) => ({ kind, way, person, text }))).toEqual([
    { kind: 'secrecy', way: 'program', person: '赵海燕', text: '非涉密' },
    { kind: 'head', way: 'program', person: '王建国', text: '同意上报' },
  ]);
});

test('nobody signs what they wrote themselves, also when a clerk saved it after them, and nothing that was not handed in', async () => {
  await hire(department, '孙科长', ['head', 'clerk']);
  const mine = await as(department, '刘芳', () => writeLicense(department, usccs[2]!));
  const sign = (revision: number) =>
    as(department, '孙科长', () =>
      codeOf(department.client.call('approval.give', { kind: 'head', records: [{ id: mine, revision }] })),
    );
  await as(department, '孙科长', () => writeLicense(department, usccs[2]!, { 法定代表人: '孙科' }, mine));
  await as(department, '刘芳', () => writeLicense(department, usccs[2]!, { 法定代表人: '孙科长' }, mine));
  expect(await sign(3)).toBe('own-entry');
  const { items } = await department.client.call('exchange.outbox', {});
  expect(items.find((item) => item.id === mine)?.writers.sort()).toEqual(['刘芳', '孙科长']);
  await department.client.call('approval.refuse', { records: [mine], reason: '不报' });
  expect(await sign(3)).toBe('record-locked');
});

test('an edit after signing needs both signatures anew', async () => {
  await writeLicense(department, usccs[0]!, { 法定代表人: '王敏' }, id);
  expect(await codeOf(department.client.call('exchange.pack', {}))).toBe('approval-missing');
  const stale = () => department.client.call('approval.give', { kind: 'head', records: records() });
  expect(await as(department, '王建国', () => codeOf(stale()))).toBe('record-changed');
  const now = [{ id, revision: 2 }];
  await as(department, '王建国', () => department.client.call('approval.give', { kind: 'head', records: now }));
  await as(department, '赵海燕', () => department.client.call('approval.give', { kind: 'secrecy', records: now }));
  const done = await department.client.call('exchange.pack', { to: office.media });
  packageId = done.packageId;
  expect(done.records).toBe(1);
});

test('licenses are decided by who audits licenses', async () => {
  await bureau.client.call('intake.receive', { paths: [office.media] });
  const wish = { id, revision: 2, outcome: 'accepted' as const };
  const decide = () => bureau.client.call('review.decide', wish);
  expect(await as(bureau, '韩雪', () => codeOf(decide()))).toBe('not-allowed');
  expect(
    await as(bureau, '韩雪', () =>
      codeOf(bureau.client.call('review.decidePackage', { packageId, outcome: 'accepted' })),
    ),
  ).toBe('not-allowed');
  expect(await as(bureau, '周立群', () => codeOf(decide()))).toBe('done');
  expect(await as(bureau, '周立群', () => codeOf(decide()))).toBe('record-locked');
  expect(
    await as(bureau, '周立群', () => codeOf(bureau.client.call('intake.receive', { paths: [office.media] }))),
  ).toBe('not-allowed');
});
