/** Length of an SM3 digest in bytes. */
export const SM3_BYTES = 32;

/** SM3 (GB/T 32905-2016) of the whole data, 32 bytes. */
export function sm3(data: Uint8Array): Uint8Array {
  return new Sm3().update(data).digest();
}

/** SM3 of data that comes in pieces. `digest` ends it; a hash that has ended takes nothing more. */
export class Sm3 {
  private readonly state = Int32Array.from(INITIAL);
  private readonly pending = new Uint8Array(BLOCK);
  private pendingBytes = 0;
  private totalBytes = 0;
  private ended = false;

  update(data: Uint8Array): this {
    if (this.ended) throw new Error('SM3 has ended: no more data');
    this.totalBytes += data.length;
    let at = 0;
    if (this.pendingBytes > 0) {
      at = Math.min(BLOCK - this.pendingBytes, data.length);
      this.pending.set(data.subarray(0, at), this.pendingBytes);
      this.pendingBytes += at;
      if (this.pendingBytes < BLOCK) return this;
      compress(this.state, this.pending, 0, 1);
      this.pendingBytes = 0;
    }
    const blocks = Math.floor((data.length - at) / BLOCK);
    compress(this.state, data, at, blocks);
    at += blocks * BLOCK;
    if (at < data.length) {
      this.pending.set(data.subarray(at));
      this.pendingBytes = data.length - at;
    }
    return this;
  }

  /** A second hash that goes on from the same point, for many messages with one beginning. */
  clone(): Sm3 {
    const copy = new Sm3();
    copy.state.set(this.state);
    copy.pending.set(this.pending);
    copy.pendingBytes = this.pendingBytes;
    copy.totalBytes = this.totalBytes;
    copy.ended = this.ended;
    return copy;
  }

  digest(): Uint8Array {
    if (this.ended) throw new Error('SM3 has ended: its digest was taken');
    this.ended = true;
    const tailBytes = this.pendingBytes < BLOCK - 8 ? BLOCK : 2 * BLOCK;
    const tail = new Uint8Array(tailBytes);
    tail.set(this.pending.subarray(0, this.pendingBytes));
    tail[this.pendingBytes] = 0x80;
    const view = new DataView(tail.buffer);
    view.setUint32(tailBytes - 8, Math.floor(this.totalBytes / 0x2000_0000));
    view.setUint32(tailBytes - 4, (this.totalBytes * 8) >>> 0);
    compress(this.state, tail, 0, tailBytes / BLOCK);
    const digest = new Uint8Array(SM3_BYTES);
    const words = new DataView(digest.buffer);
    for (let i = 0; i < 8; i++) words.setInt32(4 * i, this.state[i]!);
    this.pending.fill(0);
    return digest;
  }
}

const BLOCK = 64;

const INITIAL = [
  0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e,
] as const;

const rotate = (x: number, n: number): number => (x << n) | (x >>> (32 - n));

// Round constants, already rotated: T(j) <<< j, 4.2 of the standard.
const ROUND = Int32Array.from({ length: 64 }, (_, j) => rotate(j < 16 ? 0x79cc4519 : 0x7a879d8a, j % 32));

const W = new Int32Array(68);

/**
 * Takes `blocks` blocks of 64 bytes into the state. Four rounds are written out at a time, because after four the roles of
 * the eight variables are back where they were and nothing has to be moved.
 */
function compress(state: Int32Array, data: Uint8Array, offset: number, blocks: number): void {
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
