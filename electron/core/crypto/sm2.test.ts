import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import vectors from '../../../tests/vectors/sm-vectors.json' with { type: 'json' };
import { concatBytes, fromHex, toHex, utf8 } from './bytes.ts';
import {
  generateKeyPair,
  isPublicKey,
  publicKeyOf,
  sm2MessageHash,
  sm2Sign,
  sm2Unwrap,
  sm2Verify,
  sm2Wrap,
} from './sm2.ts';
import { decodeSignature, encodeSignature } from './sm2-asn1.ts';

const signing = vectors.sm2sign.find((vector) => vector.source.includes('32918.5'))!;
const publicKey = `04${signing.Px}${signing.Py}`.toLowerCase();
const privateKey = signing.d.toLowerCase();

describe('SM2 keys', () => {
  it('the public key of the standard belongs to its private key', () => {
    expect(publicKeyOf(privateKey)).toBe(publicKey);
    expect(isPublicKey(publicKey)).toBe(true);
  });

  it('are new each time, from the random source of the system', () => {
    const random = vi.spyOn(globalThis.crypto, 'getRandomValues');
    const pairs = Array.from({ length: 20 }, generateKeyPair);
    expect(random.mock.calls.length).toBeGreaterThanOrEqual(20);
    random.mockRestore();
    expect(new Set(pairs.map((pair) => pair.privateKey)).size).toBe(20);
    for (const pair of pairs) {
      expect(pair.privateKey).toMatch(/^[0-9a-f]{64}$/);
      expect(pair.publicKey).toMatch(/^04[0-9a-f]{128}$/);
      expect(publicKeyOf(pair.privateKey)).toBe(pair.publicKey);
    }
  });

  it('off the curve, compressed or in capitals are none', () => {
    expect(isPublicKey(`${publicKey.slice(0, -1)}0`)).toBe(false);
    expect(isPublicKey(`03${publicKey.slice(2, 66)}`)).toBe(false);
    expect(isPublicKey(publicKey.toUpperCase())).toBe(false);
    expect(isPublicKey(`04${'f'.repeat(128)}`)).toBe(false);
    expect(() => sm2Wrap(new Uint8Array(32), `04${'1'.repeat(128)}`)).toThrow('on the curve expected');
  });
});

describe('SM2 signatures', () => {
  const signature = encodeSignature(fromHex(signing.r + signing.s));

  it('hash the message as GB/T 32918.5 does', () => {
    expect(toHex(sm2MessageHash(publicKey).update(utf8(signing.msg)).digest())).toBe(signing.e.toLowerCase());
  });

  it('of the standard are valid, and of nothing else', () => {
    expect(sm2Verify(utf8(signing.msg), signature, publicKey)).toBe(true);
    expect(sm2Verify(utf8('message digesu'), signature, publicKey)).toBe(false);
    expect(sm2Verify(utf8(signing.msg), signature, generateKeyPair().publicKey)).toBe(false);
  });

  it('of our own are valid for any message, and differ each time', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (message) => {
        const one = sm2Sign(message, privateKey, publicKey);
        expect(sm2Verify(message, one, publicKey)).toBe(true);
        expect(sm2Sign(message, privateKey, publicKey)).not.toEqual(one);
      }),
      { numRuns: 20 },
    );
  });

  it('take nonces from the random source of the system', () => {
    const random = vi.spyOn(globalThis.crypto, 'getRandomValues');
    sm2Sign(utf8('a'), privateKey, publicKey);
    expect(random).toHaveBeenCalled();
    random.mockRestore();
  });

  it('are refused when any bit is changed, when cut anywhere, and with a byte behind', () => {
    const message = utf8(signing.msg);
    for (let bit = 0; bit < signature.length * 8; bit++) {
      const changed = signature.slice();
      changed[bit >> 3]! ^= 1 << (bit & 7);
      expect(sm2Verify(message, changed, publicKey)).toBe(false);
    }
    for (let end = 0; end < signature.length; end++) {
      expect(sm2Verify(message, signature.subarray(0, end), publicKey)).toBe(false);
    }
    expect(sm2Verify(message, concatBytes(signature, Uint8Array.of(0)), publicKey)).toBe(false);
  });

  it('with r or s zero or not below the order are refused', () => {
    const order = 'fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123';
    const zero = '0'.repeat(64);
    for (const raw of [zero + zero, signing.r + zero, zero + signing.s, order + signing.s, signing.r + order]) {
      expect(sm2Verify(utf8(signing.msg), encodeSignature(fromHex(raw)), publicKey)).toBe(false);
    }
  });

  it('go to DER and back whatever the leading digits', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 64, maxLength: 64 }), fc.nat(31), (raw, zeros) => {
        raw.fill(0, 0, zeros);
        expect(decodeSignature(encodeSignature(raw))).toEqual(raw);
      }),
    );
  });
});

describe('SM2 envelopes', () => {
  const standard = vectors.sm2enc.find((vector) => vector.source.includes('32918.5'))!;

  it('of the standard open', () => {
    const secret = sm2Unwrap(fromHex(standard.asn1_GMT0009!), standard.d.toLowerCase());
    expect(secret).toEqual(utf8(standard.msg));
  });

  it('of our own open with the key they were made for and with no other', () => {
    const pair = generateKeyPair();
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 64 }), (secret) => {
        expect(sm2Unwrap(sm2Wrap(secret, pair.publicKey), pair.privateKey)).toEqual(secret);
      }),
      { numRuns: 20 },
    );
    expect(sm2Unwrap(sm2Wrap(new Uint8Array(32), pair.publicKey), privateKey)).toBeUndefined();
  });

  it('are refused when any bit is changed, when cut anywhere, and with a byte behind', () => {
    const pair = generateKeyPair();
    const envelope = sm2Wrap(new Uint8Array(32).fill(5), pair.publicKey);
    for (let bit = 0; bit < envelope.length * 8; bit++) {
      const changed = envelope.slice();
      changed[bit >> 3]! ^= 1 << (bit & 7);
      expect(sm2Unwrap(changed, pair.privateKey)).toBeUndefined();
    }
    for (let end = 0; end < envelope.length; end++) {
      expect(sm2Unwrap(envelope.subarray(0, end), pair.privateKey)).toBeUndefined();
    }
    expect(sm2Unwrap(concatBytes(envelope, Uint8Array.of(0)), pair.privateKey)).toBeUndefined();
  });
});
