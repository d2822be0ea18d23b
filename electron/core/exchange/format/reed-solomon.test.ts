import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DATA_PLACES, PARITY_PLACES } from './recovery-layout.ts';
import { ALPHA, erasureMatrix, multiply, PLACES } from './reed-solomon.ts';

const places = Array.from({ length: PLACES }, (_, place) => place);
const data = places.slice(0, DATA_PLACES);
const parity = places.slice(DATA_PLACES);

/** The erased bytes as the matrix gives them. */
function solve(known: readonly number[], erased: readonly number[], bytes: Uint8Array): number[] {
  const matrix = erasureMatrix(known, erased);
  return erased.map((_, e) =>
    known.reduce((sum, place, k) => sum ^ multiply(matrix[e * known.length + k]!, bytes[place]!), 0),
  );
}

const codeword = fc.uint8Array({ minLength: DATA_PLACES, maxLength: DATA_PLACES }).map((bytes) => {
  const word = new Uint8Array(PLACES);
  word.set(bytes);
  word.set(solve(data, parity, word), DATA_PLACES);
  return word;
});

/** a · b by long division, without tables. */
function product(a: number, b: number): number {
  let sum = 0;
  for (let bit = 0; bit < 8; bit++) if ((b >> bit) & 1) sum ^= a << bit;
  for (let bit = 14; bit >= 8; bit--) if ((sum >> bit) & 1) sum ^= 0x11d << (bit - 8);
  return sum;
}

describe('GF(2^8)', () => {
  it('multiplies as polynomials do', () => {
    for (let a = 0; a < 256; a++) for (let b = 0; b < 256; b++) if (multiply(a, b) !== product(a, b)) throw `${a}·${b}`;
  });
});

describe('RS(255,232)', () => {
  it('gives codewords that keep their 23 equations', () => {
    fc.assert(
      fc.property(codeword, (word) => {
        for (let r = 0, step = 1; r < PARITY_PLACES; r++, step = product(step, ALPHA)) {
          // α^(p·r) for p = 0, 1, …
          let factor = 1;
          let sum = 0;
          for (const byte of word) {
            sum ^= product(byte, factor);
            factor = product(factor, step);
          }
          expect(sum).toBe(0);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('restores any 23 or fewer erased places from the others', () => {
    const erasures = fc.shuffledSubarray(places, { minLength: 1, maxLength: PARITY_PLACES });
    fc.assert(
      fc.property(codeword, erasures, (word, erased) => {
        const known = places.filter((place) => !erased.includes(place));
        expect(solve(known, erased, word)).toEqual(erased.map((place) => word[place]));
      }),
      { numRuns: 200 },
    );
  });
});
