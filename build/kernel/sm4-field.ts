/** The affine map of the S-box without its constant, A(x): row i of the bit matrix is 0xa7 rotated left by i. */
export function affine(x: number): number {
  let y = 0;
  for (let i = 0; i < 8; i++) {
    const row = ((0xa7 << i) | (0xa7 >>> (8 - i))) & 0xff;
    y |= parity(x & row) << i;
  }
  return y;
}

/** Product in GF(2^8) modulo x^8 + x^7 + x^6 + x^5 + x^4 + x^2 + 1, the field of the S-box. */
export function multiply(a: number, b: number): number {
  let product = 0;
  for (let i = 0; i < 8; i++) {
    if ((b >> i) & 1) product ^= a;
    a <<= 1;
    if (a & 0x100) a ^= 0x1f5;
  }
  return product;
}

export function power(x: number, exponent: number): number {
  let product = 1;
  for (let i = 0; i < exponent; i++) product = multiply(product, x);
  return product;
}

/** 1 when an odd number of bits is set. */
export function parity(x: number): number {
  let bits = 0;
  for (; x !== 0; x &= x - 1) bits ^= 1;
  return bits;
}

/**
 * The coordinates of all sums of some bytes, by the sum: bit i of `coordinates[x]` says whether `basis[i]` is part of x.
 * Undefined when the bytes are no basis, for two of the sums are the same.
 */
export function coordinatesIn(basis: readonly number[]): Uint8Array | undefined {
  const coordinates = new Uint8Array(256);
  const seen = new Set<number>();
  for (let bits = 0; bits < 1 << basis.length; bits++) {
    let x = 0;
    for (const [i, element] of basis.entries()) if ((bits >> i) & 1) x ^= element;
    coordinates[x] = bits;
    seen.add(x);
  }
  return seen.size === 1 << basis.length ? coordinates : undefined;
}
