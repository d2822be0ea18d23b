import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toHex } from '../../electron/core/crypto/bytes.ts';
import { sm3 } from '../../electron/core/crypto/sm3.ts';
import { inspectPackage, verifyPackage } from '../../electron/core/exchange/format/format.ts';
import { noteName } from '../../electron/core/exchange/medium-note.ts';
import type { SentPackage } from '../../shared/exchange/package.ts';
import { writingStepText } from '../../shared/exchange/writing-step.ts';
import { codeOf } from '../fixtures/refusal.ts';
import { both, type Desk, enrol, makeOffice, usccs, writeLicense } from './desks.ts';

const office = makeOffice();
const volumeSize = 400_000;
let department: Desk;
let bureau: Desk;
let ids: string[];

beforeAll(async () => {
  department = await office.open('department', 'department', '郑州市市场监督管理局', '11410100MB1A23748Y');
  bureau = await office.open('bureau', 'bureau', '郑州市大数据管理局', '11410100MB1A236098');
  await enrol(department, bureau);
  ids = [await scannedLicense(usccs[0]!), await scannedLicense(usccs[1]!), await writeLicense(department, usccs[2]!)];
}, 60_000);
afterAll(() => office.close());

/** A license with one page of noise, about 300 kB that do not shrink. */
async function scannedLicense(uscc: string): Promise<string> {
  const { client } = department;
  const id = await writeLicense(department, uscc);
  const page = await sharp(randomBytes(320 * 310 * 3), { raw: { width: 320, height: 310, channels: 3 } })
    .png()
    .toBuffer();
  const batch = await client.call('entry.openBatch', { name: uscc, type: '营业执照', box: '' });
  await client.call('entry.addPages', { batch: batch.id, pages: [{ name: 'scan.png', bytes: new Uint8Array(page) }] });
  const { pages } = await client.call('entry.queue', { batch: batch.id });
  const { license } = await client.call('license.get', { id });
  await client.call('entry.save', { pages: pages.map((one) => one.id), id, license, state: 'pending' });
  return id;
}

const ledger = async (): Promise<SentPackage> => (await department.client.call('exchange.packages', {})).packages[0]!;
const outbox = (): string[] => readdirSync(join(department.dir, 'outbox')).sort();
const sealed = (file: string): string => join(department.dir, 'outbox', file);
const medium = (name: string): string => join(office.root, name);
/** Volumes in a folder; the note beside them is looked at by itself. */
const volumesIn = (folder: string): string[] => readdirSync(folder).filter((name) => name !== noteName);
const write = (to: string, volumes?: number[], job?: string) =>
  ledger().then(({ id }) => department.client.call('exchange.write', { package: id, to, volumes, job }));

describe('sealing', () => {
  test('volumes too small for a chunk and its table are refused, and nothing has changed', async () => {
    for (const size of [1, 60_000, 160_000])
      expect(await codeOf(department.client.call('exchange.pack', { ...both, volumeSize: size }))).toBe(
        'volume-too-small',
      );
    expect(outbox()).toEqual([]);
    expect(department.core.context.station.records.get(ids[0]!).state).toBe('pending');
  });

  test('a cancel in the middle leaves no volume', async () => {
    const off = department.client.on('progress', ({ step }) => {
      if (step === '核对封装') void department.client.call('job.cancel', { job: 'seal' });
    });
    expect(await codeOf(department.client.call('exchange.pack', { ...both, volumeSize, job: 'seal' }))).toBe(
      'cancelled',
    );
    off();
    expect(outbox()).toEqual([]);
    expect((await department.client.call('exchange.packages', {})).packages).toEqual([]);
  });

  test('every volume fits, has recovery data and stands in the ledger with its digest and its number on paper', async () => {
    const done = await department.client.call('exchange.pack', { ...both, volumeSize });
    const base = `0001-${done.packageId.slice(0, 8)}`;
    expect(done.files.map((file) => file.name)).toEqual([1, 2, 3].map((number) => `${base}.00${number}.ydp`));
    expect(outbox()).toEqual(done.files.map((file) => file.name));
    const sent = await ledger();
    expect(sent).toMatchObject({ step: 'sealed', writtenAt: '', recovery: 10, kept: true });
    const { volumes } = await inspectPackage(done.files.map((file) => file.path));
    expect(volumes.map(({ number, file, bytes, sm3: digest }) => ({ number, file, bytes, digest }))).toEqual(
      sent.volumes.map(({ number, file, bytes, digest }) => ({ number, file, bytes, digest })),
    );
    for (const [at, { bytes, recoveryBytes }] of volumes.entries()) {
      expect(bytes).toBeLessThanOrEqual(volumeSize);
      expect(recoveryBytes).toBeGreaterThan(bytes / 20);
      expect(done.files[at]).toMatchObject({ bytes, sm3: toHex(sm3(readFileSync(done.files[at]!.path))) });
    }
    expect(sent.bytes).toBe(volumes.reduce((sum, volume) => sum + volume.bytes, 0));
  });

  test('the next package is proposed the same volumes and recovery data', async () => {
    const { sealing } = await department.client.call('exchange.outbox', {});
    expect(sealing).toEqual({ volumeSize, recovery: 10 });
  });

  test('of a kill while sealing nothing is left, and no volume of the ledger is touched', async () => {
    const before = outbox();
    const base = before[0]!.slice(0, -'.001.ydp'.length);
    const strays = [
      'sealing-0a1b2c.2.part',
      'sealing-0a1b2c.002.ydp',
      '0002-deadbeef.001.ydp',
      `${base}.004.ydp`,
      `${base}.ydp`,
    ];
    for (const name of strays) copyFileSync(sealed(before[0]!), sealed(name));
    const { removed } = await department.client.call('exchange.leftovers', {});
    expect(removed.sort()).toEqual(strays.sort());
    expect(outbox()).toEqual(before);
    expect((await ledger()).kept).toBe(true);
  });
});

