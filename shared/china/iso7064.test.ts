import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isMod1110, isMod3736, mod3736 } from './iso7064.ts';

const alphabet = [...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'];

describe('ISO 7064 hybrid systems', () => {
  test('the example of the standard: A12425GABC1234002 takes M', () => {
    expect(mod3736('A12425GABC1234002')).toBe('M');
    expect(isMod3736('A12425GABC1234002M')).toBe(true);
  });

  test('the published registration number passes MOD 11,10', () => {
    expect(isMod1110('110108000000016')).toBe(true);
    expect(isMod1110('110108000000061')).toBe(false);
  });

  test('exactly one check character fits, and one wrong character anywhere is noticed', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...alphabet), minLength: 1, maxLength: 48 }),
        fc.nat(),
        fc.constantFrom(...alphabet),
        (body, at, other) => {
          expect(alphabet.filter((last) => isMod3736(body + last))).toEqual([mod3736(body)]);
          const whole = body + mod3736(body);
          const place = at % whole.length;
          fc.pre(whole[place] !== other);
          expect(isMod3736(whole.slice(0, place) + other + whole.slice(place + 1))).toBe(false);
        },
      ),
    );
  });

  test('nearly all swaps of two neighbours are noticed, as the standard says of its hybrid systems', () => {
    let swaps = 0;
    let missed = 0;
    for (const first of alphabet)
      for (const second of alphabet) {
        if (first === second) continue;
        swaps += 1;
        if (mod3736(first + second) === mod3736(second + first)) missed += 1;
      }
    expect(missed / swaps).toBeLessThan(0.03);
  });

  test('characters outside the alphabet are no identifier', () => {
    expect(isMod3736('一1')).toBe(false);
    expect(isMod1110('A1')).toBe(false);
    expect(isMod1110('1')).toBe(false);
  });
});
