import { randomBytes } from 'node:crypto';
import { constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { toHex } from '../crypto/bytes.ts';
import { sm3 } from '../crypto/sm3.ts';
import { readBack } from './read-back.ts';

const dir = mkdtempSync(join(tmpdir(), 'yidi-read-back-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const signal = new AbortController().signal;

test.each([0, 1, 511, 512, 4096, 1_048_575, 1_048_576, 1_048_577, 3_145_728, 3_500_001])(
  'a file of %i bytes is read to its last byte',
  async (size) => {
    const path = join(dir, `${size}.ydp`);
    const bytes = randomBytes(size);
    writeFileSync(path, bytes);
    const passed: number[] = [];
    const { sm3: digest } = await readBack(path, signal, (done) => passed.push(done));
    expect(digest).toBe(toHex(sm3(bytes)));
    expect(passed.at(-1)).toBe(size);
    expect(passed).toEqual([...passed].sort((a, b) => a - b));
  },
);

test.skipIf(constants.O_DIRECT === undefined)('it says whether the cache was passed', async () => {
  const path = join(dir, 'here.ydp');
  writeFileSync(path, randomBytes(100_000));
  expect((await readBack(path, signal, () => {})).direct).toBe(true);
  expect((await readBack('/proc/version', signal, () => {})).direct).toBe(false);
});

test('a cancel stops it', async () => {
  const path = join(dir, 'long.ydp');
  writeFileSync(path, randomBytes(5_000_000));
  const stop = new AbortController();
  await expect(readBack(path, stop.signal, () => stop.abort())).rejects.toThrow();
});
