import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { codeOf } from '../fixtures/refusal.ts';
import { both, type Desk, enrol, makeOffice, openCopy, password, usccs, writeLicense } from './desks.ts';

const office = makeOffice();
let department: Desk;
let bureau: Desk;
let restored: Desk;
let id: string;
let first: string;
let backup: string;

beforeAll(async () => {
  department = await office.open('department', 'department', '郑州市市场监督管理局', '11410100MB1A23748Y');
  bureau = await office.open('bureau', 'bureau', '郑州市大数据管理局', '11410100MB1A236098');
  await enrol(department, bureau);
  id = await writeLicense(department, usccs[0]!);
  backup = (await department.client.call('backup.create', { to: office.root })).path;
  first = (await department.client.call('exchange.pack', { to: office.media, ...both })).files[0]!.path;
  const dir = join(office.root, 'restored');
  await department.client.call('backup.restore', { path: backup, dir, user: '李敏', password });
  restored = await openCopy(dir);
});
afterAll(async () => {
  await restored?.core.close();
  await office.close();
});

test('a restored backup goes on in a new epoch, and the bureau takes both without doubling a record', async () => {
  const again = await restored.client.call('exchange.pack', { to: join(office.root, 'again'), ...both });
  expect(again.sequence).toBe(1);
  const take = async (path: string) =>
    (await bureau.client.call('intake.receive', { paths: [path], receiptTo: join(office.root, 'receipts') }))
      .packages[0]!;
  expect(await take(first)).toMatchObject({ ok: true, sequence: 1, received: 1, missing: [] });
  expect(await take(again.files[0]!.path)).toMatchObject({ ok: true, sequence: 1, received: 1, missing: [] });
  expect((await bureau.client.call('review.list', { kind: 'license' })).total).toBe(1);
});

test('it takes the receipt of its own package and knows the other is not its own', async () => {
  const taken = await restored.client.call('exchange.takeAnswers', { paths: [join(office.root, 'receipts')] });
  expect(taken.outcomes.map((one) => one.code).sort()).toEqual(['', 'receipt-mismatch']);
  expect(restored.core.context.station.records.get(id).state).toBe('received');
});

test('a decision about the revision both have sent reaches both', async () => {
  await bureau.client.call('review.decide', { id, revision: 1, outcome: 'accepted' });
  const { files } = await bureau.client.call('review.release', { to: join(office.root, 'decisions') });
  const file = { name: 'decision.ydp', bytes: new Uint8Array(readFileSync(files[0]!.path)) };
  for (const desk of [department, restored]) {
    expect(await desk.client.call('exchange.takeAnswers', { files: [file] })).toMatchObject({ accepted: 1 });
    expect(desk.core.context.station.records.get(id).state).toBe('accepted');
  }
});

