import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { resourceFile } from '../../electron/core/places.ts';
import { codeOf } from '../fixtures/refusal.ts';
import { both, type Desk, enrol, makeOffice, password } from './desks.ts';

// A clean imprint is a forgery kit: nobody but the sealKeeper and the bureau gets one, and each view is logged.

const office = makeOffice();
const scan = new Uint8Array(readFileSync(resourceFile('samples/seals/sheet.jpg')));
let department: Desk;
let bureau: Desk;
let imprint: string;
let sheet: string;
let file: string;

beforeAll(async () => {
  department = await office.open('department', 'department', '郑州市市场监督管理局', '11410100MB1A23748Y');
  bureau = await office.open('bureau', 'bureau', '郑州市大数据管理局', '11410100MB1A236098');
  await enrol(department, bureau);
  const { client } = department;
  // The same scan lay in the store before, under a name that says nothing of seals.
  const batch = await client.call('entry.openBatch', { name: '一批', type: '营业执照', box: '' });
  await client.call('entry.addPages', { batch: batch.id, pages: [{ name: 'photo.jpg', bytes: scan }] });
  const { sheets } = await client.call('seal.scan', { name: 'sheet.jpg', bytes: scan });
  imprint = sheets[0]!.imprints[0]!.id;
  sheet = sheets[0]!.id;
  await client.call('seal.confirm', { id: imprint, name: '公章', licenseTypes: ['营业执照'] });
  // And the sender names its files as it likes.
  department.core.context.station.db.prepare("UPDATE blob SET name = 'photo.png'").run();
  file = (await client.call('exchange.pack', { to: office.media, ...both })).files[0]!.path;
  await bureau.client.call('intake.receive', { paths: [file] });
}, 60_000);
afterAll(() => office.close());

const guarded = (desk: Desk): string[] => {
  const { records } = desk.core.context.station;
  const { clean } = records.get(imprint).body as { clean: string };
  const { scan: whole } = records.get(sheet).body as { scan: string };
  return [clean, whole];
};

test('no address serves a clean imprint or its scan, whatever name it came under', async () => {
  for (const desk of [department, bureau])
    for (const id of guarded(desk)) expect(await codeOf(desk.core.readBlob(id))).toBe('not-allowed');
  const shown = await bureau.client.call('review.get', { id: imprint });
  expect(shown.blobs.filter((blob) => blob.guarded).map((blob) => blob.id)).toEqual([guarded(bureau)[0]]);
  for (const blob of shown.blobs) if (!blob.guarded) await bureau.core.readBlob(blob.id);
});

test('the bureau sees it by its role, with a line in the audit chain', async () => {
  await bureau.client.call('seal.clean', { id: imprint });
  const { db } = bureau.core.context.station;
  expect(db.prepare("SELECT object FROM audit WHERE action = 'imprint.viewClean'").pluck().all()).toEqual([imprint]);
});

test('an exchangeOfficer who keeps no seals does not unpack them', async () => {
  const { session } = department.core.context;
  await department.client.call('user.add', { name: '陈交换', roles: ['exchangeOfficer'], password });
  const unpack = (to: string) =>
    department.client.call('exchange.unpack', { paths: [file], to: join(office.root, to) });
  await session.unlock('陈交换', password);
  expect(await codeOf(unpack('officer'))).toBe('not-allowed');
  expect(readdirSync(office.root)).not.toContain('officer');
  await session.unlock('李敏', password);
  expect(await codeOf(unpack('keeper'))).toBe('done');
});
