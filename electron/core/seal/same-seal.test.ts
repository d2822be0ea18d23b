import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ImprintView, SheetView } from '../../../shared/seal/methods.ts';
import { type Department, openDepartment } from '../../../tests/fixtures/department.ts';
import { resourceFile } from '../places.ts';

const scan = readFileSync(resourceFile('samples/seals/sheet.jpg'));
let at: Department;
let first: SheetView;
let second: SheetView;

const bring = async (bytes: Uint8Array): Promise<SheetView> =>
  (await at.client.call('seal.scan', { name: 'sheet.jpg', bytes: new Uint8Array(bytes) })).sheets[0]!;
const entry = {
  kind: '证照专用章',
  code: '4101050012345',
  since: '2019-09-01',
  keeper: '孙晓东',
  approval: '',
} as const;

beforeAll(async () => {
  at = await openDepartment();
  first = await bring(scan);
  const [good] = first.imprints;
  await at.client.call('seal.save', {
    id: good!.id,
    name: '证照专用章',
    licenseTypes: ['营业执照'],
    acceptedBecause: '',
  });
  await at.client.call('seal.enter', { id: good!.id, entry: { ...entry, approval: '2026-117' } });
  // The same sheet on another day: laid on the glass askew, and scanned a little softer.
  const { data, info } = await sharp(scan)
    .rotate(2.3, { background: '#fff' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height } = await sharp(scan).metadata();
  const askew = sharp(data, { raw: { width: info.width, height: info.height, channels: 3 } })
    .extract({ left: (info.width - width) >> 1, top: (info.height - height) >> 1, width, height })
    .blur(0.8);
  second = await bring(await askew.withMetadata({ density: 300 }).jpeg({ quality: 85 }).toBuffer());
}, 120_000);
afterAll(() => at.close());

test('a second scan of a seal is counted to it and takes over what the register holds', () => {
  const [before, after] = [first.imprints[0]!, second.imprints[0]!];
  expect(after.like).toMatchObject({ imprint: before.id, code: before.code });
  expect(after.like!.likeness).toBeGreaterThan(0.95);
  expect(after).toMatchObject({ seal: before.id, name: '证照专用章', entry });
});

test('other seals of the sheet are none of it, and a rejected imprint is no measure', () => {
  expect(new Set(first.imprints.map(({ seal }) => seal)).size).toBe(first.imprints.length);
  const rejected = first.imprints.filter(({ finding }) => finding.verdict === 'reject').map(({ id }) => id);
  for (const { like } of second.imprints) expect(rejected).not.toContain(like?.imprint);
});

test('all imprints of a seal are its versions, newest first', async () => {
  const codes = async ({ id }: ImprintView): Promise<string[]> =>
    (await at.client.call('seal.versions', { id })).rows.map(({ code }) => code);
  const both = [second.imprints[0]!.code, first.imprints[0]!.code];
  expect(await codes(first.imprints[0]!)).toEqual(both);
  expect(await codes(second.imprints[0]!)).toEqual(both);
});

test('the two lie over each other in one picture, turned and marked', async () => {
  const [before, after] = [first.imprints[0]!, second.imprints[0]!];
  const found = await at.client.call('seal.compare', { id: after.id, with: before.id });
  expect(found.likeness).toBeGreaterThan(0.95);
  expect(found.onlyEarlier + found.onlyLater).toBeLessThan(0.02);
  const { width, height, hasAlpha } = await sharp(found.png).metadata();
  expect([width, hasAlpha]).toEqual([height, false]);
  // 仅供核对 in its grey: of the inks, red and blue, none is as grey over so many pixels.
  const { data } = await sharp(found.png).raw().toBuffer({ resolveWithObject: true });
  let grey = 0;
  for (let i = 0; i < data.length; i += 3)
    if (data[i]! > 95 && data[i]! < 135 && Math.abs(data[i + 2]! - data[i]!) < 40) grey++;
  expect(grey / (data.length / 3)).toBeGreaterThan(0.02);
});

test('two different seals are not alike', async () => {
  const [one, other] = first.imprints;
  const found = await at.client.call('seal.compare', { id: other!.id, with: one!.id });
  expect(found.likeness).toBeLessThan(0.9);
});

test('a person may say that it is another seal after all, and take it back', async () => {
  const [before, after] = [first.imprints[0]!, second.imprints[0]!];
  const apart = await at.client.call('seal.join', { id: after.id, with: '' });
  expect(apart).toMatchObject({ seal: after.id, like: null, name: '证照专用章' });
  expect((await at.client.call('seal.versions', { id: after.id })).rows).toHaveLength(1);
  expect(await at.client.call('seal.join', { id: after.id, with: before.id })).toMatchObject({ seal: before.id });
  await expect(at.client.call('seal.join', { id: after.id, with: after.id })).rejects.toMatchObject({
    failure: { code: 'record-missing' },
  });
});

test('a wrong date is refused by name and nothing is written', async () => {
  const { id } = first.imprints[0]!;
  await expect(at.client.call('seal.enter', { id, entry: { ...entry, since: '2026-02-30' } })).rejects.toMatchObject({
    failure: { code: 'invalid-input', message: expect.stringContaining('不是存在的日期') },
  });
  expect((await at.client.call('seal.get', { id })).entry.since).toBe('2019-09-01');
});

test('what was handed in goes again when its entry changes; the paper original is kept with the sheet', async () => {
  const { id, sheet } = first.imprints[0]!;
  await at.client.call('seal.confirm', { id, name: '证照专用章', licenseTypes: ['营业执照'] });
  const changed = await at.client.call('seal.enter', { id, entry: { ...entry, keeper: '周敏' } });
  expect(changed).toMatchObject({ state: 'pending', entry: { keeper: '周敏' } });
  expect((await at.client.call('seal.list', { query: '周敏' })).total).toBe(1);
  const kept = await at.client.call('seal.paper', { sheet, day: '2026-01-05' });
  expect(kept).toMatchObject({ state: 'pending', paperKept: '2026-01-05' });
  expect((await at.client.call('seal.paper', { sheet, day: '' })).paperKept).toBe('');
  await expect(at.client.call('seal.paper', { sheet, day: '2999-01-01' })).rejects.toMatchObject({
    failure: { code: 'invalid-input' },
  });
});
