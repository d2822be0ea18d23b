import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FuseV1Options } from '@electron/fuses';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensurePage } from '../../build/page.ts';
import { ensureShells } from '../../build/shells.ts';
import { programDir, programVersion } from '../../electron/core/places.ts';
import { scannedFace } from '../fixtures/scanned-face.ts';

// Packs the program into a folder around a runtime that stands in for Electron's: a file with a fuse wire in it. So
// what is packed, how the fuses stand, and whether the packed command line runs can be seen without Electron and
// without a network.

const root = mkdtempSync(join(tmpdir(), 'yidi-package-'));
const unpacked = join(root, 'out', 'linux-unpacked');
const wireMark = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';

beforeAll(async () => {
  await ensurePage();
  await ensureShells();
  const runtime = join(root, 'electron');
  mkdirSync(join(runtime, 'resources'), { recursive: true });
  mkdirSync(join(runtime, 'locales'));
  const wire = Buffer.concat([Buffer.from(`#!/bin/sh\n${wireMark}`), Buffer.of(1, 9), Buffer.from('101100011')]);
  writeFileSync(join(runtime, 'electron'), wire, { mode: 0o755 });
  const { version } = createRequire(import.meta.url)('electron/package.json') as { version: string };
  writeFileSync(join(runtime, 'version'), version);
  for (const name of ['LICENSE', 'LICENSES.chromium.html', 'chrome_crashpad_handler'])
    writeFileSync(join(runtime, name), '');
  const words = ['--config=electron-builder.yml', '--publish=never', '--linux', 'dir'];
  const options = [`--config.electronDist=${runtime}`, `--config.directories.output=${join(root, 'out')}`];
  execFileSync(process.execPath, [join(programDir, 'node_modules/electron-builder/cli.js'), ...words, ...options], {
    cwd: programDir,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}, 240_000);
afterAll(() => rmSync(root, { recursive: true, force: true }));

test('the fuses are set: no Node in disguise, no options or inspector from outside, cookies encrypted, only the archive, its integrity checked', () => {
  const binary = readFileSync(join(unpacked, 'yidi'));
  const wire = binary.subarray(binary.indexOf(wireMark) + wireMark.length + 2).toString('latin1');
  const isOn = (fuse: FuseV1Options) => wire[fuse] === '1';
  expect(isOn(FuseV1Options.RunAsNode)).toBe(false);
  expect(isOn(FuseV1Options.EnableNodeOptionsEnvironmentVariable)).toBe(false);
  expect(isOn(FuseV1Options.EnableNodeCliInspectArguments)).toBe(false);
  expect(isOn(FuseV1Options.GrantFileProtocolExtraPrivileges)).toBe(false);
  expect(isOn(FuseV1Options.EnableCookieEncryption)).toBe(true);
  expect(isOn(FuseV1Options.EnableEmbeddedAsarIntegrityValidation)).toBe(true);
  expect(isOn(FuseV1Options.OnlyLoadAppFromAsar)).toBe(true);
});

test('main process, core and preload lie in the archive, and no source does', () => {
  const files = execFileSync(
    join(programDir, 'node_modules/.bin/asar'),
    ['list', join(unpacked, 'resources/app.asar')],
    {
      encoding: 'utf8',
    },
  ).split('\n');
  for (const file of [
    '/dist/main/main.js',
    '/dist/main/core-entry.js',
    '/dist/preload/preload.cjs',
    '/dist/renderer/index.html',
  ]) {
    expect(files).toContain(file);
  }
  expect(files.filter((file) => /\.tsx?$|^\/(electron|renderer|shared|tests)\//.test(file))).toEqual([]);
});

test('the kernel lies beside the archive, as it was built', () => {
  const packed = join(unpacked, 'resources/app.asar.unpacked/resources/kernel/kernel.wasm');
  expect(readFileSync(packed)).toEqual(readFileSync(join(programDir, 'resources/kernel/kernel.wasm')));
});

test('the packed command line makes a station and reads it again, on the Node that comes with it', () => {
  const env = { PATH: '/usr/bin:/bin', YIDI_PASSWORD: 'Zheng-zhou-2019', HOME: root };
  const yidi = (...words: string[]) =>
    spawnSync(join(unpacked, 'resources/command/yidi'), words, { encoding: 'utf8', env });
  expect(yidi('--version').stdout.trim()).toBe(programVersion);
  const dir = join(root, 'station');
  const made = yidi(
    'station',
    'init',
    '--dir',
    dir,
    '--role',
    'department',
    '--name',
    '郑州市市场监督管理局',
    '--uscc',
    '11410100MB1A23748Y',
    '--json',
  );
  expect(made.status, made.stderr).toBe(0);
  const info = yidi('station', 'info', '--dir', dir, '--json');
  expect(info.status, info.stderr).toBe(0);
  expect(JSON.parse(info.stdout)).toMatchObject({ role: 'department', name: '郑州市市场监督管理局' });
  const scanned = yidi('seal', 'scan', join(programDir, 'resources/samples/seals/sheet.jpg'), '--json');
  expect(scanned.status, scanned.stderr).toBe(0);
  expect(JSON.parse(scanned.stdout)).toMatchObject({ pages: [{ index: 0 }] });
});

test('the packed reading thread reads print, with engine and language data from the package', async () => {
  const { type, stored, scan } = await scannedFace('结婚证', 5);
  const zones = type.fields.flatMap(({ zone }) => (zone ? [zone] : []));
  const { zone } = type.fields.find(({ key }) => key === 'SFZJH_M')!;
  const input = { page: '1', face: type.face, zones, zone, alphabet: '0123456789X' };
  const reply = ask('reading', `{ ...${JSON.stringify(input)}, scan: { bytes, name: '1', rotation: 0 } }`, scan);
  const { lines } = reply as { lines: { readings: { text: string }[][] }[] };
  expect(lines[0]!.readings[0]!.map(({ text }) => text).join('')).toBe(stored['SFZJH_M']);
});

test('the packed program draws a page of a PDF', () => {
  const head = '%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n';
  const pages = '2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n';
  const page = '3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 72 36] >>\nendobj\n';
  const made = ask(
    'pages',
    "{ bytes, file: '1', name: '1.pdf', index: 0 }",
    Buffer.from(`${head}${pages}${page}trailer\n<< /Root 1 0 R >>\n`),
  );
  expect(made).toMatchObject({ file: 'open', pages: 1, page: { name: '1.png', width: 300, height: 150 } });
});

/** What a packed worker answers to an input, an expression that may name `bytes`, on the Node of the package. */
function ask(entry: string, input: string, bytes: Uint8Array): unknown {
  const file = join(root, 'input');
  writeFileSync(file, bytes);
  const worker = join(unpacked, `resources/app.asar.unpacked/dist/workers/${entry}.js`);
  const script = `
    const worker = new (require('node:worker_threads').Worker)(${JSON.stringify(worker)});
    const bytes = require('node:fs').readFileSync(${JSON.stringify(file)});
    worker.on('message', (reply) => { console.log(JSON.stringify(reply)); process.exit(); });
    worker.postMessage({ input: ${input} });`;
  const run = spawnSync(join(unpacked, 'resources/runtime/node'), ['-e', script], {
    encoding: 'utf8',
    cwd: root,
    maxBuffer: 1e8,
  });
  expect(run.stderr).toBe('');
  return (JSON.parse(run.stdout) as { value: unknown }).value;
}
