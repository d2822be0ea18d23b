import { expect, it } from 'vitest';
import { utf8 } from '../../crypto/bytes.ts';
import { ENTRIES } from './limits.ts';
import { Manifest, readManifest } from './manifest.ts';

const sha256 = 'ab'.repeat(32);

it('a manifest is read as it was written', () => {
  const manifest = new Manifest();
  for (const path of ['data/a', 'data/行政许可 2019年度.csv', 'data/100%.csv']) manifest.add(sha256, path);
  const text = Buffer.concat(manifest.pieces());
  expect([...readManifest(text).keys()]).toEqual(['data/a', 'data/行政许可 2019年度.csv', 'data/100%.csv']);
});

it('lines that are none are passed over', () => {
  const text = `\n${sha256} data/a\n${sha256.toUpperCase()}  data/b\nx${sha256}  data/c\n${sha256}  data/d`;
  expect([...readManifest(utf8(text))]).toEqual([['data/d', sha256]]);
});

it('a manifest of nothing but ends of lines costs no memory', () => {
  const before = process.memoryUsage().heapUsed;
  expect(readManifest(new Uint8Array(16 << 20).fill(0x0a)).size).toBe(0);
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(64 << 20);
});

it('no more lines are taken than a bag may hold', () => {
  const lines = Array.from({ length: ENTRIES + 1 }, (_, i) => `${sha256}  data/${i}\n`);
  expect(readManifest(utf8(lines.join(''))).size).toBe(ENTRIES);
});