describe('writing', () => {
  const stick = medium('stick');

  test('a cancel leaves the volumes that are finished and no half one', async () => {
    const { volumes } = await ledger();
    const second = writingStepText({ phase: 'write', number: 2, of: 3 });
    const off = department.client.on('progress', ({ step }) => {
      if (step === second) void department.client.call('job.cancel', { job: 'write' });
    });
    expect(await codeOf(write(stick, undefined, 'write'))).toBe('cancelled');
    off();
    expect(volumesIn(stick)).toEqual([volumes[0]!.file]);
    const sent = await ledger();
    expect(sent).toMatchObject({ step: 'sealed', writtenAt: '' });
    expect(sent.volumes.map((volume) => volume.medium)).toEqual([stick, '', '']);
  });

  test('it goes on where it stopped: what is there and right is only read back, what is wrong is replaced', async () => {
    const { volumes } = await ledger();
    const [first, second, third] = volumes.map((volume) => join(stick, volume.file)) as [string, string, string];
    const before = statSync(first);
    writeFileSync(second, randomBytes(volumes[1]!.bytes));
    writeFileSync(third, readFileSync(sealed(volumes[2]!.file)).subarray(0, 1000));
    writeFileSync(`${third}.part`, 'half');
    const steps = new Set<string>();
    const off = department.client.on('progress', ({ step }) => steps.add(step));
    const { files } = await write(stick);
    off();
    expect(files.map((file) => file.path)).toEqual([first, second, third]);
    for (const { path, sm3: digest } of files) expect(toHex(sm3(readFileSync(path)))).toBe(digest);
    expect(statSync(first)).toMatchObject({ ino: before.ino, mtimeMs: before.mtimeMs });
    expect([...steps]).not.toContain(writingStepText({ phase: 'write', number: 1, of: 3 }));
    expect([...steps]).toContain(writingStepText({ phase: 'readBack', number: 3, of: 3 }));
    expect(volumesIn(stick).sort()).toEqual(volumes.map((volume) => volume.file));
    expect(await ledger()).toMatchObject({ step: 'written' });
  });

  test('the note beside them says what lies there and names no organ', async () => {
    const { volumes, id } = await ledger();
    const note = readFileSync(join(stick, noteName), 'utf8');
    expect(note.startsWith('\uFEFF')).toBe(true);
    expect(note).toContain(`包号 ${id}　共 3 卷\r\n`);
    for (const { file, bytes, digest } of volumes) {
      expect(note).toContain(`${file}　${bytes} 字节`);
      expect(note.replaceAll(' ', '')).toContain(digest.slice(0, 16).toUpperCase());
    }
    expect(note).not.toMatch(/市场监督管理局|大数据/);
  });

  test('one volume alone is written again, and a number that the package does not have is refused', async () => {
    const { files } = await write(medium('spare'), [2]);
    const { volumes } = await ledger();
    expect(volumesIn(medium('spare'))).toEqual([volumes[1]!.file]);
    expect(files.map((file) => file.name)).toEqual([volumes[1]!.file]);
    expect(volumes.map((volume) => volume.medium)).toEqual([stick, medium('spare'), stick]);
    expect(await codeOf(write(medium('spare'), [4]))).toBe('invalid-input');
  });

  test.skipIf(!existsSync('/dev/full'))(
    'a medium that is full at the second volume is named; the rest goes onto another',
    async () => {
      const { volumes } = await ledger();
      const small = medium('small');
      mkdirSync(small);
      symlinkSync('/dev/full', join(small, `${volumes[1]!.file}.part`));
      const failure = await write(small).then(
        () => undefined,
        (error) => error.failure,
      );
      expect(failure).toMatchObject({ code: 'disk-full', details: { path: small, name: volumes[1]!.file } });
      expect(volumesIn(small)).toEqual([volumes[0]!.file]);
      const large = medium('large');
      await write(large, [2, 3]);
      const media = [small, large, large];
      expect((await ledger()).volumes.map((volume) => volume.medium)).toEqual(media);
      const paths = volumes.map(({ file }, at) => join(media[at]!, file));
      expect(await verifyPackage(paths)).toMatchObject({ ok: true });
    },
  );

  test.skipIf(process.platform !== 'linux')(
    'a file system with a limit for one file says so, and what to choose',
    async () => {
      const { volumes } = await ledger();
      const fat = medium('fat');
      // The limit of the process stands for that of FAT32; files of the station stay below it.
      const limit = (bytes: string): Buffer =>
        execFileSync('prlimit', ['--pid', `${process.pid}`, `--fsize=${bytes}:`]);
      limit('300000');
      const code = await codeOf(write(fat, [1])).finally(() => limit('unlimited'));
      expect(code).toBe('too-big-for-medium');
      expect(volumesIn(fat)).toEqual([]);
      expect((await ledger()).volumes[0]!.medium).not.toBe(fat);
      expect(volumes[0]!.bytes).toBeGreaterThan(300_000);
    },
  );

  test('a sealed volume that is no longer what it was is not handed out', async () => {
    const { volumes } = await ledger();
    const path = sealed(volumes[1]!.file);
    const whole = readFileSync(path);
    const changed = Buffer.from(whole);
    changed[100_000]! ^= 1;
    writeFileSync(path, changed);
    expect(await codeOf(write(medium('bad')))).toBe('sealed-file-missing');
    expect(volumesIn(medium('bad'))).toEqual([volumes[0]!.file]);
    writeFileSync(path, whole);
    await write(medium('bad'));
    expect(volumesIn(medium('bad'))).toEqual(volumes.map((volume) => volume.file));
  });
});

