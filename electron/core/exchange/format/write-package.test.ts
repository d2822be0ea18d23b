import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { entry, temporaryFolder, writeSample } from '../../../../tests/fixtures/packages.ts';
import { codeOf } from '../../../../tests/fixtures/refusal.ts';
import { randomBytes, utf8 } from '../../crypto/bytes.ts';
import { inspectPackage, UNFINISHED } from './format.ts';

let dir = '';
let remove = (): void => {};
beforeEach(() => {
  ({ dir, remove } = temporaryFolder());
});
afterEach(() => remove());

const noise = randomBytes(1 << 20);

describe('a pack that does not end leaves nothing that passes for whole', () => {
  it('when it is cancelled', async () => {
    const control = new AbortController();
    async function* entries() {
      yield entry('a', noise);
      control.abort();
      yield entry('b', noise);
    }
    expect(await codeOf(() => writeSample(dir, 'p', entries(), { signal: control.signal }))).toBe('cancelled');
    expect(readdirSync(dir)).toEqual([]);
  });

  it('when an entry fails, or is not as long as it says', async () => {
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield noise;
      throw new Error('no more');
    }
    await expect(writeSample(dir, 'p', [{ path: 'a', size: 2 << 20, bytes: failing() }])).rejects.toThrow('no more');
    await expect(writeSample(dir, 'p', [{ path: 'a', size: 5, bytes: utf8('abcd') }])).rejects.toThrow(
      '5 bytes expected, got 4',
    );
    await expect(writeSample(dir, 'p', [{ path: 'a', size: 3, bytes: utf8('abcd') }])).rejects.toThrow(
      '3 bytes expected, got 4',
    );
    expect(readdirSync(dir)).toEqual([]);
  });

  it('when a path may not stand in a bag', async () => {
    for (const path of ['', '/a', '../a', 'a/../b', 'a\\b', 'c:d', 'nul', 'a.', 'a\nb', 'x'.repeat(256)]) {
      await expect(writeSample(dir, 'p', [entry(path, noise)])).rejects.toThrow('package entry');
    }
    await expect(writeSample(dir, 'p', [entry('a', noise), entry('A', noise)])).rejects.toThrow('重名');
    expect(readdirSync(dir)).toEqual([]);
  });

  it('when the disk is full', async () => {
    symlinkSync('/dev/full', join(dir, `p.001.ydp${UNFINISHED}`));
    expect(await codeOf(() => writeSample(dir, 'p', [entry('a', noise)]))).toBe('disk-full');
    expect(readdirSync(dir)).toEqual([]);
  });

  it('when the folder is not there', async () => {
    expect(await codeOf(() => writeSample(join(dir, 'gone'), 'p', []))).toBe('file-missing');
  });

  it('when the process is killed, at whatever moment', async () => {
    const fixtures = join(import.meta.dirname, '../../../../tests/fixtures/packages.ts');
    const script = `
      const { writeSample } = await import(${JSON.stringify(fixtures)});
      async function* bytes() { for (let i = 0; i < 40; i++) yield new Uint8Array(1 << 20).map((_, j) => (i + j * j) >> 3); }
      console.log('begun');
      await writeSample(${JSON.stringify(dir)}, 'p', [{ path: 'a', size: 40 << 20, bytes: bytes() }]);`;
    for (const delay of [0, 60, 250]) {
      const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const ended = new Promise((resolve) => child.once('exit', resolve));
      await new Promise((resolve) => child.stdout.once('data', resolve));
      await new Promise((resolve) => setTimeout(resolve, delay));
      child.kill('SIGKILL');
      await ended;
      const left = readdirSync(dir);
      expect(left.filter((name) => name.endsWith('.ydp'))).toEqual([]);
      for (const name of left) {
        expect(await codeOf(() => inspectPackage([join(dir, name)]))).toMatch(/^(not-a-package|truncated)$/);
        rmSync(join(dir, name));
      }
    }
  });
});

it('what a killed pack left is written over', async () => {
  await mkdir(join(dir, 'out'));
  symlinkSync(join(dir, 'elsewhere'), join(dir, 'out', `q.001.ydp${UNFINISHED}`));
  await writeSample(join(dir, 'out'), 'q', [entry('a', utf8('a'))]);
  expect((await inspectPackage([join(dir, 'out', 'q.ydp')])).kind).toBe('report');
});

it('a package that is there is not written over', async () => {
  await writeSample(dir, 'p', [entry('a', utf8('a'))]);
  const before = readFileSync(join(dir, 'p.ydp'));
  await expect(writeSample(dir, 'p', [entry('a', utf8('b'))])).rejects.toThrow('exists already');
  expect(readFileSync(join(dir, 'p.ydp'))).toEqual(before);
});

it('progress counts the bytes of the entries', async () => {
  const seen: number[] = [];
  await writeSample(dir, 'p', [entry('a', noise), entry('b', utf8('bb'))], {
    onProgress: ({ bytes }) => seen.push(bytes),
  });
  expect(seen).toEqual([noise.length, noise.length + 2]);
});

it.each([
  ['noise', noise],
  ['zeros', new Uint8Array(1 << 20)],
])('other work on the thread gets its turn at least every four megabytes of %s', async (_, bytes) => {
  let turns = 0;
  let ended = false;
  const turn = (): void => {
    turns++;
    if (!ended) setImmediate(turn);
  };
  setImmediate(turn);
  await writeSample(
    dir,
    'p',
    Array.from({ length: 40 }, (_, i) => entry(`f${i}`, bytes)),
  );
  ended = true;
  expect(turns).toBeGreaterThan(10);
});
