import { describe, expect, it } from 'vitest';
import { fromHex, toHex, utf8 } from './bytes.ts';
import { deriveKey, hkdfSm3 } from './hkdf.ts';
import { HmacSm3, hmacSm3 } from './hmac.ts';

/** Values computed once with OpenSSL 3; tests/crypto compares afresh. */
describe('HMAC-SM3', () => {
  it.each([
    ['0b'.repeat(20), '8ec4d9f9e5159d52d8b7f8e8e681a62ecd2fb0cb58ba554ee56c962d0fa5daa1'],
    ['aa'.repeat(100), '9971b5bf007547d048ae227b28412570ffcd4a856c5d1daf3738ae12db04d362'],
  ])('of abc under %s', (key, expected) => {
    expect(toHex(hmacSm3(fromHex(key), utf8('abc')))).toBe(expected);
    expect(toHex(new HmacSm3(fromHex(key)).update(utf8('a')).update(utf8('bc')).digest())).toBe(expected);
  });
});

describe('HKDF-SM3', () => {
  it('gives the value of OpenSSL for the input of RFC 5869, case 1', () => {
    const key = hkdfSm3(
      fromHex('0b'.repeat(22)),
      fromHex('000102030405060708090a0b0c'),
      fromHex('f0f1f2f3f4f5f6f7f8f9'),
      42,
    );
    expect(toHex(key)).toBe('c69fe91b7aaee2dd5718d72dcaee0cce93f1b8e41f792da51261b6a517e68b36ed2c595572b01dfa359b');
  });

  it('gives keys that differ by label and by master key', () => {
    const master = new Uint8Array(32).fill(1);
    expect(deriveKey(master, 'a')).toHaveLength(32);
    expect(deriveKey(master, 'a')).toEqual(deriveKey(master, 'a'));
    expect(deriveKey(master, 'a')).not.toEqual(deriveKey(master, 'b'));
    expect(deriveKey(master, 'a')).not.toEqual(deriveKey(new Uint8Array(32), 'a'));
  });

  it('gives no more than 255 blocks', () => {
    expect(hkdfSm3(new Uint8Array(1), new Uint8Array(0), new Uint8Array(0), 8160)).toHaveLength(8160);
    expect(() => hkdfSm3(new Uint8Array(1), new Uint8Array(0), new Uint8Array(0), 8161)).toThrow('at most 8160');
  });
});
