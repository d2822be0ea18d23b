import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import vectors from '../../../tests/vectors/sm-vectors.json' with { type: 'json' };
import { toHex, utf8 } from './bytes.ts';
import { Sm3, sm3 } from './sm3.ts';

describe('SM3', () => {
  const messages = ['abc', 'abcd'.repeat(16), ''];

  it('gives the known answers of GB/T 32905', () => {
    expect(vectors.sm3.length).toBe(messages.length);
    for (const [i, message] of messages.entries()) expect(toHex(sm3(utf8(message)))).toBe(vectors.sm3[i]!.hex);
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
