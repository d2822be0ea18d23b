import { storeLanes } from './lanes';
import { compressEight, constants, GROUP_OF_SCHEDULE, schedule, states } from './sm3-rounds';

// SM3 (GB/T 32905-2016) of eight messages at once, two groups of four, one in each lane of a vector of four words.

/** Where the lengths of the messages in bytes stand (eight words), and where their digests come (32 bytes each). */
export const lengths: usize = memory.data(8 * 4, 16);
export const digests: usize = memory.data(8 * 32, 16);

const BLOCK: usize = 64;

/**
 * Hashes the eight messages that begin at `first`, `first + stride` and so on. Each is padded where it stands, so up to 72 bytes after it are
 * overwritten, and as many bytes are read as the longest has.
 */
export function sm3Eight(first: usize, stride: usize): void {
  if (load<u32>(constants) === 0) prepareConstants();
  const second = first + 4 * stride;
  const blocks0 = padFour(first, stride, lengths);
  const blocks1 = padFour(second, stride, lengths + 16);
  prepareStates(states);
  prepareStates(states + 128);
  for (let block: u32 = 0; ; block++) {
    // A lane that has ended keeps its state.
    const active0 = i32x4.gt_s(blocks0, i32x4.splat(block));
    const active1 = i32x4.gt_s(blocks1, i32x4.splat(block));
    if (!v128.any_true(v128.or(active0, active1))) break;
    loadBlocks(first + BLOCK * block, stride, schedule);
    loadBlocks(second + BLOCK * block, stride, schedule + GROUP_OF_SCHEDULE);
    compressEight(active0, active1);
  }
  for (let i: usize = 0; i < 2; i++) {
    storeStates(states + 128 * i, digests + 128 * i);
    storeStates(states + 128 * i + 64, digests + 128 * i + 16);
  }
}

/** Appends the padding of 5.2 to four messages and gives their numbers of blocks. */
function padFour(first: usize, stride: usize, lengths: usize): v128 {
  return i32x4(
    pad(first, load<u32>(lengths)),
    pad(first + stride, load<u32>(lengths, 4)),
    pad(first + 2 * stride, load<u32>(lengths, 8)),
    pad(first + 3 * stride, load<u32>(lengths, 12)),
  );
}

/** Appends the padding of 5.2 and gives the number of blocks. */
function pad(message: usize, length: usize): u32 {
  const padded = (length + 1 + 8 + BLOCK - 1) & ~(BLOCK - 1);
  memory.fill(message + length, 0, padded - length);
  store<u8>(message + length, 0x80);
  store<u64>(message + padded - 8, bswap<u64>(<u64>length * 8));
  return <u32>(padded / BLOCK);
}

function prepareConstants(): void {
  for (let j = 0; j < 64; j++) {
    v128.store(constants + 16 * <usize>j, i32x4.splat(rotl<u32>(j < 16 ? 0x79cc4519 : 0x7a879d8a, j)));
  }
}

/** The initial value of 4.1. */
function prepareStates(four: usize): void {
  v128.store(four, i32x4.splat(0x7380166f));
  v128.store(four, i32x4.splat(0x4914b2b9), 16);
  v128.store(four, i32x4.splat(0x172442d7), 32);
  v128.store(four, i32x4.splat(0xda8a0600), 48);
  v128.store(four, i32x4.splat(0xa96f30bc), 64);
  v128.store(four, i32x4.splat(0x163138aa), 80);
  v128.store(four, i32x4.splat(0xe38dee4d), 96);
  v128.store(four, i32x4.splat(0xb0fb0e4e), 112);
}

/** The sixteen words of a block of each of four messages. */
function loadBlocks(message: usize, stride: usize, to: usize): void {
  for (let i: usize = 0; i < 4; i++) {
    const from = message + 16 * i;
    storeLanes(
      v128.load(from),
      v128.load(from + stride),
      v128.load(from + 2 * stride),
      v128.load(from + 3 * stride),
      to + 64 * i,
      16,
    );
  }
}

/** Four words of each state at `from`, as bytes. */
function storeStates(from: usize, to: usize): void {
  storeLanes(v128.load(from), v128.load(from, 16), v128.load(from, 32), v128.load(from, 48), to, 32);
}
