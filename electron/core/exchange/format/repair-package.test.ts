import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { entry, temporaryFolder, writeSample } from '../../../../tests/fixtures/packages.ts';
import { codeOf } from '../../../../tests/fixtures/refusal.ts';
import { utf8 } from '../../crypto/bytes.ts';
import { repairPackage, verifyPackage } from './format.ts';
import { parseVolumeHeader, type VolumeLayout, volumeLayout } from './volume-header.ts';

let dir = '';
let remove = (): void => {};
let whole = new Uint8Array(0);
let layout: VolumeLayout;
beforeEach(async () => {
  ({ dir, remove } = temporaryFolder());
  await writeSample(dir, 'p', [entry('a', utf8('a'))]);
  whole = new Uint8Array(readFileSync(join(dir, 'p.ydp')));
  layout = parsedLayout(whole);
  mkdirSync(join(dir, 'out'));
});
afterEach(() => remove());

function parsedLayout(file: Uint8Array): VolumeLayout {
  const found = parseVolumeHeader(file);
  if (found.is !== 'volume') throw new Error('volume expected');
  return volumeLayout(found.header);
}

/** Writes the package with these places spoilt, and gives its path. */
function spoil(...places: readonly number[]): string {
  const bytes = whole.slice();
  for (const at of places) bytes[at]! ^= 0xff;
  writeFileSync(join(dir, 'p.ydp'), bytes);
  return join(dir, 'p.ydp');
}

it('damage to one of two copies is restored to the same file, and the medium is not touched', async () => {
  const { front, header, index, headerCopy, indexCopy, back } = layout;
  for (const places of [
    [front.offset],
    [back.offset + 20],
    [header.offset + 5, index.offset],
    [headerCopy.offset, indexCopy.offset + 40, back.offset],
    [front.offset, headerCopy.offset, index.offset],
  ]) {
    const path = spoil(...places);
    const before = readFileSync(path);
    expect(await verifyPackage([path])).toMatchObject({ ok: false, repairable: true });
    const { files, result } = await repairPackage([path], join(dir, 'out'));
    expect(files).toEqual(['p.ydp']);
    expect(result).toMatchObject({ ok: true });
    expect(new Uint8Array(readFileSync(join(dir, 'out', 'p.ydp')))).toEqual(whole);
    expect(readFileSync(path)).toEqual(before);
    remove();
    mkdirSync(join(dir, 'out'), { recursive: true });
  }
});

it('bytes behind the end are left away', async () => {
  writeFileSync(join(dir, 'p.ydp'), Buffer.concat([whole, utf8('more')]));
  await repairPackage([join(dir, 'p.ydp')], join(dir, 'out'));
  expect(new Uint8Array(readFileSync(join(dir, 'out', 'p.ydp')))).toEqual(whole);
});

it('what has no copy is refused with what is damaged, and nothing is written', async () => {
  const { payload, header, headerCopy, index, indexCopy } = layout;
  const code = (...places: number[]) => codeOf(() => repairPackage([spoil(...places)], join(dir, 'out')));
  expect(await code(payload.offset)).toBe('payload-damaged');
  expect(await code(header.offset, headerCopy.offset)).toBe('header-damaged');
  expect(await code(index.offset, indexCopy.offset)).toBe('payload-damaged');
  expect(await code(index.offset, payload.offset)).toBe('payload-damaged');
  writeFileSync(join(dir, 'p.ydp'), whole.subarray(0, index.offset + 50));
  expect(await codeOf(() => repairPackage([join(dir, 'p.ydp')], join(dir, 'out')))).toBe('truncated');
  expect(readdirSync(join(dir, 'out'))).toEqual([]);
});

it('a file that is cut behind its table is restored from what stands before the cut', async () => {
  for (const end of [layout.headerCopy.offset, layout.indexCopy.offset + 7, layout.back.offset, whole.length - 1]) {
    writeFileSync(join(dir, 'p.ydp'), whole.subarray(0, end));
    expect(await verifyPackage([join(dir, 'p.ydp')])).toMatchObject({ code: 'truncated', repairable: true });
    await repairPackage([join(dir, 'p.ydp')], join(dir, 'out'));
    expect(new Uint8Array(readFileSync(join(dir, 'out', 'p.ydp')))).toEqual(whole);
    rmSync(join(dir, 'out', 'p.ydp'));
  }
});

it('never writes over a file, and never beside those given', async () => {
  const path = spoil(layout.front.offset);
  expect(await codeOf(() => repairPackage([path], dir))).toBe('repair-on-medium');
  writeFileSync(join(dir, 'out', 'p.ydp'), 'mine');
  expect(await codeOf(() => repairPackage([path], join(dir, 'out')))).toBe('folder-not-empty');
  expect(readFileSync(join(dir, 'out', 'p.ydp'), 'utf8')).toBe('mine');
  expect(readdirSync(join(dir, 'out'))).toEqual(['p.ydp']);
});

it('a whole package is copied, and work that is stopped leaves nothing', async () => {
  const path = spoil();
  expect(await codeOf(() => repairPackage([path], join(dir, 'out'), { signal: AbortSignal.abort() }))).toBe(
    'cancelled',
  );
  expect(readdirSync(join(dir, 'out'))).toEqual([]);
  await repairPackage([path], join(dir, 'out'));
  expect(new Uint8Array(readFileSync(join(dir, 'out', 'p.ydp')))).toEqual(whole);
});

it('what a killed repair left is taken away by the next one, and nothing else', async () => {
  const out = join(dir, 'out');
  const dead = spawnSync(process.execPath, ['-e', '']).pid;
  const folder = (host: string, pid: number) => `.repair-${host.replaceAll(/[^\w.-]/g, '_')}-${pid}-a1B2c3`;
  const others = [folder(hostname(), process.pid), folder('elsewhere', dead), '.repair-notes', 'data'].sort();
  for (const name of [...others, folder(hostname(), dead)]) {
    mkdirSync(join(out, name));
    writeFileSync(join(out, name, 'p.ydp'), 'half');
  }
  await repairPackage([spoil()], out);
  expect(readdirSync(out).sort()).toEqual([...others, 'p.ydp'].sort());
});

it('a volume that nothing restores is refused, also while another one has not come', async () => {
  const { files } = await writeSample(dir, 'v', [entry('a', randomBytes(300_000))], { volumeBytes: 200_000 });
  const first = join(dir, files[0]!.name);
  const bytes = readFileSync(first);
  bytes[parsedLayout(bytes).payload.offset]! ^= 1;
  writeFileSync(first, bytes);
  expect(await codeOf(() => repairPackage([first], join(dir, 'out')))).toBe('missing-volume');
  expect(readdirSync(join(dir, 'out'))).toEqual([]);
});
