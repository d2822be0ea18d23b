const rotate = (x: number, n: number): number => (x << n) | (x >>> (32 - n));

// Round constants, already rotated: T(j) <<< j, 4.2 of the standard.
const ROUND = Int32Array.from({ length: 64 }, (_, j) => rotate(j < 16 ? 0x79cc4519 : 0x7a879d8a, j % 32));

const W = new Int32Array(68);

/**
 * SM3's compression in plain TypeScript: takes `blocks` blocks of 64 bytes into the state. Four rounds are written out at a time, because after four the roles of
 * the eight variables are back where they were and nothing has to be moved.
 */
export function compressPlain(state: Int32Array, data: Uint8Array, offset: number, blocks: number): void {
  const w = W;
  const t = ROUND;
  let v0 = state[0]!;
  let v1 = state[1]!;
  let v2 = state[2]!;
  let v3 = state[3]!;
  let v4 = state[4]!;
  let v5 = state[5]!;
  let v6 = state[6]!;
  let v7 = state[7]!;
  for (let block = 0; block < blocks; block++) {
    for (let i = 0; i < 16; i++) {
      w[i] = (data[offset]! << 24) | (data[offset + 1]! << 16) | (data[offset + 2]! << 8) | data[offset + 3]!;
      offset += 4;
    }
    for (let i = 16; i < 68; i++) {
      const c = w[i - 3]!;
      const x = w[i - 16]! ^ w[i - 9]! ^ ((c << 15) | (c >>> 17));
      const d = w[i - 13]!;
      w[i] = x ^ ((x << 15) | (x >>> 17)) ^ ((x << 23) | (x >>> 9)) ^ ((d << 7) | (d >>> 25)) ^ w[i - 6]!;
    }
    let a = v0;
    let b = v1;
    let c = v2;
    let d = v3;
    let e = v4;
    let f = v5;
    let g = v6;
    let h = v7;
    let r = 0;
    let s = 0;
    for (let j = 0; j < 16; j += 4) {
      r = (a << 12) | (a >>> 20);
      s = (r + e + t[j]!) | 0;
      s = (s << 7) | (s >>> 25);
      d = ((a ^ b ^ c) + d + (s ^ r) + (w[j]! ^ w[j + 4]!)) | 0;
      h = ((e ^ f ^ g) + h + s + w[j]!) | 0;
      b = (b << 9) | (b >>> 23);
      f = (f << 19) | (f >>> 13);
      h = h ^ ((h << 9) | (h >>> 23)) ^ ((h << 17) | (h >>> 15));

      r = (d << 12) | (d >>> 20);
      s = (r + h + t[j + 1]!) | 0;
      s = (s << 7) | (s >>> 25);
      c = ((d ^ a ^ b) + c + (s ^ r) + (w[j + 1]! ^ w[j + 5]!)) | 0;
      g = ((h ^ e ^ f) + g + s + w[j + 1]!) | 0;
      a = (a << 9) | (a >>> 23);
      e = (e << 19) | (e >>> 13);
      g = g ^ ((g << 9) | (g >>> 23)) ^ ((g << 17) | (g >>> 15));

      r = (c << 12) | (c >>> 20);
      s = (r + g + t[j + 2]!) | 0;
      s = (s << 7) | (s >>> 25);
      b = ((c ^ d ^ a) + b + (s ^ r) + (w[j + 2]! ^ w[j + 6]!)) | 0;
      f = ((g ^ h ^ e) + f + s + w[j + 2]!) | 0;
      d = (d << 9) | (d >>> 23);
      h = (h << 19) | (h >>> 13);
      f = f ^ ((f << 9) | (f >>> 23)) ^ ((f << 17) | (f >>> 15));

      r = (b << 12) | (b >>> 20);
      s = (r + f + t[j + 3]!) | 0;
      s = (s << 7) | (s >>> 25);
      a = ((b ^ c ^ d) + a + (s ^ r) + (w[j + 3]! ^ w[j + 7]!)) | 0;
      e = ((f ^ g ^ h) + e + s + w[j + 3]!) | 0;
      c = (c << 9) | (c >>> 23);
      g = (g << 19) | (g >>> 13);
      e = e ^ ((e << 9) | (e >>> 23)) ^ ((e << 17) | (e >>> 15));
    }
    for (let j = 16; j < 64; j += 4) {
      r = (a << 12) | (a >>> 20);
      s = (r + e + t[j]!) | 0;
      s = (s << 7) | (s >>> 25);
      d = (((a & b) | (c & (a | b))) + d + (s ^ r) + (w[j]! ^ w[j + 4]!)) | 0;
      h = ((g ^ (e & (f ^ g))) + h + s + w[j]!) | 0;
      b = (b << 9) | (b >>> 23);
      f = (f << 19) | (f >>> 13);
      h = h ^ ((h << 9) | (h >>> 23)) ^ ((h << 17) | (h >>> 15));

      r = (d << 12) | (d >>> 20);
      s = (r + h + t[j + 1]!) | 0;
      s = (s << 7) | (s >>> 25);
      c = (((d & a) | (b & (d | a))) + c + (s ^ r) + (w[j + 1]! ^ w[j + 5]!)) | 0;
      g = ((f ^ (h & (e ^ f))) + g + s + w[j + 1]!) | 0;
      a = (a << 9) | (a >>> 23);
      e = (e << 19) | (e >>> 13);
      g = g ^ ((g << 9) | (g >>> 23)) ^ ((g << 17) | (g >>> 15));

      r = (c << 12) | (c >>> 20);
      s = (r + g + t[j + 2]!) | 0;
      s = (s << 7) | (s >>> 25);
      b = (((c & d) | (a & (c | d))) + b + (s ^ r) + (w[j + 2]! ^ w[j + 6]!)) | 0;
      f = ((e ^ (g & (h ^ e))) + f + s + w[j + 2]!) | 0;
      d = (d << 9) | (d >>> 23);
      h = (h << 19) | (h >>> 13);
      f = f ^ ((f << 9) | (f >>> 23)) ^ ((f << 17) | (f >>> 15));

      r = (b << 12) | (b >>> 20);
      s = (r + f + t[j + 3]!) | 0;
      s = (s << 7) | (s >>> 25);
      a = (((b & c) | (d & (b | c))) + a + (s ^ r) + (w[j + 3]! ^ w[j + 7]!)) | 0;
      e = ((h ^ (f & (g ^ h))) + e + s + w[j + 3]!) | 0;
      c = (c << 9) | (c >>> 23);
      g = (g << 19) | (g >>> 13);
      e = e ^ ((e << 9) | (e >>> 23)) ^ ((e << 17) | (e >>> 15));
    }
    v0 ^= a;
    v1 ^= b;
    v2 ^= c;
    v3 ^= d;
    v4 ^= e;
    v5 ^= f;
    v6 ^= g;
    v7 ^= h;
  }
  state[0] = v0;
  state[1] = v1;
  state[2] = v2;
  state[3] = v3;
  state[4] = v4;
  state[5] = v5;
  state[6] = v6;
  state[7] = v7;
}
