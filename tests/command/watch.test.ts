import { spawn } from 'node:child_process';
import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { programDir } from '../../electron/core/places.ts';
import { writeLicensePackages } from '../fixtures/license-packages.ts';
import { enrol, makeStation, password } from '../journey/stations.ts';

const root = mkdtempSync(join(tmpdir(), 'yidi-watch-'));
const [sent, folder, receipts] = ['sent', 'folder', 'receipts'].map((name) => join(root, name)) as [
  string,
  string,
  string,
];

beforeAll(async () => {
  for (const one of [sent, folder, receipts]) mkdirSync(one);
  const department = await makeStation(root, 'department', '郑州市市场监督管理局', '11410100MB1A23748Y');
  const bureau = await makeStation(root, 'bureau', '郑州市大数据管理局', '11410100MB1A236098');
  await enrol(department, bureau);
  await writeLicensePackages(department.core.context.station, sent, 3, 100);
  await department.core.close();
  await bureau.core.close();
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

test('a watched folder is received unattended: each package once, none half written, until somebody ends it', async () => {
  copyFileSync(join(sent, '0001.ydp'), join(folder, '0001.ydp'));
  const words = ['receive', '--dir', join(root, 'bureau'), '--receipt-to', receipts, '--watch', '--json', folder];
  const watch = spawn(join(programDir, 'bin', 'yidi'), words, { env: { ...process.env, YIDI_PASSWORD: password } });
  const ended = new Promise((resolve) => watch.on('close', resolve));
  let said = '';
  let told = '';
  watch.stdout.on('data', (piece) => {
    said += piece;
  });
  watch.stderr.on('data', (piece) => {
    told += piece;
  });
  const received = (count: number) =>
    expect.poll(() => readdirSync(receipts).length, { timeout: 60_000, message: told }).toBe(count);
  await received(1);
  // A copy under way grows from look to look.
  const second = readFileSync(join(sent, '0002.ydp'));
  const part = Math.ceil(second.length / 14);
  writeFileSync(join(folder, '0002.ydp'), '');
  for (let at = 0; at < second.length; at += part) {
    appendFileSync(join(folder, '0002.ydp'), second.subarray(at, at + part));
    expect(readdirSync(receipts)).toHaveLength(1);
    await new Promise((resume) => setTimeout(resume, 300));
  }
  await received(2);
  // A receipt of its own that is laid there is none of its business; a file that is no package is named, and stops nothing.
  copyFileSync(join(receipts, readdirSync(receipts)[0]!), join(folder, 'receipt.ydp'));
  writeFileSync(join(folder, 'other.ydp'), 'no package');
  mkdirSync(join(folder, 'stick'));
  copyFileSync(join(sent, '0003.ydp'), join(folder, 'stick', '0003.ydp'));
  await received(3);
  await expect.poll(() => told, { timeout: 20_000 }).toContain('other.ydp');
  watch.kill('SIGTERM');
  expect(await ended, told).toBe(1);
  const { packages } = JSON.parse(said) as {
    packages: { file: string; ok: boolean; received: number; code: string }[];
  };
  expect(packages.filter(({ ok }) => ok).map(({ file, received: count }) => [file, count])).toEqual([
    ['0001.ydp', 100],
    ['0002.ydp', 100],
    ['0003.ydp', 100],
  ]);
  expect(packages.filter(({ ok }) => !ok).map(({ file, code }) => [file, code])).toEqual([
    ['other.ydp', 'not-a-package'],
  ]);
}, 180_000);
