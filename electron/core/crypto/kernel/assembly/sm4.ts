import { fourRounds, substitute, transpose } from './sm4-round';

// SM4 (GB/T 32907-2016) bit by bit: no table is looked up, so time and memory accesses do not depend on key or data.
//
// 64 blocks are encrypted at once, in two states of 32. A word of a state is eight vectors, one for each bit of a byte; in each, lane j belongs
// to byte j of the word, the most significant first, and bit m of a lane to block m. A rotation by eight bits is then a
// rotation of the lanes, and one by two bits another order of the vectors.

/** Bytes that are encrypted at once. */
const BATCH_BYTES: usize = 1024;

/** Where the caller puts the key and the first counter block, 16 bytes each. */
export const key: usize = memory.data(16, 16);
export const counter: usize = memory.data(16, 16);

const PLANES: usize = 8 * 16;
const STATE_BYTES: usize = 4 * PLANES;
const states: usize = memory.data(2 * STATE_BYTES, 16);
const roundKeys: usize = memory.data(32 * 8 * 16, 16);
const stream: usize = memory.data(BATCH_BYTES, 16);

/** Spreads the key at `key` out into the planes of the round keys (7.3 of the standard). */
export function sm4SetKey(): void {
  let k0 = bswap<u32>(load<u32>(key)) ^ 0xa3b1bac6;
  let k1 = bswap<u32>(load<u32>(key, 4)) ^ 0x56aa3350;
  let k2 = bswap<u32>(load<u32>(key, 8)) ^ 0x677d9197;
  let k3 = bswap<u32>(load<u32>(key, 12)) ^ 0xb27022dc;
  for (let i: u32 = 0; i < 32; i++) {
    const b = substituteWord(k1 ^ k2 ^ k3 ^ roundConstant(i));
    const next = k0 ^ b ^ rotl<u32>(b, 13) ^ rotl<u32>(b, 23);
    k0 = k1;
    k1 = k2;
    k2 = k3;
    k3 = next;
    spread(next ^ INPUT_CONSTANT ^ carriedConstant(i), roundKeys + <usize>i * PLANES);
  }
}

/** Wipes all that was derived from the key. */
export function sm4Forget(): void {
  memory.fill(key, 0, 16);
  memory.fill(roundKeys, 0, 32 * PLANES);
  memory.fill(states, 0, 2 * STATE_BYTES);
  memory.fill(stream, 0, BATCH_BYTES);
}

/**
 * Adds the key stream from the counter block at `counter` on to `length` bytes at `data`, in place. The up to 15 bytes after
 * them, to the end of the last block, are changed as well. The counter moves on by the number of blocks.
 */
export function sm4Ctr(data: usize, length: usize): void {
  let high = bswap<u64>(load<u64>(counter));
  let low = bswap<u64>(load<u64>(counter, 8));
  const end = data + length;
  const following = low + ((length + 15) >> 4);
  store<u64>(counter, bswap<u64>(following < low ? high + 1 : high));
  store<u64>(counter, bswap<u64>(following), 8);
  // A batch begins at a multiple of 64, so that no carry leaves the lowest six bits within it.
  let skipped = (<usize>low & 63) * 16;
  low &= ~63;
  while (data < end) {
    if (skipped === 0 && end - data >= BATCH_BYTES) {
      encryptBatch(high, low, data);
      data += BATCH_BYTES;
    } else {
      memory.fill(stream, 0, BATCH_BYTES);
      encryptBatch(high, low, stream);
      for (let at = skipped; at < BATCH_BYTES && data < end; at += 16) {
        v128.store(data, v128.xor(v128.load(data), v128.load(stream + at)));
        data += 16;
      }
      skipped = 0;
    }
    low += 64;
    if (low === 0) high++;
  }
}

// The S-box is S(x) = A(I(A(x) ⊕ 0xd3)) ⊕ 0xd3, and `substitute` computes A(I(A(x))). The inner constant is that of an input
// x ⊕ 0x75 with A(0x75) = 0xd3; the outer one goes through L, which makes 0xd3 in every byte 0x4f in every byte. The latter is
// left out of the state: the words 4–7 of every eight words are kept without it, and both constants are made up for in the round keys.
const INPUT_CONSTANT: u32 = 0x75757575;
const OUTPUT_CONSTANT: u32 = 0xd3d3d3d3;
const LEFT_OUT: u32 = 0x4f4f4f4f;

