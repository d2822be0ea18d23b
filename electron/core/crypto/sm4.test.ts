import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import vectors from '../../../tests/vectors/sm-vectors.json' with { type: 'json' };
import { fromHex, toHex } from './bytes.ts';
import { sm4Ctr, sm4EncryptBlock } from './sm4.ts';
import { sm4CtrTables } from './sm4-tables.ts';

describe('SM4', () => {
  /** Both ways to encrypt a block: the kernel's, and the tables that stand in for it. */
  const ways = {
    kernel: sm4EncryptBlock,
    tables: (key: Uint8Array, block: Uint8Array) => sm4CtrTables(key, block, new Uint8Array(16), new Uint8Array(16)),
  };

  describe.each(Object.entries(ways))('by %s', (_, encrypt) => {
    it.each(vectors.sm4)(
      'gives the known answer of GB/T 32907 after $rounds encryptions',
      ({ key, plain, cipher, rounds }) => {
        const keyBytes = fromHex(key);
        let block = fromHex(plain);
        for (let i = 0; i < rounds; i++) block = encrypt(keyBytes, block);
        expect(toHex(block)).toBe(cipher);
      },
      120_000,
    );
  });

  it('in counter mode gives the same by both, wherever the counter begins and carries', () => {
    const counter = fc
      .tuple(fc.nat(15), fc.constantFrom(0, 255), fc.uint8Array({ minLength: 16, maxLength: 16 }))
      .map(([from, byte, bytes]) => bytes.fill(byte, from, 15));
    const length = fc.oneof(fc.nat(1200), fc.integer({ min: 65_500, max: 66_600 }));
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), counter, length, (key, first, bytes) => {
        const data = new Uint8Array(bytes).map((_, i) => i * 7);
        const expected = sm4CtrTables(key, first, data, new Uint8Array(bytes));
        expect(Buffer.compare(sm4Ctr(key, first, data), expected)).toBe(0);
      }),
    );
  });

  it('in counter mode encrypts the counter blocks one after the other and adds them to the data', () => {
    const key = fromHex('0123456789abcdeffedcba9876543210');
    const stream = sm4Ctr(key, fromHex('000000000000000000000000ffffffff'), new Uint8Array(40));
    const first = toHex(sm4EncryptBlock(key, fromHex('000000000000000000000000ffffffff')));
    const second = toHex(sm4EncryptBlock(key, fromHex('00000000000000000000000100000000')));
    const third = toHex(sm4EncryptBlock(key, fromHex('00000000000000000000000100000001')));
    expect(toHex(stream)).toBe(first + second + third.slice(0, 16));
  });

  it('the counter of all ones is followed by zero', () => {
    const key = fromHex('0123456789abcdeffedcba9876543210');
    const stream = sm4Ctr(key, new Uint8Array(16).fill(255), new Uint8Array(32));
    expect(toHex(stream.subarray(16))).toBe(toHex(sm4EncryptBlock(key, new Uint8Array(16))));
  });

  it('in counter mode decrypts what it encrypted, in place or not', () => {
    const block = fc.uint8Array({ minLength: 16, maxLength: 16 });
    fc.assert(
      fc.property(block, block, fc.uint8Array({ maxLength: 200 }), (key, counter, data) => {
        const sealed = sm4Ctr(key, counter, data);
        const inPlace = data.slice();
        expect(sm4Ctr(key, counter, inPlace, inPlace)).toBe(inPlace);
        expect(inPlace).toEqual(sealed);
        expect(sm4Ctr(key, counter, sealed)).toEqual(data);
      }),
    );
  });

  it('says what it expected of a key, a counter or an output of the wrong length', () => {
    const sixteen = new Uint8Array(16);
    expect(() => sm4Ctr(new Uint8Array(15), sixteen, sixteen)).toThrow('SM4 key of 16 bytes expected, got 15');
    expect(() => sm4Ctr(sixteen, new Uint8Array(12), sixteen)).toThrow('counter block of 16 bytes expected, got 12');
    expect(() => sm4Ctr(sixteen, sixteen, sixteen, new Uint8Array(3))).toThrow('output of 16 bytes expected, got 3');
    expect(() => sm4EncryptBlock(sixteen, new Uint8Array(3))).toThrow('block of 16 bytes expected, got 3');
  });
});
