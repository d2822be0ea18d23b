import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Catalog, emptyCatalog } from '../../shared/catalog/catalog.ts';
import { completeCatalog } from '../journey/complete-catalog.ts';
import { both, type Desk, enrol, makeOffice } from './desks.ts';

const office = makeOffice();
const owner = { name: '郑州市市场监督管理局', uscc: '11410100MB1A23748Y' };
let department: Desk;
let bureau: Desk;
let id: string;

beforeAll(async () => {
  department = await office.open('department', 'department', owner.name, owner.uscc);
  bureau = await office.open('bureau', 'bureau', '郑州市大数据管理局', '11410100MB1A236098');
  await enrol(department, bureau);
  const line = { id: '', text: '企业登记', catalogs: [], licenseTypes: [], note: '', due: '2026-12-31' };
  await department.client.call('obligation.save', { ...line, code: '04-01', kind: '资源目录', expected: 1 });
  const named = { ...emptyCatalog(), name: '企业登记信息', abstract: '登记事项' };
  const body = completeCatalog({ ...named, code: '307019410101/000001' }, owner);
  id = (await department.client.call('catalog.save', { body, submit: true })).row.id;
});
afterAll(() => office.close());

const due = async () => (await department.client.call('desk.summary', {})).due.map(({ title }) => title);
const pack = () => department.client.call('exchange.pack', { to: office.media, ...both });
const handOver = (packageId: string) =>
  department.client.call('exchange.handOver', { package: packageId, courier: '赵海燕' });
const save = async (change: Partial<Catalog>) => {
  const { row, body } = await department.client.call('catalog.get', { id });
  return department.client.call('catalog.save', { id, base: row.revision, body: { ...body, ...change }, submit: true });
};
/** The bureau takes in what lies on the medium; its answers come back. */
const answer = async (packageId: string, outcome?: 'accepted' | 'returned') => {
  await bureau.client.call('intake.receive', { paths: [office.media], receiptTo: office.media });
  if (outcome) {
    await bureau.client.call('review.decidePackage', { packageId, outcome, field: 'abstract', remark: '请更正' });
    await bureau.client.call('review.release', { to: office.media });
  }
  await department.client.call('exchange.takeAnswers', { paths: [office.media] });
  rmSync(office.media, { recursive: true });
};
const packages = async () => (await department.client.call('exchange.packages', {})).packages;

test('what an organ owes is due until the courier has it, not until it is sealed, and again once the medium is lost', async () => {
  const owed = '企业登记 · 资源目录';
  expect(await due()).toContain(owed);
  const { packageId } = await pack();
  const lines = (await department.client.call('desk.summary', {})).due;
  expect(lines.find(({ title }) => title === owed)?.detail).toBe('04-01 · 已封装，送出为止');
  await handOver(packageId);
  expect(await due()).not.toContain(owed);
  const { number } = await department.client.call('medium.register', { number: 'ZZSSCJ-2026-001', kind: 'stick' });
  await department.client.call('exchange.handOver', { package: packageId, courier: '赵海燕', medium: number });
  await department.client.call('medium.move', { number, what: 'lose', text: '途中遗失' });
  expect(await due()).toContain(owed);
  await department.client.call('exchange.write', { package: packageId, to: office.media });
  await handOver(packageId);
  expect(await due()).not.toContain(owed);
  await answer(packageId, 'returned');
});

test('a correction is due until it is handed over, however far it has come in the house', async () => {
  const correct = '改正目录：企业登记信息';
  const dates = async () =>
    (await department.client.call('desk.summary', {})).due.flatMap(({ title, date }) =>
      title === correct ? [date] : [],
    );
  const [date] = await dates();
  expect(date).toBeDefined();
  await save({ abstract: '企业登记事项' });
  expect(await dates()).toEqual([date]);
  const { packageId } = await pack();
  expect(await dates()).toEqual([date]);
  await handOver(packageId);
  expect(await dates()).toEqual([]);
  await answer(packageId, 'accepted');
});

test('a change of a published catalog is due until it is handed over', async () => {
  const change = { reason: 'law', date: '2026-11-02', note: '条例修订' } as const;
  await save({ abstract: '企业登记事项与变更', change });
  const { packageId } = await pack();
  expect(await due()).toContain('更新目录：企业登记信息');
  await handOver(packageId);
  expect(await due()).not.toContain('更新目录：企业登记信息');
  await answer(packageId);
});

test('a revision that a later one overtook before anybody decided about it waits no longer', async () => {
  const change = { reason: 'correction', date: '2026-11-03', note: '补上注销' } as const;
  const [before] = await packages();
  expect(before).toMatchObject({ step: 'received', states: { received: 1 } });
  await save({ abstract: '企业登记事项、变更和注销', change });
  const { packageId } = await pack();
  await handOver(packageId);
  // On its way it has overtaken nothing yet: the bureau may still decide about the first.
  expect((await packages())[1]).toMatchObject({ id: before!.id, states: { received: 1 } });
  await answer(packageId, 'accepted');
  const [later, earlier] = await packages();
  expect(later).toMatchObject({ id: packageId, states: { accepted: 1 } });
  expect(earlier).toMatchObject({ id: before!.id, step: 'reviewed', states: { superseded: 1 } });
  expect((await department.client.call('exchange.package', { id: before!.id })).records).toMatchObject([
    { id, state: 'superseded' },
  ]);
  const lines = (await department.client.call('desk.summary', {})).packages;
  expect(lines.map(({ word }) => word).slice(0, 2)).toEqual(['审核通过', '已有新版']);
});
