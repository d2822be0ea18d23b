import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inspectPackage } from '../../electron/core/exchange/format/format.ts';
import { codeOf } from '../fixtures/refusal.ts';
import { both, type Desk, enrol, makeOffice, usccs, writeLicense } from './desks.ts';

const office = makeOffice();
const safe = join(office.root, 'safe');
let department: Desk;
let lost: Desk;
let bureau: Desk;
let spare: { path: string; code: string };
let id: string;
let paths: string[];

beforeAll(async () => {
  department = await office.open('department', 'department', '郑州市市场监督管理局', '11410100MB1A23748Y');
  lost = await office.open('bureau', 'bureau', '郑州市大数据管理局', '11410100MB1A236098');
  await enrol(department, lost);
});
afterAll(() => office.close());

const receive = async (from: readonly string[]) =>
  (await bureau.client.call('intake.receive', { paths: [...from], receiptTo: join(office.root, 'answers') }))
    .packages[0]!;
const take = () => department.client.call('exchange.takeAnswers', { paths: [join(office.root, 'answers')] });
const stateOf = (record: string) => department.core.context.station.records.get(record).state;

test('packages are wrapped to the spare key once the department has the new enrolment file; its file holds no open key', async () => {
  spare = await lost.client.call('enrol.makeSpare', { to: safe });
  expect(readFileSync(spare.path, 'utf8')).not.toContain('privateKey');
  const { name, bytes } = await lost.client.call('enrol.request', {});
  const { partner } = await department.client.call('enrol.finish', { name, bytes });
  // The signing key vouches for it: nobody compares fingerprints again.
  expect(partner.state).toBe('verified');
  id = await writeLicense(department, usccs[0]!);
  paths = (await department.client.call('exchange.pack', { to: office.media, ...both })).files.map(({ path }) => path);
  expect((await inspectPackage(paths)).recipients).toHaveLength(3);
  expect(await codeOf(department.client.call('enrol.makeSpare', { to: safe }))).toBe('wrong-station');
});

test('when the bureau’s station is lost with its keys, a new one opens with the spare key what was under way', async () => {
  await department.client.call('enrol.revoke', { station: lost.id, reason: '主管部门工作站毁坏' });
  bureau = await office.open('new-bureau', 'bureau', '郑州市大数据管理局', '11410100MB1A236098');
  await enrol(department, bureau);
  expect(await receive(paths)).toMatchObject({ ok: false, code: 'not-for-this-station' });

  const use = (path: string, code: string) => codeOf(bureau.client.call('enrol.useSpare', { path, code }));
  const other = await bureau.client.call('enrol.makeSpare', { to: join(office.root, 'other') });
  expect(await use(spare.path, other.code)).toBe('wrong-spare-code');
  expect(await use(spare.path, spare.code.slice(1))).toBe('wrong-recovery-code');
  const damaged = join(office.root, 'damaged.ysk');
  writeFileSync(damaged, readFileSync(spare.path, 'utf8').replace('"publicKey": "04', '"publicKey": "05'));
  expect(await use(damaged, spare.code)).toBe('spare-key-invalid');
  expect(await use(join(office.root, 'nothing.ysk'), spare.code)).toBe('file-missing');

  expect(await use(spare.path, spare.code.toLowerCase())).toBe('done');
  expect(await receive(paths)).toMatchObject({ ok: true, received: 1 });
  const { held } = await bureau.client.call('enrol.spareKeys', {});
  expect(held).toHaveLength(1);
});

test('the department takes the answers of the same organ’s new station, once its fingerprint was compared', async () => {
  const station = department.core.context.station;
  station.db.prepare("UPDATE partner SET state = 'unverified' WHERE id = ?").run(bureau.id);
  expect((await take()).outcomes).toMatchObject([{ ok: false, code: 'receipt-mismatch' }]);
  expect(stateOf(id)).toBe('sent');
  await department.client.call('enrol.confirm', { station: bureau.id, fingerprint: bureau.fingerprint });
  // Nor while the old station is still one that answers for itself.
  station.db.prepare("UPDATE partner SET state = 'verified' WHERE id = ?").run(lost.id);
  expect((await take()).outcomes).toMatchObject([{ ok: false, code: 'receipt-mismatch' }]);
  station.db.prepare("UPDATE partner SET state = 'revoked' WHERE id = ?").run(lost.id);
  expect((await take()).outcomes).toMatchObject([{ ok: true, received: 1 }]);
  await bureau.client.call('review.decide', { id, revision: 1, outcome: 'accepted' });
  await bureau.client.call('review.release', { to: join(office.root, 'answers') });
  expect((await take()).accepted).toBe(1);
  expect(stateOf(id)).toBe('accepted');
});

test('a spare key that was put back into the safe opens nothing any more', async () => {
  await bureau.client.call('enrol.dropSpare', {});
  expect(await bureau.client.call('enrol.spareKeys', {})).toMatchObject({ held: [] });
  const values = bureau.core.context.station.db.prepare('SELECT value FROM meta').pluck().all() as string[];
  const [, x] = /"publicKey": "04([0-9a-f]{32})/.exec(readFileSync(spare.path, 'utf8')) ?? [];
  expect(values.join('\n')).not.toContain(x);
  expect(await codeOf(bureau.client.call('exchange.unpack', { paths, to: join(office.root, 'plain') }))).toBe(
    'not-for-this-station',
  );
});
