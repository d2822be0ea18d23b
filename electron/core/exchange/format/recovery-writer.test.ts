import { randomBytes } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { temporaryFolder } from '../../../../tests/fixtures/packages.ts';
import { codeOf } from '../../../../tests/fixtures/refusal.ts';
import { solveCodewords } from './recovery-codewords.ts';
import { recoveryLayout } from './recovery-layout.ts';
import { writeRecovery } from './recovery-writer.ts';
import { type VolumeHeader, volumeLayout } from './volume-header.ts';

const { dir, remove } = temporaryFolder();
afterAll(remove);

const path = join(dir, 'volume.part');
const plain: VolumeHeader = {
  packageId: 'ab'.repeat(16),
  number: 1,
  last: true,
  headerBytes: 700,
  firstChunk: 0,
  chunks: 160,
  payloadBytes: 160 * 65_536 - 9,
  recoveryBytes: 0,
  indexDigest: new Uint8Array(32),
  volumeDigest: new Uint8Array(32),
};
const { protectedBytes } = volumeLayout(plain);
const layout = recoveryLayout(protectedBytes);
const header = { ...plain, recoveryBytes: layout.bytes };
const contents = randomBytes(protectedBytes);

it('threads write what the calling thread would, and say how far they are', async () => {
  writeFileSync(path, contents);
  const steps: number[] = [];
  await writeRecovery(path, header, {
    onProgress: (done, total) => {
      expect(total).toBe(layout.groups);
      steps.push(done);
    },
  });
  expect(steps.length).toBeGreaterThan(1);
  expect(steps).toEqual([...steps].sort((a, b) => a - b));
  expect(steps.at(-1)).toBe(layout.groups);
  expect(statSync(path).size).toBe(protectedBytes + layout.bytes);

  const written = readFileSync(path);
  const erased = Array.from({ length: 23 }, (_, j) => 232 + j);
  writeFileSync(path, contents);
  solveCodewords({ path, protectedBytes, runs: [{ first: 0, count: layout.groups, erased }] });
  const { offset, length } = layout.parity;
  const here = readFileSync(path).subarray(offset, offset + length);
  expect(written.subarray(offset, offset + length).equals(here)).toBe(true);
});

it('what the first 192 bytes are makes no difference', async () => {
  writeFileSync(path, contents);
  await writeRecovery(path, header);
  const one = readFileSync(path).subarray(protectedBytes);
  writeFileSync(path, Buffer.concat([Buffer.alloc(192), contents.subarray(192)]));
  await writeRecovery(path, header);
  expect(readFileSync(path).subarray(protectedBytes).equals(one)).toBe(true);
});

it('stops when it is told to', async () => {
  writeFileSync(path, contents);
  const stop = new AbortController();
  const onProgress = (): void => stop.abort();
  expect(await codeOf(() => writeRecovery(path, header, { signal: stop.signal, onProgress }))).toBe('cancelled');
  expect(await codeOf(() => writeRecovery(join(dir, 'none.part'), header))).toBe('file-missing');
});
