import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import vectors from '../../../tests/vectors/sm-vectors.json' with { type: 'json' };
import { toHex, utf8 } from './bytes.ts';
import { Sm3, sm3 } from './sm3.ts';
import { compressPlain } from './sm3-plain.ts';

describe('SM3', () => {
  const messages = ['abc', 'abcd'.repeat(16), ''];

  it('gives the known answers of GB/T 32905', () => {
    expect(vectors.sm3.length).toBe(messages.length);
    for (const [i, message] of messages.entries()) expect(toHex(sm3(utf8(message)))).toBe(vectors.sm3[i]!.hex);
  });

  it('gives the same digest by the kernel and without it', () => {
    const length = fc.oneof(fc.nat(2000), fc.integer({ min: 65_400, max: 65_700 }), fc.constant(200_000));
    fc.assert(
      fc.property(length, fc.nat(255), (bytes, seed) => {
        const data = new Uint8Array(bytes).map((_, i) => Math.imul(i + seed, 0x9e3779b1) >>> 24);
        expect(sm3(data)).toEqual(new Sm3(compressPlain).update(data).digest());
      }),
    );
  });

  it('gives the same digest however the data is cut into pieces', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.array(fc.nat(400), { maxLength: 5 }), (data, cuts) => {
        const borders = [0, ...cuts.map((cut) => Math.min(cut, data.length)).sort((a, b) => a - b), data.length];
        const hash = new Sm3();
        for (let i = 1; i < borders.length; i++) hash.update(data.subarray(borders[i - 1], borders[i]));
        expect(hash.digest()).toEqual(sm3(data));
      }),
    );
  });

  it('clones go on from the same point without touching each other', () => {
    const hash = new Sm3().update(utf8('ab'));
    const copy = hash.clone();
    hash.update(utf8('x'));
    expect(toHex(copy.update(utf8('c')).digest())).toBe(vectors.sm3[0]!.hex);
    expect(hash.digest()).toEqual(sm3(utf8('abx')));
  });

  it('takes nothing more once it has ended', () => {
    const hash = new Sm3();
    hash.digest();
    expect(() => hash.update(utf8('a'))).toThrow('SM3 has ended');
    expect(() => hash.digest()).toThrow('SM3 has ended');
  });
});
