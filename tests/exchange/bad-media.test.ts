import { randomBytes } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { refuseTooBig } from '../../electron/core/exchange/write-medium.ts';
import { volumeSizes } from '../../shared/exchange/volume-size.ts';
import { codeOf } from '../fixtures/refusal.ts';
import { copiesOf, writeScanned } from './damaged.ts';
import { both, type Desk, enrol, makeOffice, usccs, writeLicense } from './desks.ts';

const office = makeOffice();
let department: Desk;
let bureau: Desk;
let paths: string[];
let packageId: string;

beforeAll(async () => {
  department = await office.open('department', 'department', '郑州市民政局', '114101000052530151');
  bureau = await office.open('bureau', 'bureau', '郑州市大数据管理局', '11410100MB1A236098');
  await enrol(department, bureau);
  await writeScanned(department, 3, 300_000);
  const to = join(office.root, 'sent');
  const sealed = await department.client.call('exchange.pack', { to, volumeSize: 500_000, ...both });
  paths = sealed.files.map(({ path }) => path);
  packageId = sealed.packageId;
}, 120_000);
afterAll(() => office.close());

const receive = async (folder: string) => (await bureau.client.call('intake.receive', { paths: [folder] })).packages;
const volumesIn = (folder: string) => readdirSync(folder).filter((name) => name.endsWith('.ydp'));

test('a volume with the contents of another file is named, and the package is not taken for whole', async () => {
  const folder = join(office.root, 'foreign');
  mkdirSync(folder);
  const copies = copiesOf(paths, folder);
  writeFileSync(copies[1]!, randomBytes(400_000));
  const packages = await receive(folder);
  expect(packages.map(({ ok }) => ok)).not.toContain(true);
  expect(packages.map(({ file }) => file)).toContain(basename(copies[1]!));
});

test('two volumes whose names were swapped are told apart by what they are, among 10 000 files of others', async () => {
  const folder = join(office.root, 'swapped');
  mkdirSync(folder);
  const [first = '', second = ''] = copiesOf(paths, folder);
  renameSync(first, join(folder, 'x'));
  renameSync(second, first);
  renameSync(join(folder, 'x'), second);
  const kinds = ['jpg', 'docx', 'txt', 'ydp.part', 'iso'];
  for (let at = 0; at < 10_000; at++) writeFileSync(join(folder, `文件 ${at}.${kinds[at % kinds.length]}`), '');
  const packages = await receive(folder);
  expect(packages).toEqual([expect.objectContaining({ ok: true, packageId, received: 3 })]);
});

test('what cannot fit is refused before a byte is written: 5 GB onto FAT32, a volume onto a stick with less room', async () => {
  const fat = { type: 0x4d44, bavail: 8_000_000, bsize: 4096 };
  const ext = { ...fat, type: 0xef53 };
  const code = (bytes: number, medium: typeof fat) =>
    codeOf(async () => refuseTooBig({ bytes, file: '0001-3f9a1c07.ydp' }, '/media/a', medium));
  expect(await code(5_000_000_000, fat)).toBe('too-big-for-medium');
  expect(await code(volumeSizes.fat32, fat)).toBe('done');
  expect(await code(5_000_000_000, ext)).toBe('done');
  expect(await code(5_000_000_000, { ...ext, bavail: 1000 })).toBe('disk-full');
});

test.skipIf(process.platform !== 'linux')(
  'a place that cannot be written to is named, and the ledger stays as it was',
  async () => {
    const before = (await department.client.call('exchange.packages', {})).packages[0]!.volumes;
    const write = (to: string) => codeOf(department.client.call('exchange.write', { package: packageId, to }));
    // A file system that takes no file from anybody.
    expect(await write('/sys/kernel')).toBe('disk-read-only');
    const file = join(office.root, 'not-a-folder');
    writeFileSync(file, '');
    expect(await write(join(file, 'out'))).toBe('file-missing');
    expect((await department.client.call('exchange.packages', {})).packages[0]!.volumes).toEqual(before);
  },
);

test('a stick that is pulled while it is written to is named, and the writing goes on where it stopped', async () => {
  const stick = join(office.root, 'stick');
  const pulled = join(office.root, 'pulled');
  mkdirSync(stick);
  const off = department.client.on('changed', () => {
    off();
    renameSync(stick, pulled);
  });
  expect(await codeOf(department.client.call('exchange.write', { package: packageId, to: stick }))).toBe(
    'file-missing',
  );
  expect(volumesIn(pulled)).toHaveLength(1);
  rmSync(stick, { recursive: true, force: true });
  renameSync(pulled, stick);
  const { files } = await department.client.call('exchange.write', { package: packageId, to: stick });
  expect(volumesIn(stick).sort()).toEqual(files.map(({ name }) => name).sort());
});

test('a volume of another package under the name of this one’s: each package names the volume that it lacks', async () => {
  await writeScanned(department, 1, 700_000, 3);
  const to = join(office.root, 'second');
  const sealed = await department.client.call('exchange.pack', { to, volumeSize: 500_000, ...both });
  const folder = join(office.root, 'mixed');
  mkdirSync(folder);
  const [first = '', second = ''] = copiesOf(paths, folder);
  copyFileSync(sealed.files[1]!.path, second);
  const packages = await receive(folder);
  // The first package was received before, whole: what lies here adds nothing to it.
  expect(packages.find((one) => one.packageId === packageId)).toMatchObject({ code: 'already-received' });
  expect(packages.find((one) => one.packageId === sealed.packageId)).toMatchObject({
    ok: false,
    code: 'missing-volume',
    message: expect.stringMatching(/^缺第 1、3（及之后） 卷。请找到缺的卷/),
  });
  expect(existsSync(first)).toBe(true);
});

test('a stick that is pulled while it is read is named; what was taken in stays, and the rest comes when it is plugged in again', async () => {
  const stick = join(office.root, 'read');
  const pulled = join(office.root, 'read-pulled');
  const sealed = [];
  const [id] = await writeScanned(department, 1, 1000, 4);
  for (const name of ['', '郑州宇通客车股份有限公司', '郑州煤矿机械集团股份有限公司', '郑州煤电股份有限公司']) {
    if (name) await writeLicense(department, usccs[4]!, { 名称: name }, id);
    sealed.push((await department.client.call('exchange.pack', { to: stick, ...both })).packageId);
  }
  const off = bureau.client.on('changed', () => {
    off();
    renameSync(stick, pulled);
  });
  const pulledOut = { ok: false, code: 'file-missing', message: expect.stringContaining('请检查介质是否插好') };
  const packages = await receive(stick);
  expect(packages[0]).toMatchObject({ ok: true, packageId: sealed[0], received: 1 });
  // The next two may have been read to their ends before.
  const read = packages.slice(1, 3).filter(({ ok }) => ok).length;
  for (let at = 1; at < 4; at++)
    expect(packages[at]).toMatchObject(at <= read ? { packageId: sealed[at], received: 1 } : pulledOut);
  renameSync(pulled, stick);
  expect(await receive(stick)).toEqual([
    ...sealed.slice(0, 1 + read).map((packageId) => expect.objectContaining({ packageId, code: 'already-received' })),
    ...sealed.slice(1 + read).map((packageId) => expect.objectContaining({ ok: true, packageId, received: 1 })),
  ]);
});
