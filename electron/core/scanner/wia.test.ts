import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Refusal } from '../../../shared/contract/failures.ts';
import type { ScanProfile } from '../../../shared/scanner/profile.ts';
import { wiaDriver } from './wia.ts';

const dir = mkdtempSync(join(tmpdir(), 'yidi-wia-'));
const picture = join(dir, 'page.png');
const asked = join(dir, 'asked.json');
const script = join(dir, 'wia.mjs');
const { signal } = new AbortController();
beforeAll(async () => {
  await sharp({ create: { width: 20, height: 30, channels: 3, background: '#c33' } })
    .png()
    .withMetadata({ density: 300 })
    .toFile(picture);
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** A driver whose script is ours: it notes its words and prints these lines; OUT stands for the folder. */
function fake(lines: readonly unknown[], status = 0) {
  writeFileSync(
    script,
    `import { copyFileSync, writeFileSync } from 'node:fs';
const words = process.argv.slice(2);
writeFileSync(${JSON.stringify(asked)}, JSON.stringify(words));
const out = words[words.indexOf('-Out') + 1];
console.log('WARNING: something of PowerShell');
for (const line of ${JSON.stringify(lines)}) {
  const page = line.page && out + '/' + line.page;
  if (page) copyFileSync(${JSON.stringify(picture)}, page);
  console.log(JSON.stringify(page ? { page } : line));
}
process.exitCode = ${status};`,
  );
  return wiaDriver({ program: process.execPath, words: [script] });
}

const profile: ScanProfile = {
  name: '试扫',
  device: 'wia:{6BDD}\\0001',
  source: 'duplex',
  dpi: 300,
  colour: 'grey',
  size: 'A4',
  extra: {},
};

async function scan(lines: readonly unknown[], status = 0) {
  const pages: Uint8Array[] = [];
  const task = { signal, progress: () => {}, page: async (bytes: Uint8Array) => void pages.push(bytes) };
  const code = await fake(lines, status)
    .scan('{6BDD}\\0001', profile, task)
    .then(
      () => '',
      (error) => (error instanceof Refusal ? error.failure.code : Promise.reject(error)),
    );
  return { pages, code };
}

test('devices and abilities are read from the lines of the script', async () => {
  const device = { id: '{6BDD}\\0001', name: '惠普 ScanJet' };
  expect(await fake([{ device }]).list(signal)).toEqual([{ id: 'wia:{6BDD}\\0001', name: '惠普 ScanJet' }]);
  const abilities = { sources: ['flatbed'], colours: ['colour'], dpis: [300], maxWidthMm: 215.9, maxHeightMm: null };
  expect(await fake([{ abilities }]).abilities('x', signal)).toEqual({ ...abilities, settings: [] });
});

test('a profile becomes the words of the script, and every page comes', async () => {
  const { pages, code } = await scan([{ page: 'p1.png' }, { page: 'p2.png' }]);
  expect([code, pages.length]).toEqual(['', 2]);
  expect((await sharp(pages[1]).metadata()).density).toBe(300);
  const words = JSON.parse(readFileSync(asked, 'utf8'));
  expect(words.slice(0, -1)).toEqual([
    ...['-Action', 'scan', '-Device', '{6BDD}\\0001', '-Source', 'duplex', '-Dpi', '300', '-Colour', 'grey'],
    ...['-WidthMm', '210', '-HeightMm', '297', '-Out'],
  ]);
});

test.each([
  ['0x80210003', 'scanner-empty'],
  ['0x80210002', 'scanner-jammed'],
  ['0x80210006', 'scanner-busy'],
  ['0x80210016', 'scanner-open'],
  ['0x80210005', 'scanner-lost'],
  ['0x80210001', 'scanner-failed'],
])('%s after a page is %s, and the page is kept', async (error, code) => {
  const got = await scan([{ page: 'p1.png' }, { error, message: 'x' }], 1);
  expect([got.code, got.pages.length]).toEqual([code, 1]);
});
