import { appendFileSync, chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Client } from '../../../shared/contract/client.ts';
import type { Methods } from '../../../shared/contract/methods.ts';
import type { ScanProfile } from '../../../shared/scanner/profile.ts';
import { type Department, openDepartment } from '../../../tests/fixtures/department.ts';
import { startEsclScanner } from '../../../tests/fixtures/escl-scanner.ts';
import type { LocalCore } from '../core.ts';
import { resourceFile } from '../places.ts';

const dir = mkdtempSync(join(tmpdir(), 'yidi-acquire-'));
const path = process.env.PATH;
let at: Department;
let core: LocalCore;
let client: Client<Methods>;
let page: Buffer;

beforeAll(async () => {
  at = await openDepartment();
  ({ core, client } = at);
  page = await sharp(resourceFile('samples/seals/sheet.jpg'))
    .resize(1296)
    .withMetadata({ density: 150 })
    .jpeg({ quality: 92 })
    .toBuffer();
}, 60_000);
afterAll(async () => {
  process.env.PATH = path;
  await at.close();
  rmSync(dir, { recursive: true, force: true });
});

const profileOf = (device: string): ScanProfile => ({
  name: '输稿器',
  device,
  source: 'feeder',
  dpi: 150,
  colour: 'colour',
  size: 'A4',
  extra: {},
});

test('pages of a network scanner become sheets in their order; a jam keeps those before it', async () => {
  const scanner = await startEsclScanner({ pages: [page, page, page], after: { pages: 2, fault: 'jam' } });
  const { sheets, failed, ended } = await client.call('seal.acquire', {
    profile: profileOf(`escl:${scanner.address}`),
  });
  await scanner.close();
  expect(failed).toEqual([]);
  expect(ended).toMatchObject({ code: 'scanner-jammed', message: expect.stringContaining('已读的 2 页已收下') });
  const views = await Promise.all(sheets.map((id) => client.call('seal.sheet', { id })));
  expect(views.map(({ code, found }) => [code.slice(-3), found])).toEqual([
    ['001', 3],
    ['002', 3],
  ]);
  const { blobs, records } = core.context.station;
  const { scan } = records.get(sheets[0]!).body as { scan: string };
  expect(Buffer.from(blobs.get(scan)).equals(page)).toBe(true);
  await expect(core.readBlob(scan)).rejects.toMatchObject({ failure: { code: 'not-allowed' } });
});

test('a scanner without a single page is refused, and nothing is kept', async () => {
  const { total } = await client.call('seal.sheets', {});
  const scanner = await startEsclScanner({ pages: [page], emptyFeeder: true });
  await expect(client.call('seal.acquire', { profile: profileOf(`escl:${scanner.address}`) })).rejects.toMatchObject({
    failure: { code: 'scanner-empty' },
  });
  await scanner.close();
  expect((await client.call('seal.sheets', {})).total).toBe(total);
});

test('a page that cannot be read is named by its place in the feeder, the others are kept', async () => {
  const bin = join(dir, 'bin');
  mkdirSync(bin);
  await sharp(page).tiff().withMetadata({ density: 150 }).toFile(join(bin, 'page.tif'));
  await sharp({ create: { width: 9000, height: 9000, channels: 3, background: '#fff' } })
    .tiff({ compression: 'deflate' })
    .toFile(join(bin, 'huge.tif'));
  writeFileSync(
    join(bin, 'scanimage'),
    `#!/bin/sh
case " $* " in *" -A "*) echo "    --mode Gray|Color [Gray]"; exit 0;; esac
for word in "$@"; do case "$word" in --batch=*) to=\${word#--batch=};; esac; done
n=0; for one in page huge page; do n=$((n+1)); path=$(printf "$to" $n); cp "${bin}/$one.tif" "$path"; echo "$path"; done`,
  );
  chmodSync(join(bin, 'scanimage'), 0o755);
  process.env.PATH = `${bin}:${path}`;
  const { sheets, failed, ended } = await client.call('seal.acquire', { profile: profileOf('sane:fi:0') });
  expect(ended).toBeNull();
  expect(sheets).toHaveLength(2);
  expect(failed).toMatchObject([{ index: 1, code: 'picture-too-large' }]);
});

test('a watched folder gives a file once it no longer grows, and once only', async () => {
  const folder = join(dir, 'folder');
  mkdirSync(folder);
  const file = join(folder, '采集表.jpg');
  writeFileSync(join(folder, '说明.txt'), 'x');
  writeFileSync(file, page.subarray(0, 5000));
  const look = () => client.call('seal.watch', { folder });
  expect(await look()).toEqual({ ready: [], growing: ['采集表.jpg'] });
  appendFileSync(file, page.subarray(5000));
  await sleep(1600);
  expect(await look()).toEqual({ ready: [], growing: ['采集表.jpg'] });
  expect(await look()).toEqual({ ready: ['采集表.jpg'], growing: [] });
  const { sheets } = await client.call('seal.take', { folder, name: '采集表.jpg' });
  expect(sheets[0]).toMatchObject({ name: '采集表.jpg', found: 3 });
  expect(await look()).toEqual({ ready: [], growing: [] });
  // The file stays where it is.
  expect(readFileSync(file).equals(page)).toBe(true);
  await expect(client.call('seal.take', { folder, name: '../station/station.json' })).rejects.toMatchObject({
    failure: { code: 'file-missing' },
  });
});

test('profiles and addresses are kept; an address outside the house is refused', async () => {
  const profile = profileOf('escl:http://10.0.3.8/eSCL');
  const setup = { profiles: [profile], current: '输稿器', addresses: ['10.0.3.8'], folder: '' };
  const kept = await client.call('scanner.keep', setup);
  expect(kept.addresses).toEqual(['http://10.0.3.8/eSCL']);
  expect(await client.call('scanner.setup', {})).toEqual(kept);
  await expect(client.call('scanner.keep', { ...setup, addresses: ['8.8.8.8'] })).rejects.toMatchObject({
    failure: { code: 'scanner-address' },
  });
});
