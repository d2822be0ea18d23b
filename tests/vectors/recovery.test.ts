import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { parseVolumeHeader, volumeLayout } from '../../electron/core/exchange/format/volume-header.ts';
import { entry, temporaryFolder, writeSample } from '../fixtures/packages.ts';
import { recoveryBytes, recoveryData } from './recovery-data.ts';

const { dir, remove } = temporaryFolder();
afterAll(remove);

it.each([
  ['one codeword', 100_000],
  ['two codewords', 1_100_000],
])('the program writes recovery data as the document has it: %s', async (name, size) => {
  await writeSample(dir, name, [entry('a', new Uint8Array(randomBytes(size)))], { recovery: true });
  const file = new Uint8Array(readFileSync(join(dir, `${name}.ydp`)));
  const found = parseVolumeHeader(file);
  if (found.is !== 'volume') throw new Error('volume expected');
  const { recovery, protectedBytes } = volumeLayout(found.header);
  expect(recovery.length).toBe(recoveryBytes(protectedBytes));
  const expected = recoveryData(file.subarray(0, protectedBytes), file.subarray(0, 192));
  expect(Buffer.compare(file.subarray(recovery.offset, recovery.offset + recovery.length), expected)).toBe(0);
});
