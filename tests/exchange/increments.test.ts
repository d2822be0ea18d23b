import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { unsignedSequences } from '../../electron/core/exchange/exchange.ts';
import { codeOf } from '../fixtures/refusal.ts';
import { both, type Desk, enrol, makeOffice, openCopy, password, usccs, writeLicense } from './desks.ts';

const office = makeOffice();
let department: Desk;
let bureau: Desk;

beforeAll(async () => {
  department = await office.open('department', 'department', '郑州市市场监督管理局', '11410100MB1A23748Y');
  bureau = await office.open('bureau', 'bureau', '郑州市大数据管理局', '11410100MB1A236098');
  await enrol(department, bureau);
});
afterAll(() => office.close());

const pack = (desk: Desk, wish: { urgent?: boolean } = {}) =>
  desk.client.call('exchange.pack', { to: office.media, ...both, ...wish });
const receive = async (path: string) =>
  (await bureau.client.call('intake.receive', { paths: [path], receiptTo: join(office.root, 'receipts') }))
    .packages[0]!;
const take = (desk: Desk, path: string) => desk.client.call('exchange.takeAnswers', { paths: [path] });
const standing = (desk: Desk, id: string) => {
  const { state, revision } = desk.core.context.station.records.get(id);
  return `${state} ${revision}`;
};
const ledger = async (desk: Desk, sequence: number) =>
  (await desk.client.call('exchange.packages', {})).packages.find((one) => one.sequence === sequence)!;
const ask = (desk: Desk, id: string, reason: string) => desk.client.call('exchange.sendAgain', { package: id, reason });

describe('what was sent and nobody has signed for', () => {
  let ids: string[];
  let first: Awaited<ReturnType<typeof pack>>;
  let second: Awaited<ReturnType<typeof pack>>;

  test('stays out of the next package until somebody asks for it and says why', async () => {
    ids = [];
    for (const uscc of usccs.slice(0, 3)) ids.push(await writeLicense(department, uscc));
    first = await pack(department);
    expect((await department.client.call('exchange.outbox', {})).totals).toEqual([]);
    expect(await codeOf(ask(department, first.packageId, '  '))).toBe('invalid-input');
    expect(await codeOf(ask(department, '0'.repeat(32), '介质遗失'))).toBe('package-missing');
    await writeLicense(department, usccs[2]!, { 法定代表人: '王敏' }, ids[2]);
    expect(await ask(department, first.packageId, '介质在途遗失')).toEqual({ records: 2 });
    const outbox = await department.client.call('exchange.outbox', {});
    expect(outbox.totals).toEqual([expect.objectContaining({ total: 3, new: 0, changed: 1, again: 2 })]);
    expect(outbox.items.map(({ change, reason }) => `${change} ${reason}`).sort()).toEqual([
      'again 介质在途遗失',
      'again 介质在途遗失',
      'changed ',
    ]);
    expect(outbox.lacking).toEqual({ head: 1, secrecy: 1 });
    expect(
      department.core.context.station.db.prepare('SELECT new FROM audit ORDER BY seq DESC LIMIT 1').pluck().get(),
    ).toContain('介质在途遗失');
  });

  test('waits on when the one who signs takes it out again', async () => {
    await department.client.call('approval.refuse', { records: [ids[0]!], reason: '介质找到了' });
    expect(standing(department, ids[0]!)).toBe('sent 1');
    expect((await department.client.call('exchange.outbox', {})).totals[0]).toMatchObject({ total: 2, again: 1 });
    await ask(department, first.packageId, '介质在途遗失');
  });

  test('goes as it was, and the package that it goes with takes over from the first', async () => {
    second = await pack(department);
    expect(second).toMatchObject({ sequence: 2, records: 3 });
    expect(await ledger(department, 1)).toMatchObject({ replacedBy: 2, step: 'written' });
    expect(unsignedSequences(department.core.context.station)).toEqual([2]);
    expect(ids.map((id) => standing(department, id))).toEqual(['sent 1', 'sent 1', 'sent 2']);
    expect((await department.client.call('exchange.outbox', {})).totals).toEqual([]);
  });

  test('is not doubled when both packages arrive after all, the later one first', async () => {
    const later = await receive(second.files[0]!.path);
    expect(later).toMatchObject({ ok: true, received: 3, missing: [1] });
    await take(department, later.receipt);
    expect(ids.map((id) => standing(department, id))).toEqual(['received 1', 'received 1', 'received 2']);
    const row = async () =>
      (await bureau.client.call('intake.list', {})).rows.find((one) => one.packageId === second.packageId)!;
    expect((await row()).missing).toEqual([1]);
    const late = await receive(first.files[0]!.path);
    expect(late).toMatchObject({ ok: true, rejected: [], missing: [] });
    expect((await row()).missing).toEqual([]);
    expect((await ledger(department, 2)).missing).toEqual([]);
    await take(department, late.receipt);
    expect(ids.map((id) => standing(department, id))).toEqual(['received 1', 'received 1', 'received 2']);
    expect(ids.map((id) => standing(bureau, id))).toEqual(['received 1', 'received 1', 'received 2']);
    expect((await bureau.client.call('review.list', { kind: 'license' })).total).toBe(3);
    expect(await codeOf(ask(department, first.packageId, '再送'))).toBe('nothing-unsigned');
  });
});