/** What the three words that go into round `i` lack, all together. */
function carriedConstant(i: u32): u32 {
  return (((i + 1) >> 2) ^ ((i + 2) >> 2) ^ ((i + 3) >> 2)) & 1 ? LEFT_OUT : 0;
}

/** CK(i) of 7.3: byte j is (4i + j) · 7 mod 256. */
function roundConstant(i: u32): u32 {
  let word: u32 = 0;
  for (let j: u32 = 0; j < 4; j++) word = (word << 8) | (((4 * i + j) * 7) & 0xff);
  return word;
}

/** Eight vectors of all ones and all zeros: lane j of vector k is bit k of byte j of the word. */
function spread(word: u32, to: usize): void {
  // What is above the lowest byte of a lane does not matter.
  const bytes = i32x4(word >> 24, word >> 16, word >> 8, word);
  for (let k: u32 = 0; k < 8; k++) {
    const bit = v128.and(i32x4.shr_u(bytes, k), i32x4.splat(1));
    v128.store(to + 16 * <usize>k, i32x4.neg(bit));
  }
}

/** τ of 6.2 for one word, by way of the planes. */
function substituteWord(word: u32): u32 {
  spread(word ^ INPUT_CONSTANT, states);
  substitute(states);
  let bytes = i32x4.splat(0);
  for (let k: u32 = 0; k < 8; k++) {
    bytes = v128.or(bytes, v128.and(v128.load(states + 16 * <usize>k), i32x4.splat(1 << k)));
  }
  return (
    ((i32x4.extract_lane(bytes, 0) << 24) |
      (i32x4.extract_lane(bytes, 1) << 16) |
      (i32x4.extract_lane(bytes, 2) << 8) |
      i32x4.extract_lane(bytes, 3)) ^
    OUTPUT_CONSTANT
  );
}

/** Adds the key stream of 64 counter blocks from high ‖ low on to 1024 bytes at `to`. */
function encryptBatch(high: u64, low: u64, to: usize): void {
  count(high, low, states);
  count(high, low + 32, states + STATE_BYTES);
  for (let keys = roundKeys; keys < roundKeys + 32 * PLANES; keys += 4 * PLANES) fourRounds(states, keys);
  addStream(states, to);
  addStream(states + STATE_BYTES, to + 512);
}

/** Puts 32 counter blocks from high ‖ low on into a state. */
function count(high: u64, low: u64, state: usize): void {
  const d = state + 3 * PLANES;
  spread(<u32>(high >> 32), state);
  spread(<u32>high, state + PLANES);
  spread(<u32>(low >> 32), state + 2 * PLANES);
  spread(<u32>low, d);
  // Block m counts m more: bit k of m, for all m, in the lane of the lowest byte.
  setLowest(d, 0, 0xaaaaaaaa);
  setLowest(d, 1, 0xcccccccc);
  setLowest(d, 2, 0xf0f0f0f0);
  setLowest(d, 3, 0xff00ff00);
  setLowest(d, 4, 0xffff0000);
}

/** Adds the 32 blocks of a state on to 512 bytes at `to`. */
function addStream(state: usize, to: usize): void {
  for (let word: usize = 0; word < 4; word++) transpose(state + word * PLANES);
  for (let i: usize = 0; i < 8; i++) emit(state + 16 * i, to + 16 * i);
}

function setLowest(word: usize, bit: usize, pattern: u32): void {
  store<u32>(word + 16 * bit + 12, pattern);
}

/** Adds blocks b, 8 + b, 16 + b and 24 + b to the data: vector b of each word, the last word first (6.1, R). */
function emit(vectors: usize, to: usize): void {
  const a = v128.load(vectors);
  const b = v128.load(vectors + PLANES);
  const c = v128.load(vectors + 2 * PLANES);
  const d = v128.load(vectors + 3 * PLANES);
  const dc01 = i32x4.shuffle(d, c, 0, 4, 1, 5);
  const dc23 = i32x4.shuffle(d, c, 2, 6, 3, 7);
  const ba01 = i32x4.shuffle(b, a, 0, 4, 1, 5);
  const ba23 = i32x4.shuffle(b, a, 2, 6, 3, 7);
  add(to, i64x2.shuffle(dc01, ba01, 0, 2));
  add(to + 128, i64x2.shuffle(dc01, ba01, 1, 3));
  add(to + 256, i64x2.shuffle(dc23, ba23, 0, 2));
  add(to + 384, i64x2.shuffle(dc23, ba23, 1, 3));
}

function add(to: usize, block: v128): void {
  v128.store(to, v128.xor(v128.load(to), block));
}
