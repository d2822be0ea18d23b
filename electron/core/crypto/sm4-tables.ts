// SM4 (GB/T 32907-2016) in plain TypeScript, by tables.

/** Length of an SM4 key and of an SM4 block in bytes. */
export const SM4_BYTES = 16;

/** The 32 round keys of an SM4 key (GB/T 32907-2016, 7.3). */
function sm4RoundKeys(key: Uint8Array): Int32Array {
  if (key.length !== SM4_BYTES) throw new Error(`SM4 key of 16 bytes expected, got ${key.length}`);
  const view = new DataView(key.buffer, key.byteOffset, SM4_BYTES);
  const k = new Int32Array(36);
  for (let i = 0; i < 4; i++) k[i] = view.getInt32(4 * i) ^ FK[i]!;
  for (let i = 0; i < 32; i++) {
    const b = substitute(k[i + 1]! ^ k[i + 2]! ^ k[i + 3]! ^ CK[i]!);
    k[i + 4] = k[i]! ^ b ^ rotate(b, 13) ^ rotate(b, 23);
  }
  return k.slice(4);
}

/** `sm4Ctr` by tables: it looks bytes up by secret index, so its time depends on key and data. */
export function sm4CtrTables(key: Uint8Array, counter: Uint8Array, data: Uint8Array, out: Uint8Array): Uint8Array {
  const roundKeys = sm4RoundKeys(key);
  const view = new DataView(counter.buffer, counter.byteOffset, SM4_BYTES);
  const count = Int32Array.of(view.getInt32(0), view.getInt32(4), view.getInt32(8), view.getInt32(12));
  const stream = new Int32Array(4);
  const whole = data.length - (data.length % SM4_BYTES);
  for (let at = 0; at < whole; at += SM4_BYTES) {
    encryptWords(roundKeys, count, stream);
    increment(count);
    for (let i = 0, p = at; i < 4; i++, p += 4) {
      const word = stream[i]!;
      out[p] = data[p]! ^ (word >>> 24);
      out[p + 1] = data[p + 1]! ^ (word >>> 16);
      out[p + 2] = data[p + 2]! ^ (word >>> 8);
      out[p + 3] = data[p + 3]! ^ word;
    }
  }
  if (whole < data.length) {
    encryptWords(roundKeys, count, stream);
    for (let p = whole; p < data.length; p++) {
      const i = p - whole;
      out[p] = data[p]! ^ (stream[i >> 2]! >>> (24 - 8 * (i & 3)));
    }
  }
  return out;
}

const FK = [0xa3b1bac6, 0x56aa3350, 0x677d9197, 0xb27022dc] as const;

// CK(i), byte j = (4i + j) · 7 mod 256, 7.3 of the standard.
const CK = Int32Array.from({ length: 32 }, (_, i) =>
  [0, 1, 2, 3].reduce((word, j) => (word << 8) | (((4 * i + j) * 7) & 0xff), 0),
);

const rotate = (x: number, n: number): number => (x << n) | (x >>> (32 - n));

/**
 * The S-box, computed and not copied: S(x) = A(I(A(x) ⊕ 0xd3)) ⊕ 0xd3, where I is the inverse in GF(2^8) modulo
 * x^8 + x^7 + x^6 + x^5 + x^4 + x^2 + 1 (with I(0) = 0) and row i of the bit matrix A is 0xa7 rotated left by i.
 */
const S_BOX = Uint8Array.from({ length: 256 }, (_, x) => affine(inverse(affine(x))));

function affine(x: number): number {
  let y = 0;
  for (let i = 0; i < 8; i++) {
    let bits = x & (((0xa7 << i) | (0xa7 >>> (8 - i))) & 0xff);
    bits ^= bits >> 4;
    bits ^= bits >> 2;
    bits ^= bits >> 1;
    y |= (bits & 1) << i;
  }
  return y ^ 0xd3;
}

function multiply(a: number, b: number): number {
  let product = 0;
  for (let i = 0; i < 8; i++) {
    if ((b >> i) & 1) product ^= a;
    a <<= 1;
    if (a & 0x100) a ^= 0x1f5;
  }
  return product;
}

function inverse(x: number): number {
  // x^254 = x^2 · x^4 · … · x^128 = x^-1, and 0 stays 0.
  let power = 1;
  let square = x;
  for (let i = 1; i < 8; i++) {
    square = multiply(square, square);
    power = multiply(power, square);
  }
  return power;
}

function substitute(x: number): number {
  return (
    (S_BOX[x >>> 24]! << 24) | (S_BOX[(x >>> 16) & 0xff]! << 16) | (S_BOX[(x >>> 8) & 0xff]! << 8) | S_BOX[x & 0xff]!
  );
}

// S-box and the linear map L of a round in one: T0 for the highest byte, the others are rotations of it.
const T0 = Int32Array.from(S_BOX, (s) => {
  const b = s << 24;
  return b ^ rotate(b, 2) ^ rotate(b, 10) ^ rotate(b, 18) ^ rotate(b, 24);
});
const T1 = T0.map((x) => rotate(x, 24));
const T2 = T0.map((x) => rotate(x, 16));
const T3 = T0.map((x) => rotate(x, 8));

function encryptWords(rk: Int32Array, input: Int32Array, output: Int32Array): void {
  let a = input[0]!;
  let b = input[1]!;
  let c = input[2]!;
  let d = input[3]!;
  let x = 0;
  for (let i = 0; i < 32; i += 4) {
    x = b ^ c ^ d ^ rk[i]!;
    a ^= T0[x >>> 24]! ^ T1[(x >>> 16) & 0xff]! ^ T2[(x >>> 8) & 0xff]! ^ T3[x & 0xff]!;
    x = c ^ d ^ a ^ rk[i + 1]!;
    b ^= T0[x >>> 24]! ^ T1[(x >>> 16) & 0xff]! ^ T2[(x >>> 8) & 0xff]! ^ T3[x & 0xff]!;
    x = d ^ a ^ b ^ rk[i + 2]!;
    c ^= T0[x >>> 24]! ^ T1[(x >>> 16) & 0xff]! ^ T2[(x >>> 8) & 0xff]! ^ T3[x & 0xff]!;
    x = a ^ b ^ c ^ rk[i + 3]!;
    d ^= T0[x >>> 24]! ^ T1[(x >>> 16) & 0xff]! ^ T2[(x >>> 8) & 0xff]! ^ T3[x & 0xff]!;
  }
  output[0] = d;
  output[1] = c;
  output[2] = b;
  output[3] = a;
}

function increment(count: Int32Array): void {
  for (let i = 3; i >= 0; i--) {
    count[i] = count[i]! + 1;
    if (count[i] !== 0) return;
  }
}