test('complete drafts that nobody handed in are counted by kind, incomplete ones are held back', async () => {
  const counted = async () => (await department.client.call('exchange.outbox', {})).unsubmitted;
  const before = (await department.client.call('exchange.outbox', {})).heldTotal;
  const id = await writeLicense(department, usccs[3]!);
  expect(await counted()).toEqual([]);
  const { license, record } = await department.client.call('license.get', { id });
  const save = (face: Record<string, string>, base: number, state: 'draft' | 'pending') =>
    department.client.call('license.save', { id, base, license: { ...license, face }, state });
  await save(license.face, record.revision, 'draft');
  expect(await counted()).toEqual([{ kind: 'license', total: 1 }]);
  const { row } = await save({}, record.revision, 'draft');
  expect(await counted()).toEqual([]);
  expect((await department.client.call('exchange.outbox', {})).heldTotal).toBe(before + 1);
  await department.client.call('license.remove', { id: row.id });
});

describe('an urgent package', () => {
  let suspended: string;
  let corrected: string;

  test('without a change of state there is none, and the refusal says what to do', async () => {
    await writeLicense(department, usccs[3]!);
    const failure = await pack(department, { urgent: true }).then(
      () => undefined,
      (error) => error.failure,
    );
    expect(failure).toMatchObject({ code: 'nothing-to-send' });
    expect(failure.message).toContain('状态变更');
  });

  test('carries the licenses that something happened to, and nothing else', async () => {
    const { rows } = await department.client.call('license.list', { states: ['received'] });
    [suspended, corrected] = [rows[0]!.id, rows[1]!.id];
    await department.client.call('license.noteEvent', {
      id: suspended,
      base: department.core.context.station.records.get(suspended).revision,
      kind: '挂起',
      date: '2026-11-20',
      reason: '涉诉',
      document: '郑监字〔2026〕6号',
      validTo: '',
    });
    await writeLicense(department, usccs[4]!, { 住所: '郑州市管城回族区宇通路6号' }, corrected);
    expect((await department.client.call('exchange.outbox', {})).urgent).toEqual({ total: 1, ready: 0 });
    const before = (await department.client.call('exchange.outbox', {})).totals[0]!.total;
    const done = await pack(department, { urgent: true });
    expect(done.records).toBe(1);
    expect(await ledger(department, done.sequence)).toMatchObject({ urgent: true, records: 1 });
    expect(department.core.context.station.records.get(suspended).state).toBe('sent');
    const outbox = await department.client.call('exchange.outbox', {});
    expect(outbox.totals[0]!.total).toBe(before - 1);
    expect(outbox.items.map((item) => item.id)).toContain(corrected);
    expect(outbox.urgent.total).toBe(0);
    await receive(done.files[0]!.path);
    const { lines } = await bureau.client.call('review.get', { id: suspended });
    expect(lines.filter((line) => line.changed).map((line) => line.after)).toContain('挂起');
  });

  test('that is lost goes again as an urgent one', async () => {
    const sent = (await department.client.call('exchange.packages', {})).packages[0]!;
    await ask(department, sent.id, '介质损坏');
    expect((await department.client.call('exchange.outbox', {})).urgent).toEqual({ total: 1, ready: 1 });
    expect((await pack(department, { urgent: true })).records).toBe(1);
  });
});

