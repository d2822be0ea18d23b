import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeOf } from '../fixtures/refusal.ts';
import { both, type Desk, enrol, makeOffice, openCopy, usccs, writeLicense } from './desks.ts';

const office = makeOffice();
let department: Desk;
let neighbour: Desk;
let bureau: Desk;
let otherBureau: Desk;

beforeAll(async () => {
  department = await office.open('department', 'department', '郑州市市场监督管理局', '11410100MB1A23748Y');
  neighbour = await office.open('neighbour', 'department', '郑州市民政局', '114101000052530151');
  bureau = await office.open('bureau', 'bureau', '郑州市大数据管理局', '11410100MB1A236098');
  otherBureau = await office.open('other-bureau', 'bureau', '洛阳市大数据管理局', '11410100MB1A236098');
  await enrol(department, bureau);
  await enrol(neighbour, otherBureau);
});
afterAll(() => office.close());

const receive = async (path: string, desk = bureau) =>
  (await desk.client.call('intake.receive', { paths: [path], receiptTo: join(office.root, 'receipts') })).packages[0]!;

async function pack(desk: Desk, folder: string): Promise<{ path: string; packageId: string }> {
  const done = await desk.client.call('exchange.pack', { to: join(office.root, folder), ...both });
  return { path: done.files[0]!.path, packageId: done.packageId };
}

describe('a package that is refused says why, by name, and leaves nothing behind', () => {
  let neighbours: string;

  test('a package that was sealed for another bureau', async () => {
    await writeLicense(neighbour, usccs[3]!);
    neighbours = (await pack(neighbour, 'neighbour')).path;
    expect(await receive(neighbours)).toMatchObject({ ok: false, code: 'not-for-this-station' });
  });

  test('a sender that was never enrolled', async () => {
    const { name, bytes } = await otherBureau.client.call('enrol.request', {});
    await department.client.call('enrol.finish', { name, bytes });
    await writeLicense(department, usccs[0]!);
    const { path } = await pack(department, 'stranger');
    expect(await receive(path, otherBureau)).toMatchObject({ ok: false, code: 'unknown-sender', senderName: '' });
    await department.client.call('enrol.revoke', { station: otherBureau.id, reason: '误接入' });
  });

  test('a sender whose keys were revoked, and nothing is sealed for a revoked bureau', async () => {
    await otherBureau.client.call('enrol.revoke', { station: neighbour.id, reason: '密钥遗失' });
    expect(await receive(neighbours, otherBureau)).toMatchObject({
      ok: false,
      code: 'sender-revoked',
      senderName: '郑州市民政局',
    });
    const { rows } = await otherBureau.client.call('intake.list', {});
    expect(rows.map((row) => row.code)).toEqual(['sender-revoked', 'unknown-sender']);
    await neighbour.client.call('enrol.revoke', { station: otherBureau.id, reason: '更换' });
    await writeLicense(neighbour, usccs[4]!);
    expect(await codeOf(pack(neighbour, 'neighbour'))).toBe('partner-missing');
  });

  test('a changed byte and a cut are named, nothing is taken in', async () => {
    const whole = readFileSync(neighbours);
    const path = join(office.root, 'broken.ydp');
    const changed = Buffer.from(whole);
    changed[Math.floor(whole.length / 2)]! ^= 1;
    writeFileSync(path, changed);
    expect((await receive(path)).ok).toBe(false);
    writeFileSync(path, whole.subarray(0, 300));
    expect((await receive(path)).code).toBe('truncated');
    writeFileSync(path, 'hello');
    expect((await receive(path)).code).toBe('not-a-package');
    expect((await bureau.client.call('review.list', {})).total).toBe(0);
  });

  test('a receipt at the bureau and a package at the department', async () => {
    expect((await department.client.call('exchange.takeAnswers', { paths: [neighbours] })).outcomes[0]).toMatchObject({
      ok: false,
    });
    expect(await codeOf(department.client.call('intake.receive', { paths: [neighbours] }))).toBe('not-allowed');
  });
});

describe('sequence', () => {
  let packages: { path: string; packageId: string }[];
  let ids: string[];

  beforeAll(async () => {
    packages = [];
    ids = [await writeLicense(department, usccs[1]!)];
    packages.push(await pack(department, 'media'));
    await writeLicense(department, usccs[1]!, { 法定代表人: '王敏' }, ids[0]);
    packages.push(await pack(department, 'media'));
    ids.push(await writeLicense(department, usccs[2]!));
    packages.push(await pack(department, 'media'));
  });

  test('a gap does not refuse: the package goes in and the receipt lists what is missing', async () => {
    // The first package of the epoch went to the other bureau.
    expect(await receive(packages[2]!.path)).toMatchObject({ ok: true, received: 1, missing: [1, 2, 3] });
    expect(await receive(packages[1]!.path)).toMatchObject({ ok: true, received: 1, missing: [1, 2] });
  });

  test('a late package goes in and replaces no newer revision', async () => {
    expect(await receive(packages[0]!.path)).toMatchObject({ ok: true, received: 1, missing: [1] });
    const record = bureau.core.context.station.records.get(ids[0]!);
    expect(record).toMatchObject({ revision: 2, state: 'received' });
    expect(JSON.stringify(record.body)).toContain('王敏');
    const { rows } = await bureau.client.call('intake.list', {});
    expect(rows.find((row) => row.packageId === packages[0]!.packageId)).toMatchObject({ superseded: 1 });
  });

  test('the department learns from the receipts, whatever their order', async () => {
    const taken = await department.client.call('exchange.takeAnswers', { paths: [join(office.root, 'receipts')] });
    expect(taken.outcomes.every((one) => one.ok)).toBe(true);
    expect(taken).toMatchObject({ received: 3, returned: 0 });
    const sent = (await department.client.call('exchange.packages', {})).packages;
    expect(sent.find((one) => one.id === packages[2]!.packageId)).toMatchObject({
      step: 'received',
      // 2 and 3 came late.
      missing: [1],
    });
  });

  test('a copy of the station that goes on by itself is a fork', async () => {
    const copy = join(office.root, 'copy');
    await department.core.close();
    cpSync(department.dir, copy, { recursive: true });
    department = await openCopy(department.dir);
    const twin = await openCopy(copy);
    await writeLicense(department, usccs[3]!);
    const real = await pack(department, 'media');
    await writeLicense(twin, usccs[4]!);
    const forged = await pack(twin, 'fork');
    expect(await receive(real.path)).toMatchObject({ ok: true });
    expect(await receive(forged.path)).toMatchObject({ ok: false, code: 'out-of-sequence' });

    const receipts = await bureau.client.call('intake.receipt', { packageId: real.packageId });
    const answer = await twin.client.call('exchange.takeAnswers', {
      files: [{ name: receipts.name, bytes: receipts.bytes }],
    });
    expect(answer.outcomes[0]).toMatchObject({ ok: false, code: 'receipt-mismatch' });
    await twin.core.close();
    await department.core.close();
    department = await openCopy(department.dir);
  });
});

