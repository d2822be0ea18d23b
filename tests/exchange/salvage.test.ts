import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { IntakeOutcome } from '../../shared/exchange/package.ts';
import { codeOf } from '../fixtures/refusal.ts';
import { copiesOf, scratch, writeScanned } from './damaged.ts';
import { both, type Desk, enrol, makeOffice, password, usccs, writeLicense } from './desks.ts';

const office = makeOffice();
let department: Desk;
let bureau: Desk;

beforeAll(async () => {
  department = await office.open('department', 'department', '郑州市市场监督管理局', '11410100MB1A23748Y');
  bureau = await office.open('bureau', 'bureau', '郑州市大数据管理局', '11410100MB1A236098');
  await enrol(department, bureau);
});
afterAll(() => office.close());

const at = (...names: string[]): string => join(office.root, ...names);
const chunk = 65_536;
const scanBytes = 4 * chunk;

/** Seals what is pending without recovery data; gives the paths of the volumes. */
async function pack(folder: string, volumeSize?: number): Promise<{ packageId: string; paths: string[] }> {
  const { packageId, files } = await department.client.call('exchange.pack', {
    to: at(folder),
    recovery: 0,
    ...(volumeSize ? { volumeSize } : {}),
    ...both,
  });
  return { packageId, paths: files.map(({ path }) => path) };
}

async function receive(paths: string[], reason?: string): Promise<IntakeOutcome> {
  const salvage = reason === undefined ? {} : { salvage: { reason } };
  const { packages } = await bureau.client.call('intake.receive', { paths, receiptTo: at('receipts'), ...salvage });
  return packages[0]!;
}
const stateOf = (desk: Desk, id: string) => desk.core.context.station.records.get(id).state;
const rowOf = async (id: string) =>
  (await bureau.client.call('intake.list', {})).rows.find(({ packageId }) => packageId === id);
const sentOf = async (id: string) =>
  (await department.client.call('exchange.packages', {})).packages.find((one) => one.id === id)!;
const takeReceipt = async (path: string) =>
  (await department.client.call('exchange.takeAnswers', { paths: [path] })).outcomes[0]!;