test('a restored backup sends again what the lost machine had sent, under a new epoch and without its sealed files', async () => {
  const waiting = await pack(department);
  const backup = await department.client.call('backup.create', { to: office.root });
  const dir = join(office.root, 'restored');
  await department.client.call('backup.restore', { path: backup.path, dir, user: '李敏', password });
  const restored = await openCopy(dir);
  try {
    const old = (await restored.client.call('exchange.packages', {})).packages[0]!;
    rmSync(join(dir, 'outbox', old.volumes[0]!.file));
    const outbox = await restored.client.call('exchange.outbox', {});
    expect(outbox).toMatchObject({ previousSequence: 0, totals: [] });
    expect(outbox.epoch).not.toBe(old.epoch);
    await ask(restored, waiting.packageId, '原机损坏，介质下落不明');
    const again = await pack(restored);
    expect(again).toMatchObject({ sequence: 1, records: waiting.records });
    const total = (await bureau.client.call('review.list', { kind: 'license' })).total;
    const taken = await receive(again.files[0]!.path);
    expect(taken).toMatchObject({ ok: true, received: waiting.records, rejected: [], missing: [] });
    const fresh = (await bureau.client.call('review.list', { kind: 'license' })).total;
    await receive(waiting.files[0]!.path);
    expect((await bureau.client.call('review.list', { kind: 'license' })).total).toBe(fresh);
    expect(fresh).toBeGreaterThan(total);
    expect((await take(restored, taken.receipt)).received).toBe(waiting.records);
    expect((await restored.client.call('exchange.packages', {})).packages[0]).toMatchObject({ step: 'received' });
    expect(existsSync(waiting.files[0]!.path)).toBe(true);
  } finally {
    await restored.core.close();
  }
});

test('a bureau with new keys gets what its lost keys would have opened, under the new ones', async () => {
  const successor = await office.open('successor', 'bureau', '郑州市大数据管理局', '11410100MB1A236098');
  const id = await writeLicense(department, '914403001922038216');
  const sent = await pack(department);
  await department.client.call('enrol.revoke', { station: bureau.id, reason: '密钥遗失，凭通知更换' });
  expect(await ledger(department, sent.sequence)).toMatchObject({ oldKeys: true });
  await ask(department, sent.packageId, '主管部门更换密钥');
  expect(await codeOf(pack(department))).toBe('partner-missing');
  await enrol(department, successor);
  const again = await pack(department);
  expect(await ledger(department, again.sequence)).toMatchObject({ oldKeys: false });
  const outcomes = [];
  for (const { files } of [sent, again]) {
    const wish = { paths: [files[0]!.path], receiptTo: join(office.root, 'new') };
    outcomes.push(...(await successor.client.call('intake.receive', wish)).packages);
  }
  expect(outcomes.map(({ code }) => code)).toEqual(['not-for-this-station', '']);
  await take(department, outcomes[1]!.receipt);
  expect(standing(department, id)).toBe('received 1');
  const old = (await department.client.call('exchange.packages', {})).packages.find((one) => one.id === sent.packageId);
  expect(old).toMatchObject({ replacedBy: again.sequence });
});
