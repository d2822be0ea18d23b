import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Client } from '../../../shared/contract/client.ts';
import type { Methods } from '../../../shared/contract/methods.ts';
import { type Department, openDepartment } from '../../../tests/fixtures/department.ts';
import { pdfOfScans } from '../../../tests/fixtures/pdf.ts';
import type { LocalCore } from '../core.ts';
import { resourceFile } from '../places.ts';

const sheetScan = new Uint8Array(readFileSync(resourceFile('samples/seals/sheet.jpg')));
let at: Department;
let core: LocalCore;
let client: Client<Methods>;

beforeAll(async () => {
  at = await openDepartment();
  ({ core, client } = at);
}, 60_000);
afterAll(async () => {
  await at.close();
});

const actions = () =>
  core.context.station.db.prepare('SELECT action FROM audit ORDER BY seq').pluck().all() as string[];

test('a scanned sheet becomes a record with an imprint for each seal, all of them drafts', async () => {
  const { sheets, failed } = await client.call('seal.scan', { name: 'sheet.jpg', bytes: sheetScan });
  expect(failed).toEqual([]);
  expect(sheets).toHaveLength(1);
  const [sheet] = sheets;
  expect(sheet).toMatchObject({ name: 'sheet.jpg', state: 'draft', found: 3, scanBytes: sheetScan.length });
  expect(sheet!.code).toMatch(/^\d{8}-001$/);
  expect(sheet!.imprints.map(({ finding }) => finding.verdict)).toEqual(['pass', 'warn', 'reject']);
  expect(sheet!.imprints.map(({ code }) => code)).toEqual([1, 2, 3].map((n) => `${sheet!.code}-${n}`));
  expect((await client.call('seal.list', { sheet: sheet!.id })).total).toBe(3);
  expect((await client.call('seal.counts', {})).draft).toBe(3);
});

test('the scan is kept byte for byte, with its digest', async () => {
  const [sheet] = (await client.call('seal.sheets', {})).rows;
  const { blobs, records } = core.context.station;
  const body = records.get(sheet!.id).body as { scan: string; scanSm3: string };
  expect(Buffer.from(blobs.get(body.scan)).equals(Buffer.from(sheetScan))).toBe(true);
  expect(blobs.info(body.scan).sm3).toBe(body.scanSm3);
});

test('a rejected imprint cannot be confirmed, a warned one needs a reason', async () => {
  const [sheet] = (await client.call('seal.sheets', {})).rows;
  const [, warned, rejected] = sheet!.imprints;
  const fields = { name: '行政审批专用章', licenseTypes: ['营业执照'] };
  await expect(client.call('seal.confirm', { id: rejected!.id, ...fields })).rejects.toMatchObject({
    failure: { code: 'seal-rejected' },
  });
  await expect(client.call('seal.confirm', { id: warned!.id, ...fields })).rejects.toMatchObject({
    failure: { code: 'reason-missing' },
  });
  const done = await client.call('seal.confirm', {
    id: warned!.id,
    ...fields,
    acceptedBecause: '已与原章核对，图文可辨',
  });
  expect(done).toMatchObject({
    state: 'pending',
    errors: 0,
    name: '行政审批专用章',
    acceptedBecause: '已与原章核对，图文可辨',
  });
});

test('a confirmed imprint takes its sheet along', async () => {
  const [before] = (await client.call('seal.sheets', {})).rows;
  const saved = await client.call('seal.save', {
    id: before!.imprints[0]!.id,
    name: '公章',
    licenseTypes: ['营业执照'],
    acceptedBecause: '',
  });
  expect(saved).toMatchObject({ state: 'draft', errors: 0 });
  await client.call('seal.confirm', { id: saved.id, base: saved.revision, name: '公章', licenseTypes: ['营业执照'] });
  const sheet = await client.call('seal.sheet', { id: before!.id });
  expect(sheet.state).toBe('pending');
  expect(sheet.imprints.map(({ state }) => state)).toEqual(['pending', 'pending', 'draft']);
  await expect(
    client.call('seal.confirm', { id: saved.id, base: 1, name: '公章甲', licenseTypes: ['营业执照'] }),
  ).rejects.toMatchObject({ failure: { code: 'record-changed' } });
});

test('the picture without 仅供核对 comes only by seal.clean, and each view is in the audit chain', async () => {
  const [sheet] = (await client.call('seal.sheets', {})).rows;
  const [imprint] = sheet!.imprints;
  const { png, loggedAt } = await client.call('seal.clean', { id: imprint!.id });
  expect((await sharp(png).metadata()).density).toBe(300);
  expect(loggedAt).toMatch(/^\d{4}-/);
  expect(actions().filter((action) => action === 'imprint.viewClean')).toHaveLength(1);
  const record = core.context.station.records.get(imprint!.id);
  const sheetRecord = core.context.station.records.get(sheet!.id);
  const { clean } = record.body as { clean: string };
  const { scan } = sheetRecord.body as { scan: string };
  for (const guarded of [clean, scan]) {
    await expect(core.readBlob(guarded)).rejects.toMatchObject({ failure: { code: 'not-allowed' } });
    expect(JSON.stringify([imprint, sheet])).not.toContain(guarded);
  }
  for (const shown of [imprint!.marked, imprint!.crop, imprint!.note!, sheet!.preview]) await core.readBlob(shown);
});

test('what is no seal is taken off the sheet, and the sheet remembers it', async () => {
  const [sheet] = (await client.call('seal.sheets', {})).rows;
  await client.call('seal.drop', { id: sheet!.imprints[2]!.id });
  const after = await client.call('seal.sheet', { id: sheet!.id });
  expect(after).toMatchObject({ found: 3, state: 'pending' });
  expect(after.imprints.map(({ number }) => number)).toEqual([1, 2]);
  expect((core.context.station.records.get(sheet!.id).body as { dropped: number[] }).dropped).toEqual([3]);
});

