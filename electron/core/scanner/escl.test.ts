import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, expect, test } from 'vitest';
import { Refusal } from '../../../shared/contract/failures.ts';
import type { ScanProfile } from '../../../shared/scanner/profile.ts';
import { type EsclScanner, type EsclScannerOptions, startEsclScanner } from '../../../tests/fixtures/escl-scanner.ts';
import { scannerAddress } from './local-address.ts';
import { acquire } from './scanner.ts';

const page = (shade: number): Promise<Buffer> =>
  sharp({ create: { width: 1275, height: 1753, channels: 3, background: { r: shade, g: 30, b: 30 } } })
    .jpeg()
    .withMetadata({ density: 150 })
    .toBuffer();
const [first, second, third] = await Promise.all([page(200), page(100), page(50)]);

let scanner: EsclScanner | undefined;
afterEach(async () => {
  await scanner?.close();
  scanner = undefined;
});

async function scan(
  options: EsclScannerOptions,
  patch: Partial<ScanProfile> = {},
  signal = new AbortController().signal,
) {
  scanner ??= await startEsclScanner(options);
  const profile: ScanProfile = {
    name: '网络',
    device: `escl:${scanner.address}`,
    source: 'feeder',
    dpi: 150,
    colour: 'colour',
    size: 'A4',
    extra: {},
    ...patch,
  };
  const pages: Uint8Array[] = [];
  const ended = await acquire(profile, { signal, progress: () => {} }, async (bytes) => void pages.push(bytes)).catch(
    (error) => (error instanceof Refusal ? error.failure : Promise.reject(error)),
  );
  return { pages, code: ended?.code ?? '', message: ended?.message ?? '' };
}

test('every page of the feeder comes byte for byte, in its order, with the settings that were asked for', async () => {
  const { pages, code } = await scan(
    { pages: [first, second, third], calledItself: 'scanner.invalid' },
    { source: 'duplex', size: 'A5' },
  );
  expect(code).toBe('');
  expect(pages.map((bytes) => Buffer.from(bytes))).toEqual([first, second, third]);
  const [order] = scanner!.orders;
  expect(order).toContain('<pwg:InputSource>Feeder</pwg:InputSource>');
  expect(order).toContain('<scan:Duplex>true</scan:Duplex>');
  expect(order).toContain('<scan:XResolution>150</scan:XResolution>');
  // A5 in three hundredths of an inch.
  expect(order).toContain('<pwg:Width>1748</pwg:Width>');
  expect(scanner!.deleted()).toBe(0);
});

test('the glass gives one page, and its order is taken back', async () => {
  expect((await scan({ pages: [first, second] }, { source: 'flatbed' })).pages).toHaveLength(1);
  expect(scanner!.orders[0]).not.toContain('Duplex');
  expect(scanner!.deleted()).toBe(1);
});

test('a jam, a torn page and a scanner that is gone keep the pages before and say how many', async () => {
  for (const [fault, code] of [
    ['jam', 'scanner-jammed'],
    ['cut', 'scanner-lost'],
    ['gone', 'scanner-lost'],
  ] as const) {
    const got = await scan({ pages: [first, second, third], after: { pages: 2, fault } });
    expect([fault, got.code, got.pages.length]).toEqual([fault, code, 2]);
    expect(got.message).toContain('已读的 2 页已收下');
    await scanner!.close();
    scanner = undefined;
  }
});

test('a busy scanner, an empty feeder and nobody at the address are named before anything is ordered', async () => {
  expect((await scan({ pages: [first], state: 'Processing' })).code).toBe('scanner-busy');
  await scanner!.close();
  scanner = undefined;
  expect((await scan({ pages: [first], emptyFeeder: true })).code).toBe('scanner-empty');
  expect(scanner!.orders).toEqual([]);
  await scanner!.close();
  expect((await scan({ pages: [] })).code).toBe('scanner-missing');
});

test('a cancel takes the order back and keeps what has come', async () => {
  const stop = new AbortController();
  scanner = await startEsclScanner({ pages: [first, second, third] });
  const profile = { name: 'x', source: 'feeder', dpi: 150, colour: 'colour', size: 'A4', extra: {} } as const;
  const pages: Uint8Array[] = [];
  const ended = await acquire(
    { ...profile, device: `escl:${scanner.address}` },
    { signal: stop.signal, progress: () => {} },
    async (bytes) => {
      pages.push(bytes);
      stop.abort();
    },
  );
  expect([ended?.code, pages.length, scanner.deleted()]).toEqual(['cancelled', 1, 1]);
});

test.each([
  ['10.0.3.8', 'http://10.0.3.8/eSCL'],
  ['192.168.1.20:8080', 'http://192.168.1.20:8080/eSCL'],
  ['http://172.31.0.9/eSCL/', 'http://172.31.0.9/eSCL'],
  ['localhost:9095', 'http://127.0.0.1:9095/eSCL'],
  ['[fe80::1]', 'http://[fe80::1]/eSCL'],
  ['8.8.8.8', null],
  ['172.32.0.1', null],
  ['scanner.example.com', null],
  ['https://10.0.3.8', null],
  ['http://user@10.0.3.8', null],
  ['http://10.0.3.8@8.8.8.8', null],
  ['', null],
])('the address %j is %j', (typed, address) => {
  expect(scannerAddress(typed)).toBe(address);
});

const libraries = '/usr/lib';
const hasAirscan =
  existsSync(libraries) &&
  readdirSync(libraries).some((folder) => existsSync(join(libraries, folder, 'sane', 'libsane-airscan.so.1')));

test.skipIf(!hasAirscan)('the same scanner through SANE gives the same pages', async () => {
  scanner = await startEsclScanner({ pages: [first, second] });
  const config = mkdtempSync(join(tmpdir(), 'yidi-airscan-'));
  const before = process.env.SANE_CONFIG_DIR;
  writeFileSync(join(config, 'dll.conf'), 'airscan\n');
  writeFileSync(
    join(config, 'airscan.conf'),
    `[devices]\n"Mock" = ${scanner.address}\n[options]\ndiscovery = disable\n`,
  );
  process.env.SANE_CONFIG_DIR = config;
  try {
    const { pages, code } = await scan({ pages: [] }, { device: 'sane:airscan:e0:Mock' });
    expect(code).toBe('');
    const red = await Promise.all(pages.map(async (bytes) => (await sharp(bytes).stats()).channels[0]!.mean));
    expect(red.map((value) => Math.round(value / 10))).toEqual([20, 10]);
    expect((await sharp(pages[0]).metadata()).density).toBe(150);
  } finally {
    if (before === undefined) delete process.env.SANE_CONFIG_DIR;
    else process.env.SANE_CONFIG_DIR = before;
    rmSync(config, { recursive: true });
  }
});