describe('the bureau', () => {
  const receipts = medium('receipts');
  const receive = async (paths: string[]) =>
    (await bureau.client.call('intake.receive', { paths, receiptTo: receipts })).packages;

  test('names the volume that is missing, and takes the package in once all are there', async () => {
    const { volumes, id } = await ledger();
    const paths = volumes.map(({ medium: folder, file }) => join(folder, file));
    const [refused, ...more] = await receive([paths[2]!, paths[0]!]);
    expect(more).toEqual([]);
    expect(refused).toMatchObject({ ok: false, code: 'missing-volume', packageId: id });
    expect(refused!.message).toMatch(/第 2 卷/);
    const [taken] = await receive(paths);
    expect(taken).toMatchObject({ ok: true, code: '', packageId: id, received: 3, rejected: [], missing: [] });
    const { blobs } = bureau.core.context.station.records.get(ids[0]!);
    const sent = department.core.context.station.records.get(ids[0]!).blobs;
    expect(blobs).toHaveLength(1);
    expect(bureau.core.context.station.blobs.info(blobs[0]!).sm3).toBe(
      department.core.context.station.blobs.info(sent[0]!).sm3,
    );
  });

  test('answers in one volume without recovery data, and the department takes it beside a volume of its own', async () => {
    const [name] = readdirSync(receipts);
    const info = await inspectPackage([join(receipts, name!)]);
    expect(info.volumes).toEqual([expect.objectContaining({ file: name, last: true, recoveryBytes: 0 })]);
    const { volumes } = await ledger();
    copyFileSync(sealed(volumes[1]!.file), join(receipts, volumes[1]!.file));
    const taken = await department.client.call('exchange.takeAnswers', { paths: [receipts] });
    expect(taken.outcomes).toEqual([expect.objectContaining({ ok: true, kind: 'receipt', received: 3 })]);
    expect(await ledger()).toMatchObject({ step: 'received', states: { received: 3 } });
  });
});

test('a package without recovery data in one file has neither number nor recovery data', async () => {
  await scannedLicense(usccs[3]!);
  const done = await department.client.call('exchange.pack', { ...both, recovery: 0, to: medium('plain') });
  expect(done.files.map((file) => file.name)).toEqual([`0002-${done.packageId.slice(0, 8)}.ydp`]);
  const { volumes } = await inspectPackage([done.files[0]!.path]);
  expect(volumes).toEqual([expect.objectContaining({ number: 1, last: true, recoveryBytes: 0 })]);
  expect(await ledger()).toMatchObject({ recovery: 0, step: 'written' });
  expect((await department.client.call('exchange.outbox', {})).sealing).toEqual({ volumeSize: null, recovery: 0 });
});
