// SM3 (GB/T 32905-2016) of one message that comes in pieces: the compression alone.

/** The state, eight words, and room for a piece of the message. */
export const state: usize = memory.data(8 * 4, 16);

const schedule: usize = memory.data(68 * 4, 16);
const constants: usize = memory.data(64 * 4, 16);

/** Takes `blocks` blocks of 64 bytes at `message` into the state (5.3 of the standard). */
export function sm3Compress(message: usize, blocks: u32): void {
  if (load<u32>(constants) === 0) prepareConstants();
  let v0 = load<u32>(state);
  let v1 = load<u32>(state, 4);
  let v2 = load<u32>(state, 8);
  let v3 = load<u32>(state, 12);
  let v4 = load<u32>(state, 16);
  let v5 = load<u32>(state, 20);
  let v6 = load<u32>(state, 24);
  let v7 = load<u32>(state, 28);
  for (; blocks > 0; blocks--) {
    expand(message);
    let a = v0;
    let b = v1;
    let c = v2;
    let d = v3;
    let e = v4;
    let f = v5;
    let g = v6;
    let h = v7;
    let r: u32;
    let s: u32;
    let x: u32;
    let w = schedule;
    let t = constants;
    for (const end = schedule + 16 * 4; w < end; w += 16) {
      r = rotl<u32>(a, 12);
      s = rotl<u32>(r + e + load<u32>(t), 7);
      x = load<u32>(w);
      d += (a ^ b ^ c) + (s ^ r) + (x ^ load<u32>(w, 16));
      h += (e ^ f ^ g) + s + x;
      b = rotl<u32>(b, 9);
      f = rotl<u32>(f, 19);
      h ^= rotl<u32>(h, 9) ^ rotl<u32>(h, 17);

      r = rotl<u32>(d, 12);
      s = rotl<u32>(r + h + load<u32>(t, 4), 7);
      x = load<u32>(w, 4);
      c += (d ^ a ^ b) + (s ^ r) + (x ^ load<u32>(w, 20));
      g += (h ^ e ^ f) + s + x;
      a = rotl<u32>(a, 9);
      e = rotl<u32>(e, 19);
      g ^= rotl<u32>(g, 9) ^ rotl<u32>(g, 17);

      r = rotl<u32>(c, 12);
      s = rotl<u32>(r + g + load<u32>(t, 8), 7);
      x = load<u32>(w, 8);
      b += (c ^ d ^ a) + (s ^ r) + (x ^ load<u32>(w, 24));
      f += (g ^ h ^ e) + s + x;
      d = rotl<u32>(d, 9);
      h = rotl<u32>(h, 19);
      f ^= rotl<u32>(f, 9) ^ rotl<u32>(f, 17);

      r = rotl<u32>(b, 12);
      s = rotl<u32>(r + f + load<u32>(t, 12), 7);
      x = load<u32>(w, 12);
      a += (b ^ c ^ d) + (s ^ r) + (x ^ load<u32>(w, 28));
      e += (f ^ g ^ h) + s + x;
      c = rotl<u32>(c, 9);
      g = rotl<u32>(g, 19);
      e ^= rotl<u32>(e, 9) ^ rotl<u32>(e, 17);
      t += 16;
    }
    for (const end = schedule + 64 * 4; w < end; w += 16) {
      r = rotl<u32>(a, 12);
      s = rotl<u32>(r + e + load<u32>(t), 7);
      x = load<u32>(w);
      d += ((a & b) | (c & (a | b))) + (s ^ r) + (x ^ load<u32>(w, 16));
      h += (g ^ (e & (f ^ g))) + s + x;
      b = rotl<u32>(b, 9);
      f = rotl<u32>(f, 19);
      h ^= rotl<u32>(h, 9) ^ rotl<u32>(h, 17);

      r = rotl<u32>(d, 12);
      s = rotl<u32>(r + h + load<u32>(t, 4), 7);
      x = load<u32>(w, 4);
      c += ((d & a) | (b & (d | a))) + (s ^ r) + (x ^ load<u32>(w, 20));
      g += (f ^ (h & (e ^ f))) + s + x;
      a = rotl<u32>(a, 9);
      e = rotl<u32>(e, 19);
      g ^= rotl<u32>(g, 9) ^ rotl<u32>(g, 17);

      r = rotl<u32>(c, 12);
      s = rotl<u32>(r + g + load<u32>(t, 8), 7);
      x = load<u32>(w, 8);
      b += ((c & d) | (a & (c | d))) + (s ^ r) + (x ^ load<u32>(w, 24));
      f += (e ^ (g & (h ^ e))) + s + x;
      d = rotl<u32>(d, 9);
      h = rotl<u32>(h, 19);
      f ^= rotl<u32>(f, 9) ^ rotl<u32>(f, 17);

      r = rotl<u32>(b, 12);
      s = rotl<u32>(r + f + load<u32>(t, 12), 7);
      x = load<u32>(w, 12);
      a += ((b & c) | (d & (b | c))) + (s ^ r) + (x ^ load<u32>(w, 28));
      e += (h ^ (f & (g ^ h))) + s + x;
      c = rotl<u32>(c, 9);
      g = rotl<u32>(g, 19);
      e ^= rotl<u32>(e, 9) ^ rotl<u32>(e, 17);
      t += 16;
    }
    v0 ^= a;
    v1 ^= b;
    v2 ^= c;
    v3 ^= d;
    v4 ^= e;
    v5 ^= f;
    v6 ^= g;
    v7 ^= h;
    message += 64;
  }
  store<u32>(state, v0);
  store<u32>(state, v1, 4);
  store<u32>(state, v2, 8);
  store<u32>(state, v3, 12);
  store<u32>(state, v4, 16);
  store<u32>(state, v5, 20);
  store<u32>(state, v6, 24);
  store<u32>(state, v7, 28);
}

/** T(j) <<< j of 4.2. */
function prepareConstants(): void {
  for (let j = 0; j < 64; j++) {
    store<u32>(constants + 4 * <usize>j, rotl<u32>(j < 16 ? 0x79cc4519 : 0x7a879d8a, j));
  }
}

/** The words W(0) to W(67) of a block, 5.3.2. */
function expand(message: usize): void {
  for (let at: usize = 0; at < 64; at += 4) store<u32>(schedule + at, bswap<u32>(load<u32>(message + at)));
  for (let w = schedule + 16 * 4; w < schedule + 68 * 4; w += 4) {
    const x = load<u32>(w - 64) ^ load<u32>(w - 36) ^ rotl<u32>(load<u32>(w - 12), 15);
    store<u32>(w, x ^ rotl<u32>(x, 15) ^ rotl<u32>(x, 23) ^ rotl<u32>(load<u32>(w - 52), 7) ^ load<u32>(w - 24));
  }
}
