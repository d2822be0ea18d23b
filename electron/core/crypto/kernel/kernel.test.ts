import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { programDir } from '../../places.ts';
import { sm3 } from '../sm3.ts';
import { sm4CtrTables } from '../sm4-tables.ts';
import { CHUNK_BYTES, chunkKernel, plainKernel } from './kernel.ts';

const kernel = chunkKernel();
const plain = plainKernel();

test('the compiled kernel is that of its sources (npm run build:kernel)', () => {
  execFileSync(process.execPath, [join(programDir, 'build/kernel/kernel.mjs'), '--check'], { stdio: 'pipe' });
});

test('this machine has the vectors that the kernel is made of', () => {
  expect(kernel).not.toBe(plain);
});

const key = fc.uint8Array({ minLength: 16, maxLength: 16 });
const length = fc.oneof(
  fc.constantFrom(0, 1, 15, 16, 17, 46, 47, 54, 55, 511, 512, 513, 65535, 65536, 65537),
  fc.constantFrom(2, 3, 4, 5, 7).map((chunks) => chunks * CHUNK_BYTES - 1),
  fc.nat(5 * CHUNK_BYTES),
);
const number = fc.oneof(
  fc.nat(10),
  fc.integer({ min: 2 ** 32 - 3, max: 2 ** 32 + 3 }),
  fc.integer({ min: 2 ** 40, max: 2 ** 52 }),
);

/** Bytes of which no two neighbouring blocks are the same. */
const patterned = (bytes: number, seed: number) =>
  new Uint8Array(bytes).map((_, i) => Math.imul(i + seed, 0x9e3779b1) >>> 24);

describe('chunks', () => {
  it('are sealed, hashed and opened as the plain kernel does it', () => {
    fc.assert(
      fc.property(key, number, fc.boolean(), length, fc.nat(255), (k, first, last, bytes, seed) => {
        const data = patterned(bytes, seed);
        const [ours, theirs] = [data.slice(), data.slice()];
        const digests = kernel.seal(k, first, last, ours);
        expect(digests).toEqual(plain.seal(k, first, last, theirs));
        expect(Buffer.compare(ours, theirs)).toBe(0);
        expect(kernel.digests(first, last, ours)).toEqual(digests);
        kernel.open(k, first, ours);
        expect(Buffer.compare(ours, data)).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  it('have a counter and a lead of their number, of 64 bits each', () => {
    const k = patterned(16, 1);
    const first = 2 ** 32 + 5;
    const data = patterned(CHUNK_BYTES + 3, 2);
    const counter = Uint8Array.of(0, 0, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0, 0);
    const second = sm4CtrTables(k, counter, data.slice(CHUNK_BYTES), new Uint8Array(3));
    const digests = kernel.seal(k, first, true, data);
    expect(data.subarray(CHUNK_BYTES)).toEqual(second);
    expect(digests.subarray(32)).toEqual(sm3(Uint8Array.of(0, 0, 0, 1, 0, 0, 0, 6, 1, ...second)));
  });

  it('of no bytes are one empty chunk', () => {
    const digest = sm3(Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 1));
    expect(kernel.seal(new Uint8Array(16), 0, true, new Uint8Array(0))).toEqual(digest);
    expect(kernel.digests(0, true, new Uint8Array(0))).toEqual(digest);
  });

  it('are left alone outside of the bytes given', () => {
    const around = new Uint8Array(3 * CHUNK_BYTES);
    kernel.seal(new Uint8Array(16), 0, false, around.subarray(100, 100 + CHUNK_BYTES + 7));
    expect(around.subarray(0, 100).every((byte) => byte === 0)).toBe(true);
    expect(around.subarray(107 + CHUNK_BYTES).every((byte) => byte === 0)).toBe(true);
  });

  it('need a key of 16 bytes and a whole number', () => {
    for (const one of [kernel, plain]) {
      expect(() => one.seal(new Uint8Array(15), 0, true, new Uint8Array(1))).toThrow(
        'key of 16 bytes expected, got 15',
      );
      expect(() => one.seal(new Uint8Array(16), -1, true, new Uint8Array(1))).toThrow(
        'number of a chunk expected, got -1',
      );
      expect(() => one.open(new Uint8Array(16), 0.5, new Uint8Array(1))).toThrow('number of a chunk expected, got 0.5');
    }
  });
});

describe('combinations in GF(2^8)', () => {
  const multiply = (a: number, b: number): number => {
    let product = 0;
    for (let bit = 7; bit >= 0; bit--) {
      product <<= 1;
      if (product & 0x100) product ^= 0x11d;
      if ((b >> bit) & 1) product ^= a;
    }
    return product;
  };

  it('multiply every number by every byte', () => {
    const all = Uint8Array.from({ length: 256 }, (_, x) => x);
    for (const one of [kernel, plain]) {
      const outputs = Array.from({ length: 256 }, () => new Uint8Array(256));
      one.combine(all, [all], outputs);
      for (const [c, output] of outputs.entries()) expect(output).toEqual(all.map((x) => multiply(c, x)));
    }
  });

  it('are added to the outputs, as the plain kernel does it', () => {
    const count = fc.oneof(fc.nat(5), fc.integer({ min: 6, max: 50 }));
    const blocks = fc.oneof(fc.nat(10), fc.constantFrom(63, 64, 65, 255, 256, 257, 300));
    fc.assert(
      fc.property(count, count, blocks, fc.nat(255), (m, n, sixteens, seed) => {
        const block = (_: unknown, i: number) => patterned(16 * sixteens, seed + 31 * i);
        const inputs = Array.from({ length: n }, block);
        const ours = Array.from({ length: m }, block);
        const theirs = ours.map((output) => output.slice());
        const matrix = patterned(m * n, seed);
        kernel.combine(matrix, inputs, ours);
        plain.combine(matrix, inputs, theirs);
        for (const [e, output] of ours.entries()) expect(Buffer.compare(output, theirs[e]!)).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  it('need blocks of one length, a multiple of 16, and a number for each pair', () => {
    for (const one of [kernel, plain]) {
      expect(() => one.combine(new Uint8Array(1), [new Uint8Array(16)], [new Uint8Array(32)])).toThrow(
        '16 bytes expected',
      );
      expect(() => one.combine(new Uint8Array(1), [new Uint8Array(8)], [new Uint8Array(8)])).toThrow('multiple of 16');
      expect(() => one.combine(new Uint8Array(2), [new Uint8Array(16)], [new Uint8Array(16)])).toThrow(
        'matrix of 1 × 1',
      );
    }
  });
});
