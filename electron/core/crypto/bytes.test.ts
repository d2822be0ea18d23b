import fc from 'fast-check';
import { expect, it } from 'vitest';
import { concatBytes, equalBytes, fromHex, randomBytes, toHex } from './bytes.ts';

it('bytes go to hex and back', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(fromHex(toHex(bytes))).toEqual(bytes);
    }),
  );
});

it('what is no hex is not read', () => {
  expect(() => fromHex('abc')).toThrow('hexadecimal');
  expect(() => fromHex('zz')).toThrow('hexadecimal');
});

it('equal means the same length and the same bytes', () => {
  expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2))).toBe(true);
  expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 3))).toBe(false);
  expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1))).toBe(false);
});

it('parts are joined in order', () => {
  expect(concatBytes(Uint8Array.of(1), new Uint8Array(0), Uint8Array.of(2, 3))).toEqual(Uint8Array.of(1, 2, 3));
});

it('random bytes are not the same twice', () => {
  expect(randomBytes(32)).toHaveLength(32);
  expect(randomBytes(32)).not.toEqual(randomBytes(32));
});
