// SM3 (GB/T 32905-2016) of four messages at once, one in each lane of a vector of four words.

/** Where the lengths of the messages in bytes stand (four words), and where their digests come (32 bytes each). */
export const lengths: usize = memory.data(16, 16);
export const digests: usize = memory.data(4 * 32, 16);

const schedule: usize = memory.data(68 * 16, 16);
const constants: usize = memory.data(64 * 16, 16);
const BLOCK: usize = 64;

/**
 * Hashes the messages that begin at `first`, `first + stride`, `first + 2·stride` and `first + 3·stride`. Each is padded where it stands, so
 * up to 72 bytes after it are overwritten, and as many bytes are read as the longest has.
 */
export function sm3Four(first: usize, stride: usize): void {
  if (load<u32>(constants) === 0) prepareConstants();
  const blocks = i32x4(
    pad(first, load<u32>(lengths)),
    pad(first + stride, load<u32>(lengths, 4)),
    pad(first + 2 * stride, load<u32>(lengths, 8)),
    pad(first + 3 * stride, load<u32>(lengths, 12)),
  );
  compress(first, stride, blocks);
}

/** Appends the padding of 5.2 and gives the number of blocks. */
function pad(message: usize, length: usize): u32 {
  const padded = (length + 1 + 8 + BLOCK - 1) & ~(BLOCK - 1);
  memory.fill(message + length, 0, padded - length);
  store<u8>(message + length, 0x80);
  store<u64>(message + padded - 8, bswap<u64>(<u64>length * 8));
  return <u32>(padded / BLOCK);
}

/** T(j) <<< j of 4.2, the same in all lanes. */
function prepareConstants(): void {
  for (let j = 0; j < 64; j++) {
    v128.store(constants + 16 * <usize>j, i32x4.splat(rotl<u32>(j < 16 ? 0x79cc4519 : 0x7a879d8a, j)));
  }
}

/** @param blocks how many blocks each lane has; a lane that has ended keeps its state */
function compress(message: usize, stride: usize, blocks: v128): void {
  let v0 = i32x4.splat(0x7380166f);
  let v1 = i32x4.splat(0x4914b2b9);
  let v2 = i32x4.splat(0x172442d7);
  let v3 = i32x4.splat(0xda8a0600);
  let v4 = i32x4.splat(0xa96f30bc);
  let v5 = i32x4.splat(0x163138aa);
  let v6 = i32x4.splat(0xe38dee4d);
  let v7 = i32x4.splat(0xb0fb0e4e);
  for (let block: u32 = 0; ; block++) {
    const active = i32x4.gt_s(blocks, i32x4.splat(block));
    if (!v128.any_true(active)) break;
    expand(message, stride);
    let a = v0;
    let b = v1;
    let c = v2;
    let d = v3;
    let e = v4;
    let f = v5;
    let g = v6;
    let h = v7;
    let r: v128;
    let s: v128;
    let x: v128;
    let w = schedule;
    let t = constants;
    for (const end = schedule + 16 * 16; w < end; w += 64) {
      r = rotate(a, 12);
      s = rotate(i32x4.add(i32x4.add(r, e), v128.load(t)), 7);
      x = v128.load(w);
      d = i32x4.add(
        i32x4.add(v128.xor(v128.xor(a, b), c), d),
        i32x4.add(v128.xor(s, r), v128.xor(x, v128.load(w, 64))),
      );
      h = i32x4.add(i32x4.add(v128.xor(v128.xor(e, f), g), h), i32x4.add(s, x));
      b = rotate(b, 9);
      f = rotate(f, 19);
      h = p0(h);

      r = rotate(d, 12);
      s = rotate(i32x4.add(i32x4.add(r, h), v128.load(t, 16)), 7);
      x = v128.load(w, 16);
      c = i32x4.add(
        i32x4.add(v128.xor(v128.xor(d, a), b), c),
        i32x4.add(v128.xor(s, r), v128.xor(x, v128.load(w, 80))),
      );
      g = i32x4.add(i32x4.add(v128.xor(v128.xor(h, e), f), g), i32x4.add(s, x));
      a = rotate(a, 9);
      e = rotate(e, 19);
      g = p0(g);

      r = rotate(c, 12);
      s = rotate(i32x4.add(i32x4.add(r, g), v128.load(t, 32)), 7);
      x = v128.load(w, 32);
      b = i32x4.add(
        i32x4.add(v128.xor(v128.xor(c, d), a), b),
        i32x4.add(v128.xor(s, r), v128.xor(x, v128.load(w, 96))),
      );
      f = i32x4.add(i32x4.add(v128.xor(v128.xor(g, h), e), f), i32x4.add(s, x));
      d = rotate(d, 9);
      h = rotate(h, 19);
      f = p0(f);

      r = rotate(b, 12);
      s = rotate(i32x4.add(i32x4.add(r, f), v128.load(t, 48)), 7);
      x = v128.load(w, 48);
      a = i32x4.add(
        i32x4.add(v128.xor(v128.xor(b, c), d), a),
        i32x4.add(v128.xor(s, r), v128.xor(x, v128.load(w, 112))),
      );
      e = i32x4.add(i32x4.add(v128.xor(v128.xor(f, g), h), e), i32x4.add(s, x));
      c = rotate(c, 9);
      g = rotate(g, 19);
      e = p0(e);

      t += 64;
    }
    for (const end = schedule + 64 * 16; w < end; w += 64) {
      r = rotate(a, 12);
      s = rotate(i32x4.add(i32x4.add(r, e), v128.load(t)), 7);
      x = v128.load(w);
      d = i32x4.add(
        i32x4.add(v128.or(v128.and(a, b), v128.and(c, v128.or(a, b))), d),
        i32x4.add(v128.xor(s, r), v128.xor(x, v128.load(w, 64))),
      );
      h = i32x4.add(i32x4.add(v128.xor(g, v128.and(e, v128.xor(f, g))), h), i32x4.add(s, x));
      b = rotate(b, 9);
      f = rotate(f, 19);
      h = p0(h);

      r = rotate(d, 12);
      s = rotate(i32x4.add(i32x4.add(r, h), v128.load(t, 16)), 7);
      x = v128.load(w, 16);
      c = i32x4.add(
        i32x4.add(v128.or(v128.and(d, a), v128.and(b, v128.or(d, a))), c),
        i32x4.add(v128.xor(s, r), v128.xor(x, v128.load(w, 80))),
      );
      g = i32x4.add(i32x4.add(v128.xor(f, v128.and(h, v128.xor(e, f))), g), i32x4.add(s, x));
      a = rotate(a, 9);
      e = rotate(e, 19);
      g = p0(g);

      r = rotate(c, 12);
      s = rotate(i32x4.add(i32x4.add(r, g), v128.load(t, 32)), 7);
      x = v128.load(w, 32);
      b = i32x4.add(
        i32x4.add(v128.or(v128.and(c, d), v128.and(a, v128.or(c, d))), b),
        i32x4.add(v128.xor(s, r), v128.xor(x, v128.load(w, 96))),
      );
      f = i32x4.add(i32x4.add(v128.xor(e, v128.and(g, v128.xor(h, e))), f), i32x4.add(s, x));
      d = rotate(d, 9);
      h = rotate(h, 19);
      f = p0(f);

      r = rotate(b, 12);
      s = rotate(i32x4.add(i32x4.add(r, f), v128.load(t, 48)), 7);
      x = v128.load(w, 48);
      a = i32x4.add(
        i32x4.add(v128.or(v128.and(b, c), v128.and(d, v128.or(b, c))), a),
        i32x4.add(v128.xor(s, r), v128.xor(x, v128.load(w, 112))),
      );
      e = i32x4.add(i32x4.add(v128.xor(h, v128.and(f, v128.xor(g, h))), e), i32x4.add(s, x));
      c = rotate(c, 9);
      g = rotate(g, 19);
      e = p0(e);

      t += 64;
    }
    v0 = v128.xor(v0, v128.and(a, active));
    v1 = v128.xor(v1, v128.and(b, active));
    v2 = v128.xor(v2, v128.and(c, active));
    v3 = v128.xor(v3, v128.and(d, active));
    v4 = v128.xor(v4, v128.and(e, active));
    v5 = v128.xor(v5, v128.and(f, active));
    v6 = v128.xor(v6, v128.and(g, active));
    v7 = v128.xor(v7, v128.and(h, active));
    message += BLOCK;
  }
  storeLanes(v0, v1, v2, v3, digests, 32);
  storeLanes(v4, v5, v6, v7, digests + 16, 32);
}

