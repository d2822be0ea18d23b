import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { asReceiver, entry, temporaryFolder, writeSample } from '../../../../tests/fixtures/packages.ts';
import { codeOf } from '../../../../tests/fixtures/refusal.ts';
import { craftPackage, parties } from '../../../../tests/vectors/craft-package.ts';
import { concatBytes, utf8 } from '../../crypto/bytes.ts';
import { BagWriter } from './bag-writer.ts';
import { unpackPackage } from './format.ts';
import { FrameWriter } from './frames.ts';

let dir = '';
let remove = (): void => {};
beforeEach(() => {
  ({ dir, remove } = temporaryFolder());
});
afterEach(() => remove());

const files = [
  entry('records/catalog.jsonl', utf8('{"name":"企业基本信息"}\n')),
  entry('datasets/行政许可 100%.csv', utf8('序号\n1\n')),
  entry(`datasets/${'长'.repeat(80)}/${'名'.repeat(60)}`, new Uint8Array(700_000)),
  entry('blobs/empty', new Uint8Array(0)),
];

it('gives a bag that is valid under RFC 8493', async () => {
  const { packageId } = await writeSample(dir, 'p', files);
  const out = join(dir, 'bag');
  expect(await unpackPackage([join(dir, 'p.ydp')], asReceiver, out)).toMatchObject({ files: 4, header: { packageId } });

  expect(readdirSync(out).toSorted()).toEqual([
    'bag-info.txt',
    'bagit.txt',
    'data',
    'manifest-sha256.txt',
    'tagmanifest-sha256.txt',
  ]);
  expect(readFileSync(join(out, 'bagit.txt'), 'utf8')).toBe('BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n');
  const info = readFileSync(join(out, 'bag-info.txt'), 'utf8');
  expect(info).toContain(`Payload-Oxum: ${files.reduce((sum, { size }) => sum + size, 0)}.4\n`);
  expect(info).toContain(`External-Identifier: ${packageId}\n`);

  // RFC 8493 has % written as %25 in manifests, which sha256sum does not know.
  const manifest = readFileSync(join(out, 'manifest-sha256.txt'), 'utf8');
  const plain = join(dir, 'plain.txt');
  writeFileSync(plain, manifest.replaceAll('%25', '%'));
  execFileSync('sha256sum', ['--strict', '-c', plain], { cwd: out });
  execFileSync('sha256sum', ['--strict', '-c', 'tagmanifest-sha256.txt'], { cwd: out });
  const listed = manifest
    .trimEnd()
    .split('\n')
    .map((line) => line.slice(66).replaceAll('%25', '%'));
  expect(listed.toSorted()).toEqual(files.map(({ path }) => `data/${path}`).toSorted());
  for (const { path, bytes } of files) expect(new Uint8Array(readFileSync(join(out, 'data', path)))).toEqual(bytes);
});

it('a bag without files has its data folder all the same', async () => {
  await writeSample(dir, 'p', []);
  await unpackPackage([join(dir, 'p.ydp')], asReceiver, join(dir, 'bag'));
  expect(readdirSync(join(dir, 'bag', 'data'))).toEqual([]);
});

it('goes into a new or an empty folder only', async () => {
  await writeSample(dir, 'p', files);
  expect(await codeOf(() => unpackPackage([join(dir, 'p.ydp')], asReceiver, dir))).toBe('folder-not-empty');
  expect(readdirSync(dir)).toEqual(['p.ydp']);
  mkdirSync(join(dir, 'empty'));
  await unpackPackage([join(dir, 'p.ydp')], asReceiver, join(dir, 'empty'));
  expect(readdirSync(join(dir, 'empty'))).toContain('bagit.txt');
});

it.each(['../evil', '../../evil', '/evil', 'a/../../evil', 'C:\\evil', '..\\evil'])(
  'a signed package with the path %s writes nothing at all',
  async (path) => {
    const [bytes] = craftPackage({ seed: path, entries: [[path, utf8('evil')]] });
    writeFileSync(join(dir, 'p.ydp'), bytes!);
    const before = readdirSync(dir);
    const options = { privateKeyFor: () => parties.encryption.privateKey, findSender: () => parties.signing.publicKey };
    expect(await codeOf(() => unpackPackage([join(dir, 'p.ydp')], options, join(dir, 'bag')))).toBe(
      'contents-rejected',
    );
    expect(readdirSync(join(dir, 'bag'))).toEqual([]);
    expect(readdirSync(dir)).toEqual([...before, 'bag'].toSorted());
  },
);

it('the tar inside is one that GNU tar reads, names and sizes alike', async () => {
  const frames: Uint8Array[] = [];
  const writer = new FrameWriter(async (lead, contents) => {
    frames.push(concatBytes(lead, contents));
  });
  const bag = new BagWriter(writer, 'ab'.repeat(16), '2026-11-23T01:07:10Z');
  await bag.start();
  for (const file of files) await bag.add(file, () => {});
  await bag.finish();
  const originals = frames.map((frame) =>
    (frame[0]! & 1) === 1 ? inflateRawSync(frame.subarray(9)) : frame.subarray(9),
  );
  writeFileSync(join(dir, 'bag.tar'), concatBytes(...originals));
  mkdirSync(join(dir, 'out'));
  execFileSync('tar', ['-xf', join(dir, 'bag.tar'), '-C', join(dir, 'out')]);
  for (const { path, bytes } of files) {
    expect(new Uint8Array(readFileSync(join(dir, 'out', 'data', path)))).toEqual(bytes);
  }
});