test('a station restored once more is told again what was decided, and of what it never knew it is told by name', async () => {
  const later = await writeLicense(department, usccs[1]!);
  const changed = await writeLicense(department, usccs[0]!, { 法定代表人: '王敏' }, id);
  const packed = await department.client.call('exchange.pack', { to: join(office.root, 'later'), ...both });
  const receive = async (path: string) => (await bureau.client.call('intake.receive', { paths: [path] })).packages[0]!;
  expect(await receive(packed.files[0]!.path)).toMatchObject({ ok: true, received: 2 });
  await bureau.client.call('review.decide', { id: changed, revision: 2, outcome: 'accepted' });
  await bureau.client.call('review.decide', { id: later, revision: 1, outcome: 'accepted' });
  const release = () => bureau.client.call('review.release', { to: join(office.root, 'told') });
  expect(await release()).toMatchObject({ decisions: 2 });

  const dir = join(office.root, 'restored-again');
  await department.client.call('backup.restore', { path: backup, dir, user: '李敏', password });
  const third = await openCopy(dir);
  try {
    const again = await third.client.call('exchange.pack', { to: join(office.root, 'third'), ...both });
    expect(await receive(again.files[0]!.path)).toMatchObject({ ok: true, received: 1 });
    const { waiting } = await bureau.client.call('review.waiting', {});
    expect(waiting).toMatchObject([{ partner: department.id, accepted: 3, returned: 0 }]);
    const { files, decisions } = await release();
    expect(decisions).toBe(3);
    const { outcomes } = await third.client.call('exchange.takeAnswers', { paths: [files[0]!.path] });
    expect(outcomes).toMatchObject([{ ok: true, accepted: 1, message: expect.stringContaining('另有 2 件') }]);
    expect(outcomes[0]!.message).toContain('“郑州创万瑞酒店管理有限公司”第 2 版');
    expect(third.core.context.station.records.get(id)).toMatchObject({ state: 'accepted', revision: 1 });
    // The next package of the same life asks for nothing.
    await writeLicense(third, usccs[2]!);
    const next = await third.client.call('exchange.pack', { to: join(office.root, 'fourth'), ...both });
    expect(await receive(next.files[0]!.path)).toMatchObject({ ok: true, received: 1 });
    expect((await bureau.client.call('review.waiting', {})).waiting).toEqual([]);
  } finally {
    await third.core.close();
  }
});

test('a restored station that has nothing to send is told all again when the bureau is asked to: receipts, decisions, dispatches', async () => {
  const sent = await writeLicense(department, usccs[3]!);
  const decided = await writeLicense(department, usccs[4]!);
  const packed = await department.client.call('exchange.pack', { to: join(office.root, 'before'), ...both });
  const path = (await department.client.call('backup.create', { to: office.root })).path;
  await bureau.client.call('intake.receive', { paths: [packed.files[0]!.path] });
  await bureau.client.call('review.decide', { id: decided, revision: 1, outcome: 'accepted' });
  await bureau.client.call('review.release', { to: join(office.root, 'lost-answers') });
  const list = new TextEncoder().encode(JSON.stringify([{ name: '企业登记信息' }]));
  for (const name of ['旧清单.json', '清单.json']) {
    await bureau.client.call('dispatch.prepare', { station: department.id, name, bytes: list });
    const to = join(office.root, 'lost-answers');
    await bureau.client.call('dispatch.send', { stations: [department.id], parts: ['list'], to });
  }

  const dir = join(office.root, 'restored-quiet');
  await department.client.call('backup.restore', { path, dir, user: '李敏', password });
  const quiet = await openCopy(dir);
  try {
    const to = join(office.root, 'all-again');
    const told = await bureau.client.call('review.tellAgain', { partner: department.id, to });
    expect(told).toMatchObject({ decisions: 4, dispatches: 1 });
    expect(told.files).toHaveLength(1 + told.receipts + told.dispatches);
    const taken = await quiet.client.call('exchange.takeAnswers', { paths: [to] });
    expect(quiet.core.context.station.records.get(sent).state).toBe('received');
    expect(quiet.core.context.station.records.get(decided).state).toBe('accepted');
    expect((await quiet.client.call('list.lines', {})).rows).toHaveLength(1);
    const [latest] = (await quiet.client.call('exchange.packages', {})).packages;
    expect(latest).toMatchObject({ states: { received: 1, accepted: 1 } });
    expect(latest!.receivedAt).not.toBe('');
    // Taken again it changes nothing; for a station that nobody knows there is nothing.
    const again = await quiet.client.call('exchange.takeAnswers', { paths: [to] });
    expect(again.outcomes.filter(({ ok }) => ok).map(({ code }) => code)).toEqual(
      taken.outcomes.filter(({ ok }) => ok).map(() => 'already-received'),
    );
    const stranger = bureau.client.call('review.tellAgain', { partner: '0'.repeat(32), to });
    expect(await codeOf(stranger)).toBe('unknown-sender');
  } finally {
    await quiet.core.close();
  }
});