/** The words W(0) to W(67) of one block of each lane, 5.3.2. */
function expand(message: usize, stride: usize): void {
  for (let i: usize = 0; i < 4; i++) {
    const from = message + 16 * i;
    storeLanes(
      v128.load(from),
      v128.load(from + stride),
      v128.load(from + 2 * stride),
      v128.load(from + 3 * stride),
      schedule + 64 * i,
      16,
    );
  }
  for (let w = schedule + 16 * 16; w < schedule + 68 * 16; w += 16) {
    const x = v128.xor(v128.xor(v128.load(w - 256), v128.load(w - 144)), rotate(v128.load(w - 48), 15));
    const sum = v128.xor(rotate(v128.load(w - 208), 7), v128.load(w - 96));
    v128.store(w, v128.xor(p1(x), sum));
  }
}

/** Turns the 4 × 4 words of four vectors, and their byte order; vector i is stored at to + i · step. */
function storeLanes(a: v128, b: v128, c: v128, d: v128, to: usize, step: usize): void {
  const ab01 = i32x4.shuffle(a, b, 0, 4, 1, 5);
  const ab23 = i32x4.shuffle(a, b, 2, 6, 3, 7);
  const cd01 = i32x4.shuffle(c, d, 0, 4, 1, 5);
  const cd23 = i32x4.shuffle(c, d, 2, 6, 3, 7);
  v128.store(to, bigEndian(i64x2.shuffle(ab01, cd01, 0, 2)));
  v128.store(to + step, bigEndian(i64x2.shuffle(ab01, cd01, 1, 3)));
  v128.store(to + 2 * step, bigEndian(i64x2.shuffle(ab23, cd23, 0, 2)));
  v128.store(to + 3 * step, bigEndian(i64x2.shuffle(ab23, cd23, 1, 3)));
}

function bigEndian(x: v128): v128 {
  return i8x16.shuffle(x, x, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12);
}

function rotate(x: v128, n: i32): v128 {
  return v128.or(i32x4.shl(x, n), i32x4.shr_u(x, 32 - n));
}

function rotate8(x: v128): v128 {
  return i8x16.shuffle(x, x, 3, 0, 1, 2, 7, 4, 5, 6, 11, 8, 9, 10, 15, 12, 13, 14);
}

/** P0(x) = x ⊕ (x <<< 9) ⊕ (x <<< 17), 4.4. */
function p0(x: v128): v128 {
  return v128.xor(x, rotate(v128.xor(x, rotate8(x)), 9));
}

/** P1(x) = x ⊕ (x <<< 15) ⊕ (x <<< 23). */
function p1(x: v128): v128 {
  return v128.xor(x, rotate(v128.xor(x, rotate8(x)), 15));
}
