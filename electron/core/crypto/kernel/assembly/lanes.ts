// Vectors of four words.

export function rotate(x: v128, bits: i32): v128 {
  return v128.or(i32x4.shl(x, bits), i32x4.shr_u(x, 32 - bits));
}

/** P0(x) = x ⊕ (x <<< 9) ⊕ (x <<< 17), 4.4 of GB/T 32905-2016. */
export function p0(x: v128): v128 {
  return v128.xor(x, rotate(v128.xor(x, rotate8(x)), 9));
}

/** P1(x) = x ⊕ (x <<< 15) ⊕ (x <<< 23). */
export function p1(x: v128): v128 {
  return v128.xor(x, rotate(v128.xor(x, rotate8(x)), 15));
}

/** Turns the 4 × 4 words of four vectors, and their byte order; vector i is stored at to + i · step. */
export function storeLanes(a: v128, b: v128, c: v128, d: v128, to: usize, step: usize): void {
  const ab01 = i32x4.shuffle(a, b, 0, 4, 1, 5);
  const ab23 = i32x4.shuffle(a, b, 2, 6, 3, 7);
  const cd01 = i32x4.shuffle(c, d, 0, 4, 1, 5);
  const cd23 = i32x4.shuffle(c, d, 2, 6, 3, 7);
  v128.store(to, bigEndian(i64x2.shuffle(ab01, cd01, 0, 2)));
  v128.store(to + step, bigEndian(i64x2.shuffle(ab01, cd01, 1, 3)));
  v128.store(to + 2 * step, bigEndian(i64x2.shuffle(ab23, cd23, 0, 2)));
  v128.store(to + 3 * step, bigEndian(i64x2.shuffle(ab23, cd23, 1, 3)));
}

// A constant order of bytes would be put together anew for each shuffle, which takes longer than to load it.
const orderOfRotate8: usize = memory.data<u8>([3, 0, 1, 2, 7, 4, 5, 6, 11, 8, 9, 10, 15, 12, 13, 14], 16);
const orderOfBigEndian: usize = memory.data<u8>([3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12], 16);

function rotate8(x: v128): v128 {
  return i8x16.relaxed_swizzle(x, v128.load(orderOfRotate8));
}

function bigEndian(x: v128): v128 {
  return i8x16.relaxed_swizzle(x, v128.load(orderOfBigEndian));
}