test('a file that is no picture, a damaged page and a bomb leave nothing behind', async () => {
  const { total } = await client.call('seal.sheets', {});
  const text = new TextEncoder().encode('这不是图片');
  await expect(client.call('seal.scan', { name: 'a.png', bytes: text })).rejects.toMatchObject({
    failure: { code: 'not-a-picture' },
  });
  const half = sheetScan.subarray(0, sheetScan.length / 2);
  await expect(client.call('seal.scan', { name: 'a.jpg', bytes: half })).rejects.toMatchObject({
    failure: { code: 'picture-damaged' },
  });
  expect((await client.call('seal.sheets', {})).total).toBe(total);
});

test('each page of a TIFF is a sheet of its own', async () => {
  const page = await sharp(sheetScan).resize(1296).withMetadata({ density: 150 }).png().toBuffer();
  const joined = await sharp([page, page], { join: { animated: true } })
    .tiff({ compression: 'jpeg' })
    .toBuffer();
  const { sheets } = await client.call('seal.scan', { name: '两页.tif', bytes: joined });
  expect(sheets.map(({ page }) => page.index)).toEqual([0, 1]);
  expect(sheets.map(({ found }) => found)).toEqual([3, 3]);
  await client.call('seal.remove', { sheet: sheets[1]!.id });
  await expect(client.call('seal.sheet', { id: sheets[1]!.id })).rejects.toMatchObject({
    failure: { code: 'record-missing' },
  });
});

test('each page of a PDF is a sheet of its own, and a damaged one leaves the others', async () => {
  const jpeg = await sharp(sheetScan).resize(1240, 1754, { fit: 'fill' }).jpeg({ quality: 92 }).toBuffer();
  const page = { jpeg, width: 1240, height: 1754 };
  const torn = { ...page, jpeg: jpeg.subarray(0, 100) };
  const { sheets, failed } = await client.call('seal.scan', {
    name: '三页.pdf',
    bytes: pdfOfScans([torn, page, page]),
  });
  expect(failed).toMatchObject([{ index: 0, code: 'pdf-damaged', message: expect.stringContaining('三页.pdf') }]);
  expect(sheets.map(({ page }) => [page.index, Math.round(page.dpi)])).toEqual([
    [1, 150],
    [2, 150],
  ]);
  expect(sheets.map(({ found }) => found)).toEqual([3, 3]);
  for (const { id } of sheets) await client.call('seal.remove', { sheet: id });
});

test('pages of a file are kept as they are read, and a cancel leaves those that are', async () => {
  const jpeg = await sharp(sheetScan).resize(1240, 1754, { fit: 'fill' }).jpeg({ quality: 80 }).toBuffer();
  const bytes = pdfOfScans(Array(12).fill({ jpeg, width: 1240, height: 1754 }));
  const total = async (): Promise<number> => (await client.call('seal.sheets', {})).total;
  const before = await total();
  const scanning = client.call('seal.scan', { name: '十二页.pdf', bytes, job: 'twelve' });
  await expect.poll(total, { timeout: 30_000, interval: 20 }).toBeGreaterThan(before);
  await client.call('job.cancel', { job: 'twelve' });
  const { sheets, failed } = await scanning;
  expect(failed).toEqual([]);
  expect(sheets.map(({ page }) => page.index)).toEqual(sheets.map((_, index) => index));
  expect(sheets.length).toBeGreaterThan(0);
  expect(sheets.length).toBeLessThan(12);
  expect(await total()).toBe(before + sheets.length);
  for (const { id } of sheets) await client.call('seal.remove', { sheet: id });
});

test('only the sealKeeper sees clean imprints, and only writers scan', async () => {
  const [sheet] = (await client.call('seal.sheets', {})).rows;
  await client.call('user.add', { name: '陈扫描', password: 'saomiao-2026-A', roles: ['scanner'] } as never);
  await core.context.session.unlock('陈扫描', 'saomiao-2026-A');
  await expect(client.call('seal.clean', { id: sheet!.imprints[0]!.id })).rejects.toMatchObject({
    failure: { code: 'not-allowed' },
  });
  expect((await client.call('seal.get', { id: sheet!.imprints[0]!.id })).number).toBe(1);
});

test('the note below a seal is read and its type ticked, until a person touches the types', async () => {
  const { sheets } = await client.call('seal.scan', { name: 'sheet.jpg', bytes: sheetScan });
  const [first, second] = sheets[0]!.imprints;
  const note = await client.call('seal.note', { id: first!.id });
  expect(note).toMatchObject({ text: '营业执照', types: [{ name: '营业执照', match: 'full', ticked: true }] });
  // Another imprint is confirmed for the same type since the tests above.
  expect(note.conflicts.join()).toMatch(/“营业执照”已有印模 \d{8}-001-\d/);
  expect((await client.call('seal.note', { id: second!.id })).conflicts.join()).toContain(
    '证照目录里没有“食品经营许可证”',
  );
  const done = await client.call('seal.confirm', { id: first!.id, name: '公章', licenseTypes: ['营业执照'] });
  expect(done.typesFrom).toBe('note');
  const fields = { name: '公章', licenseTypes: [], acceptedBecause: '' };
  expect((await client.call('seal.save', { id: second!.id, ...fields })).typesFrom).toBe('');
  expect((await client.call('seal.save', { id: second!.id, ...fields, chosen: true })).typesFrom).toBe('person');
});