describe('quarantine', () => {
  test('one bad record is named with field and reason, the rest goes in, and it comes back to its clerk', async () => {
    const good = await writeLicense(department, usccs[0]!);
    const bad = await writeLicense(department, usccs[4]!);
    const { db } = department.core.context.station;
    const { body } = db.prepare('SELECT body FROM record WHERE id = ?').get(bad) as { body: string };
    db.prepare('UPDATE record SET body = ? WHERE id = ?').run(body.replace(usccs[4]!, '911100001000044478'), bad);
    const sealed = await pack(department, 'media');
    const taken = await receive(sealed.path);
    expect(taken).toMatchObject({ ok: true, received: 1 });
    expect(taken.rejected).toEqual([
      expect.objectContaining({ id: bad, kind: 'license', field: expect.stringContaining('face.') }),
    ]);
    const answer = await department.client.call('exchange.takeAnswers', { paths: [taken.receipt] });
    expect(answer).toMatchObject({ received: 1, returned: 1 });
    const { records } = department.core.context.station;
    expect(records.get(good).state).toBe('received');
    expect(records.get(bad)).toMatchObject({ state: 'returned', remarks: [{ field: taken.rejected[0]!.field }] });
    const outbox = await department.client.call('exchange.outbox', {});
    expect(outbox.held[0]).toMatchObject({ id: bad, reason: 'returned', field: taken.rejected[0]!.field });
  });

  test('the same revision with other contents is named, not silently dropped', async () => {
    const id = await writeLicense(department, '914403001922038216');
    const first = await pack(department, 'media');
    await receive(first.path);
    const { db } = department.core.context.station;
    db.prepare("UPDATE record SET state = 'pending', body = replace(body, '李敏', '李明') WHERE id = ?").run(id);
    const second = await receive((await pack(department, 'media')).path);
    expect(second.rejected).toEqual([expect.objectContaining({ id, code: 'revision-conflict' })]);
  });
});

describe('interrupted work', () => {
  test('a cancelled pack changes nothing and leaves no file', async () => {
    const id = await writeLicense(department, '9141000070678701XL');
    const { station } = department.core.context;
    const packed = codeOf(department.client.call('exchange.pack', { ...both, job: 'one' }));
    await department.client.call('job.cancel', { job: 'one' });
    expect(await packed).toBe('cancelled');
    expect(station.records.get(id).state).toBe('pending');
    expect((await department.client.call('exchange.leftovers', {})).removed).toEqual([]);
  });

  test('what a killed pack left is taken away at the next start and never passes for a package', async () => {
    const left = join(department.dir, 'outbox', '0099-deadbeef.ydp');
    writeFileSync(left, 'half');
    expect((await department.client.call('exchange.leftovers', {})).removed).toEqual(['0099-deadbeef.ydp']);
    expect(existsSync(left)).toBe(false);
  });

  test('a sealed file that is no longer what it was is not handed out', async () => {
    const [sent] = (await department.client.call('exchange.packages', {})).packages;
    const sealed = join(department.dir, 'outbox', sent!.volumes[0]!.file);
    const bytes = readFileSync(sealed);
    const changed = Buffer.from(bytes);
    changed[100]! ^= 1;
    writeFileSync(sealed, changed);
    const to = join(office.root, 'bad-medium');
    expect(await codeOf(department.client.call('exchange.write', { package: sent!.id, to }))).toBe(
      'sealed-file-missing',
    );
    expect(existsSync(join(to, sent!.volumes[0]!.file))).toBe(false);
    writeFileSync(sealed, bytes);
    expect(await codeOf(department.client.call('exchange.write', { package: sent!.id, to }))).toBe('done');
  });

  test('an intake that stopped in the middle is taken up again: nothing lost, nothing doubled', async () => {
    const sealed = await pack(department, 'media');
    const taken = codeOf(bureau.client.call('intake.receive', { paths: [sealed.path], job: 'two' }));
    await bureau.client.call('job.cancel', { job: 'two' });
    expect(await taken).toBe('cancelled');
    const before = (await bureau.client.call('review.list', { kind: 'license' })).total;
    expect(await receive(sealed.path)).toMatchObject({ ok: true, received: 1 });
    expect((await bureau.client.call('review.list', { kind: 'license' })).total).toBe(before + 1);
    expect(await receive(sealed.path)).toMatchObject({ code: 'already-received' });
  });
});