describe('a package in one volume that lost a chunk', () => {
  let ids: string[];
  let packageId: string;
  let whole: string;
  let damaged: string;
  let salvaged: IntakeOutcome;

  test('is refused by name, kept sealed, and nothing of it is taken', async () => {
    ids = await writeScanned(department, 4, scanBytes);
    const sealed = await pack('one');
    packageId = sealed.packageId;
    whole = sealed.paths[0]!;
    [damaged = ''] = copiesOf([whole], at('one', 'scratched'));
    scratch(damaged, 6 * chunk, 10);
    const outcome = await receive([damaged]);
    expect(outcome).toMatchObject({ ok: false, code: 'payload-damaged', salvageable: true, held: true, received: 0 });
    expect(outcome.loss).toMatchObject({ chunks: 1, bytes: chunk });
    expect(outcome.volumes).toEqual([{ number: 1, state: 'damaged', chunks: 1 }]);
    expect((await bureau.client.call('review.list', {})).total).toBe(0);
    expect(await rowOf(packageId)).toMatchObject({ ok: false, held: true, loss: outcome.loss, sequence: 1 });
  });

  test('is salvaged only by somebody with the role, and with a reason', async () => {
    const { session } = bureau.core.context;
    await bureau.client.call('user.add', { name: '韩雪', roles: ['licenseAuditor'], password });
    session.lock('user');
    await session.unlock('韩雪', password);
    const ask = (reason: string) => codeOf(bureau.client.call('intake.salvage', { packageId, reason }));
    expect(await ask('原盘已毁')).toBe('not-allowed');
    session.lock('user');
    await session.unlock('李敏', password);
    expect(await ask(' ')).toBe('invalid-input');
    expect((await bureau.client.call('review.list', {})).total).toBe(0);
  });

  test('gives the records all of whose files came; the others are named, and it is signed for as salvaged', async () => {
    const reason = '李敏：原盘已毁，先收可读部分';
    salvaged = await bureau.client.call('intake.salvage', { packageId, reason, receiptTo: at('receipts') });
    expect(salvaged).toMatchObject({ ok: true, code: 'salvaged', received: 3, salvageable: false });
    expect(salvaged.rejected).toEqual([expect.objectContaining({ id: ids[1], code: 'file-lost' })]);
    expect(salvaged.rejected[0]!.message).toContain('扫描件 2.png');
    expect(salvaged.loss!.files).toEqual([expect.stringMatching(/^blobs\/[0-9a-f]{64}$/)]);
    expect(await rowOf(packageId)).toMatchObject({ ok: true, code: 'salvaged', salvage: { by: '李敏', reason } });
    const { lines } = await bureau.client.call('audit.list', { query: 'intake.salvage' });
    expect(JSON.stringify(lines[0])).toContain('先收可读部分');
    expect(await codeOf(bureau.client.call('intake.salvage', { packageId, reason }))).toBe('not-held');
  });

  test('reviewers see the mark and who confirmed it', async () => {
    const { rows } = await bureau.client.call('review.list', { packageId });
    expect(rows.map(({ id, salvaged: mark }) => [id, mark])).toEqual(
      [ids[0]!, ids[2]!, ids[3]!].map((id) => [id, true]),
    );
    const { salvage } = await bureau.client.call('review.get', { id: ids[0]! });
    expect(salvage).toMatchObject({ by: '李敏', reason: expect.stringContaining('原盘已毁') });
  });

  test('in the department only the records named step on, and the package is to be sent again', async () => {
    const taken = await takeReceipt(salvaged.receipt);
    expect(taken).toMatchObject({ ok: true, code: 'salvaged-there', received: 3, returned: 0 });
    expect(ids.map((id) => stateOf(department, id))).toEqual(['received', 'sent', 'received', 'received']);
    const sent = await sentOf(packageId);
    expect(sent).toMatchObject({ receivedAt: '', step: 'sealed', states: { received: 3, sent: 1 } });
    expect(sent.salvagedAt).not.toBe('');
    const desk = await department.client.call('desk.summary', {});
    expect(desk.packages.find((one) => one.id === packageId)).toMatchObject({ word: '须重送' });
  });

  test('the same damaged file again changes nothing and gives the same receipt, byte for byte', async () => {
    const before = readFileSync(salvaged.receipt);
    const again = await receive([damaged]);
    expect(again).toMatchObject({ ok: true, code: 'already-received', received: 3, receipt: salvaged.receipt });
    expect(await receive([damaged], '再试')).toMatchObject({ ok: true, code: 'already-received', received: 3 });
    expect(readFileSync(salvaged.receipt).equals(before)).toBe(true);
  });

  test('the next package is no fork, and its receipt lists the salvaged one as missing', async () => {
    await writeLicense(department, usccs[4]!, { 法定代表人: '王敏' });
    const next = await pack('next');
    expect(await receive(next.paths)).toMatchObject({ ok: true, code: '', missing: [1] });
  });

  test('the whole package completes it: new receipt, no mark, and from then on the same answer', async () => {
    const full = await receive([whole]);
    expect(full).toMatchObject({ ok: true, code: '', received: 4, rejected: [] });
    expect(full.receipt).not.toBe(salvaged.receipt);
    const { rows } = await bureau.client.call('review.list', { packageId });
    expect(rows.map(({ salvaged: mark }) => mark)).toEqual([false, false, false, false]);
    const row = await rowOf(packageId);
    expect(row).toMatchObject({ code: '', received: 4, counts: { license: 4 }, held: false });
    expect(row!.salvage!.completedAt).not.toBe('');
    const before = readFileSync(full.receipt);
    rmSync(full.receipt);
    for (const path of [whole, damaged])
      expect(await receive([path])).toMatchObject({ ok: true, code: 'already-received', received: 4 });
    expect(readFileSync(full.receipt).equals(before)).toBe(true);
    expect(readFileSync(salvaged.receipt).equals(before)).toBe(false);

    expect(await takeReceipt(full.receipt)).toMatchObject({ ok: true, code: '', received: 4 });
    expect(ids.map((id) => stateOf(department, id))).toEqual(ids.map(() => 'received'));
    expect(await sentOf(packageId)).toMatchObject({ step: 'received', salvagedAt: '', states: { received: 4 } });
  });
});

test('receipts that come in the wrong order end the same', async () => {
  const ids = await writeScanned(department, 2, scanBytes);
  const { packageId, paths } = await pack('order');
  const [damaged = ''] = copiesOf(paths, at('order', 'scratched'));
  scratch(damaged, 2 * chunk, 10);
  const part = await receive([damaged], '李敏：急用');
  expect(part).toMatchObject({ code: 'salvaged', received: 1 });
  const full = await receive(paths);
  expect(await takeReceipt(full.receipt)).toMatchObject({ received: 2 });
  expect(await takeReceipt(part.receipt)).toMatchObject({ ok: true, received: 1 });
  expect(ids.map((id) => stateOf(department, id))).toEqual(['received', 'received']);
  expect(await sentOf(packageId)).toMatchObject({ step: 'received', salvagedAt: '' });
});

