import { createCipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hkdfSm3 } from '../../electron/core/crypto/hkdf.ts';
import { hmacSm3 } from '../../electron/core/crypto/hmac.ts';
import { chunkKernel, plainKernel } from '../../electron/core/crypto/kernel/kernel.ts';
import { sm3 } from '../../electron/core/crypto/sm3.ts';
import { sm4Ctr } from '../../electron/core/crypto/sm4.ts';

const bytes = (min: number, max = min) => fc.uint8Array({ minLength: min, maxLength: max });
const many = { numRuns: 300 };

describe('our ciphers agree with the ones in Node', () => {
  it('SM3', () => {
    fc.assert(
      fc.property(bytes(0, 1000), (data) => {
        expect(Buffer.from(sm3(data))).toEqual(createHash('sm3').update(data).digest());
      }),
      many,
    );
  });

  it('SM3 of a megabyte', () => {
    const data = new Uint8Array(1 << 20).map((_, i) => i * 31);
    expect(Buffer.from(sm3(data))).toEqual(createHash('sm3').update(data).digest());
  });

  it('HMAC-SM3', () => {
    fc.assert(
      fc.property(bytes(0, 150), bytes(0, 300), (key, data) => {
        expect(Buffer.from(hmacSm3(key, data))).toEqual(createHmac('sm3', key).update(data).digest());
      }),
      many,
    );
  });

  it('HKDF-SM3', () => {
    fc.assert(
      fc.property(
        bytes(1, 80),
        bytes(0, 80),
        bytes(0, 80),
        fc.integer({ min: 1, max: 200 }),
        (secret, salt, info, n) => {
          expect(hkdfSm3(secret, salt, info, n)).toEqual(new Uint8Array(hkdfSync('sm3', secret, salt, info, n)));
        },
      ),
      many,
    );
  });

  it('SM4 in counter mode', () => {
    fc.assert(
      fc.property(bytes(16), bytes(16), bytes(0, 500), (key, counter, data) => {
        const cipher = createCipheriv('sm4-ctr', key, counter);
        expect(Buffer.from(sm4Ctr(key, counter, data))).toEqual(Buffer.concat([cipher.update(data), cipher.final()]));
      }),
      many,
    );
  });

  it.each([
    ['the kernel', chunkKernel()],
    ['the plain kernel', plainKernel()],
  ])('chunks sealed by %s', (_, kernel) => {
    const length = fc.oneof(fc.nat(2000), fc.integer({ min: 65_530, max: 65_540 }), fc.nat(6 * 65_536));
    fc.assert(
      fc.property(bytes(16), fc.maxSafeNat(), fc.boolean(), length, (key, any, last, size) => {
        const first = Math.floor(any / 2);
        const data = randomBytes(size);
        const sealed = new Uint8Array(data);
        const digests = kernel.seal(key, first, last, sealed);
        const count = Math.max(1, Math.ceil(size / 65_536));
        for (let i = 0; i < count; i++) {
          const number = Buffer.alloc(16);
          number.writeBigUInt64BE(BigInt(first + i));
          const plain = data.subarray(i * 65_536, (i + 1) * 65_536);
          const chunk = createCipheriv('sm4-ctr', key, number).update(plain);
          const flag = Uint8Array.of(last && i === count - 1 ? 1 : 0);
          const digest = createHash('sm3').update(number.subarray(0, 8)).update(flag).update(chunk).digest();
          expect(chunk.compare(sealed.subarray(i * 65_536, (i + 1) * 65_536))).toBe(0);
          expect(digest.compare(digests.subarray(32 * i, 32 * (i + 1)))).toBe(0);
        }
      }),
      { numRuns: 50 },
    );
  });
});
