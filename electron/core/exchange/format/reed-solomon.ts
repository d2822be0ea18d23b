/** Places of a codeword of RS(255,232) over GF(2^8). */
export const PLACES = 255;

/** The element α of the field: a codeword's bytes c(p) keep Σ c(p)·α^(p·r) = 0 for r = 0 … 22. Chapter 3 of docs/format/ydp-v1.md. */
export const ALPHA = 2;

/** Product in GF(2^8) modulo x^8 + x^4 + x^3 + x^2 + 1. */
export function multiply(a: number, b: number): number {
  return a === 0 || b === 0 ? 0 : EXP[(LOG[a]! + LOG[b]!) % ORDER]!;
}

/**
 * What each known place adds to each erased one: c(erased[e]) = ⊕ over k of matrix[e · known.length + k] · c(known[k]), row by row.
 *
 * With X = α^p for the erased places and Y = α^p for a known one, the first `erased.length` equations are solved by the Lagrange
 * polynomials of the X at Y: the product over the other X of (Y ⊕ X) / (Xe ⊕ X). So the columns do not depend on each other, and places
 * that are zero may be left out of `known`.
 * @param known places outside `erased`
 * @param erased at most 23 places, each once; 232 … 254 for the parity of data
 */
export function erasureMatrix(known: readonly number[], erased: readonly number[]): Uint8Array {
  const matrix = new Uint8Array(erased.length * known.length);
  const x = erased.map((place) => EXP[place]!);
  const below = x.map((xe) => x.reduce((sum, other) => (other === xe ? sum : sum + LOG[xe ^ other]!), 0));
  for (const [k, place] of known.entries()) {
    const y = EXP[place]!;
    const all = x.reduce((sum, other) => sum + LOG[y ^ other]!, 0);
    for (const [e, xe] of x.entries()) {
      const power = (all - LOG[y ^ xe]! - below[e]!) % ORDER;
      matrix[e * known.length + k] = EXP[power < 0 ? power + ORDER : power]!;
    }
  }
  return matrix;
}

/** Nonzero elements of the field. */
const ORDER = 255;
const POLYNOMIAL = 0x11d;

/** Powers of α, and the power that each nonzero element is. */
const EXP = new Uint8Array(ORDER);
const LOG = new Uint8Array(ORDER + 1);
for (let power = 0, value = 1; power < ORDER; power++) {
  EXP[power] = value;
  LOG[value] = power;
  value *= ALPHA;
  if (value > 0xff) value ^= POLYNOMIAL;
}
