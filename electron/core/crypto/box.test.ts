import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BoxDamaged, boxBytes, openBytes, sealBytes } from './box.ts';

const key = new Uint8Array(32).fill(7);

describe('a sealed box', () => {
  it('gives back what went in', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        fc.uint8Array({ maxLength: 300 }),
        (anyKey, plain) => {
          const sealed = sealBytes(anyKey, plain);
          expect(sealed).toHaveLength(boxBytes(plain.length));
          expect(openBytes(anyKey, sealed)).toEqual(plain);
        },
      ),
    );
  });

  it('looks different each time', () => {
    expect(sealBytes(key, new Uint8Array(20))).not.toEqual(sealBytes(key, new Uint8Array(20)));
  });

  it('is refused when any bit is changed', () => {
    const sealed = sealBytes(key, new Uint8Array(20).fill(3));
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const changed = sealed.slice();
      changed[bit >> 3]! ^= 1 << (bit & 7);
      expect(() => openBytes(key, changed)).toThrow(BoxDamaged);
    }
  });

  it('is refused when it is cut anywhere, lengthened, or opened with another key', () => {
    const sealed = sealBytes(key, new Uint8Array(20).fill(3));
    for (let end = 0; end < sealed.length; end++)
      expect(() => openBytes(key, sealed.subarray(0, end))).toThrow(BoxDamaged);
    expect(() => openBytes(key, new Uint8Array([...sealed, 0]))).toThrow(BoxDamaged);
    expect(() => openBytes(new Uint8Array(32), sealed)).toThrow(BoxDamaged);
  });
});
