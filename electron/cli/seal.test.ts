import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, expect, test } from 'vitest';
import { createClient } from '../../shared/contract/client.ts';
import type { Methods } from '../../shared/contract/methods.ts';
import { startEsclScanner } from '../../tests/fixtures/escl-scanner.ts';
import { createCore } from '../core/core.ts';
import { programDir, resourceFile } from '../core/places.ts';
import { directTransport } from '../core/transport/direct.ts';

const dir = mkdtempSync(join(tmpdir(), 'yidi-cli-seal-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const sheet = resourceFile('samples/seals/sheet.jpg');

function yidi(...words: string[]): Promise<{ status: number; out: string; err: string }> {
  return new Promise((done) => {
    const env = { ...process.env, YIDI_PASSWORD: 'heyan-2026-QZ' };
    execFile(process.execPath, [join(programDir, 'bin', 'yidi'), ...words], { env }, (error, out, err) =>
      done({ status: typeof error?.code === 'number' ? error.code : 0, out, err }),
    );
  });
}

test('seal scan gives pages and seals as the contract says, and warns of clean imprints', async () => {
  const { status, out, err } = await yidi('seal', 'scan', sheet, '--out', join(dir, 'out'), '--json');
  expect(status).toBe(0);
  expect(err).toContain('净图');
  const { pages } = JSON.parse(out);
  expect(Object.keys(pages[0])).toEqual(['source', 'index', 'dpi', 'widthMm', 'heightMm', 'rotationDeg', 'seals']);
  expect(pages[0]).toMatchObject({ source: sheet, index: 0, dpi: 300 });
  expect(pages[0].rotationDeg).toBeCloseTo(1.2, 1);
  const [first] = pages[0].seals;
  expect(Object.keys(first)).toEqual([
    'shape',
    'centerMm',
    'widthMm',
    'heightMm',
    'verdict',
    'reasons',
    'file',
    'note',
  ]);
  expect(first).toMatchObject({
    shape: 'circle',
    verdict: 'pass',
    reasons: [],
    note: { text: '营业执照', licenseTypes: ['营业执照'] },
  });
  expect(pages[0].seals.map(({ verdict }: { verdict: string }) => verdict)).toEqual(['pass', 'warn', 'reject']);
  for (const { file } of pages[0].seals) expect((await sharp(readFileSync(file)).metadata()).channels).toBe(4);
});

test('a file that cannot be read is named with its code, the others are read, and the status is 1', async () => {
  const text = join(dir, 'a.png');
  writeFileSync(text, 'not a picture');
  const { status, out } = await yidi('seal', 'scan', join(dir, 'none.png'), text, sheet, '--json');
  expect(status).toBe(1);
  const { pages } = JSON.parse(out);
  expect(pages.map((page: { code?: string }) => page.code)).toEqual(['file-missing', 'not-a-picture', undefined]);
  expect(Object.keys(pages[0])).toEqual(['source', 'index', 'code', 'message']);
});

test('a blank page is no failure, without --out nothing is written, without files the usage is wrong', async () => {
  const blank = join(dir, 'blank.png');
  await sharp({ create: { width: 1240, height: 1754, channels: 3, background: '#fff' } })
    .png()
    .toFile(blank);
  const { status, out, err } = await yidi('seal', 'scan', blank, '--json');
  expect(status).toBe(0);
  expect(JSON.parse(out).pages[0].seals).toEqual([]);
  expect(err).toContain('空白页');
  expect(existsSync(`${blank}-1.png`)).toBe(false);
  expect((await yidi('seal', 'scan')).status).toBe(2);
  expect((await yidi('seal', 'scan', blank, '--device', 'sane:test:0')).status).toBe(2);
  expect((await yidi('seal', 'scan', '--device', 'a scanner')).status).toBe(2);
});

test('seal add takes scans into the station, seal list shows the register', async () => {
  const station = join(dir, 'station');
  const init = ['station', 'init', '--dir', station, '--role', 'department', '--name', '郑州市市场监督管理局'];
  expect((await yidi(...init, '--uscc', '11410100005252709W')).status).toBe(0);
  const added = await yidi('seal', 'add', '--dir', station, sheet, join(dir, 'a.png'), '--json');
  expect(added.status).toBe(1);
  expect(JSON.parse(added.out)).toMatchObject({ ok: false, total: 1, rejected: [{ code: 'not-a-picture' }] });
  const { total, rows } = JSON.parse((await yidi('seal', 'list', '--dir', station, '--json')).out);
  expect(total).toBe(3);
  expect(rows[0]).toMatchObject({ id: expect.stringMatching(/^[0-9a-f]{32}$/), state: 'draft', licenseTypes: [] });
});

test('with --dir notes are matched to the types of that station', { timeout: 180_000 }, async () => {
  const station = join(dir, 'station');
  const core = createCore({ dir: station });
  const client = createClient<Methods>(directTransport(core));
  const { users } = await client.call('station.status', {});
  await client.call('station.unlock', { user: users[0]!, password: 'heyan-2026-QZ' });
  const [line] = (await client.call('obligation.list', {})).obligations;
  await client.call('obligation.save', { ...line!, licenseTypes: ['食品经营许可证'] });
  await core.close();
  const { out } = await yidi('seal', 'scan', sheet, '--dir', station, '--json');
  // None of those that ship with the program.
  expect(JSON.parse(out).pages[0].seals[1].note.licenseTypes).toEqual(['食品经营许可证']);
});

test('seal scan --device reads straight from a scanner, and says what stopped it', { timeout: 180_000 }, async () => {
  const page = await sharp(sheet).resize(1296).withMetadata({ density: 150 }).jpeg({ quality: 92 }).toBuffer();
  const scanner = await startEsclScanner({ pages: [page, page], after: { pages: 1, fault: 'jam' } });
  const device = `escl:${scanner.address}`;
  const listed = await yidi('seal', 'devices', scanner.address, '--json');
  expect(JSON.parse(listed.out).rows).toContainEqual({
    ...{ id: device, code: '', state: '' },
    name: expect.stringContaining('驿递 Mock 100'),
  });
  const out = join(dir, 'scanned');
  const words = ['--device', device, '--source', 'feeder', '--dpi', '150', '--out', out, '--json'];
  const { status, out: answer } = await yidi('seal', 'scan', ...words);
  await scanner.close();
  expect(status).toBe(1);
  const { pages } = JSON.parse(answer);
  expect(pages).toMatchObject([
    { index: 0, dpi: 150, seals: [{ shape: 'circle' }, {}, {}] },
    { source: device, index: 1, code: 'scanner-jammed' },
  ]);
  expect(readFileSync(pages[0].source).equals(page)).toBe(true);
  expect(existsSync(pages[0].seals[0].file)).toBe(true);
  expect((await yidi('seal', 'devices', '8.8.8.8')).status).toBe(1);
});