describe('a package in several volumes', () => {
  let ids: string[];
  let packageId: string;
  let paths: string[];

  beforeAll(async () => {
    ids = await writeScanned(department, 5, scanBytes);
    ({ packageId, paths } = await pack('volumes', 7 * chunk));
    expect(paths).toHaveLength(4);
  });

  test('comes medium by medium, and goes in when the last one is there', async () => {
    const early = await receive([paths[0]!, paths[1]!]);
    expect(early).toMatchObject({ ok: false, code: 'missing-volume', salvageable: false, held: true });
    expect(early.volumes.map(({ state }) => state)).toEqual(['whole', 'whole', 'open']);
    const later = await receive([paths[3]!]);
    expect(later).toMatchObject({ ok: false, code: 'missing-volume', salvageable: true, held: true });
    expect(later.volumes.map(({ state }) => state)).toEqual(['whole', 'whole', 'missing', 'whole']);
    const { rows } = await bureau.client.call('intake.list', {});
    expect(rows.filter((row) => row.packageId === packageId)).toHaveLength(1);
    const held = readdirSync(join(bureau.dir, 'held', packageId));
    expect(held.sort()).toEqual(['1.ydp', '2.ydp', '4.ydp']);
  });

  test('what came can be salvaged, and the missing volume alone completes it', async () => {
    const part = await bureau.client.call('intake.salvage', { packageId, reason: '李敏：第 3 卷遗失' });
    expect(part).toMatchObject({ ok: true, code: 'salvaged' });
    expect(part.received).toBeGreaterThan(0);
    expect(part.received + part.rejected.length).toBe(5);
    expect(part.held).toBe(true);
    const full = await receive([paths[2]!]);
    expect(full).toMatchObject({ ok: true, code: '', received: 5, held: false });
    expect(full.volumes.map(({ state }) => state)).toEqual(['whole', 'whole', 'whole', 'whole']);
    expect(readdirSync(join(bureau.dir, 'held'))).toEqual([]);
    expect(ids.map((id) => stateOf(bureau, id))).toEqual(ids.map(() => 'received'));
  });
});

test('two media that are each damaged elsewhere make one whole package', async () => {
  await writeScanned(department, 5, scanBytes);
  const { paths } = await pack('two', 7 * chunk);
  const first = copiesOf(paths, at('two', 'a'));
  const second = copiesOf(paths, at('two', 'b'));
  scratch(first[1]!, 3 * chunk, 10);
  scratch(second[2]!, 3 * chunk, 10);
  expect(await receive(first)).toMatchObject({ ok: false, code: 'payload-damaged', held: true });
  expect(await receive(second)).toMatchObject({ ok: true, code: '', received: 5 });
});

test('who no longer waits lets the volumes go', async () => {
  await writeScanned(department, 5, scanBytes);
  const { packageId, paths } = await pack('given-up', 7 * chunk);
  await receive(paths.slice(0, 1));
  await bureau.client.call('intake.giveUp', { packageId });
  expect(await rowOf(packageId)).toBeUndefined();
  expect(readdirSync(join(bureau.dir, 'held'))).toEqual([]);
});

test('what can be read is written out in plain text on demand, as no bag, and it is logged', async () => {
  await writeScanned(department, 3, scanBytes);
  const { paths } = await pack('plain');
  const [damaged = ''] = copiesOf(paths, at('plain', 'scratched'));
  scratch(damaged, 6 * chunk, 10);
  const unpack = (to: string, salvage: boolean) =>
    bureau.client.call('exchange.unpack', { paths: [damaged], to: at(to), salvage });
  expect(await codeOf(unpack('plain-no', false))).toBe('payload-damaged');
  const done = await unpack('plain-part', true);
  expect(done.lost).toMatchObject({ chunks: 1, files: [expect.stringContaining('blobs/')] });
  expect(readdirSync(at('plain-part')).sort()).toEqual(['data', '抢救说明.txt'].sort());
  expect(readdirSync(at('plain-part', 'data', 'blobs'))).toHaveLength(2);
  expect(readFileSync(at('plain-part', '抢救说明.txt'), 'utf8')).toContain(`data/${done.lost!.files![0]}`);
  const { lines } = await bureau.client.call('audit.list', { query: 'exchange.unpack' });
  expect(JSON.stringify(lines[0])).toContain('salvage');
  const whole = await bureau.client.call('exchange.unpack', { paths, to: at('plain-whole'), salvage: true });
  expect(whole.lost).toBe(null);
  expect(readdirSync(at('plain-whole'))).toContain('bagit.txt');
});

test('a damaged package whose sender is unknown or revoked is neither kept nor salvaged', async () => {
  const stranger = await office.open('stranger', 'department', '郑州市民政局', '114101000052530151');
  await enrol(stranger, bureau);
  await writeScanned(stranger, 2, scanBytes);
  const { files } = await stranger.client.call('exchange.pack', { to: at('stranger'), recovery: 0, ...both });
  await bureau.client.call('enrol.revoke', { station: stranger.id, reason: '密钥遗失' });
  scratch(files[0]!.path, 2 * chunk, 10);
  const outcome = await receive([files[0]!.path], '李敏：急用');
  expect(outcome).toMatchObject({ ok: false, code: 'sender-revoked', salvageable: false, held: false });
});
