import { machine, SLOT_BYTES } from './kernel/machine.ts';
import { compressPlain } from './sm3-plain.ts';

/** Length of an SM3 digest in bytes. */
export const SM3_BYTES = 32;

/** SM3 (GB/T 32905-2016) of the whole data, 32 bytes. */
export function sm3(data: Uint8Array): Uint8Array {
  return new Sm3().update(data).digest();
}

/** Takes `blocks` blocks of 64 bytes from `offset` on into the eight words of the state. */
export type Compress = (state: Int32Array, data: Uint8Array, offset: number, blocks: number) => void;

/** SM3 of data that comes in pieces. `digest` ends it; a hash that has ended takes nothing more. */
export class Sm3 {
  private readonly state = Int32Array.from(INITIAL);
  private readonly pending = new Uint8Array(BLOCK);
  private pendingBytes = 0;
  private totalBytes = 0;
  private ended = false;
  private readonly compress: Compress;

  /** @param compress takes blocks into the state; by default whatever is fastest */
  constructor(compress: Compress = compressFast) {
    this.compress = compress;
  }

  update(data: Uint8Array): this {
    if (this.ended) throw new Error('SM3 has ended: no more data');
    this.totalBytes += data.length;
    let at = 0;
    if (this.pendingBytes > 0) {
      at = Math.min(BLOCK - this.pendingBytes, data.length);
      this.pending.set(data.subarray(0, at), this.pendingBytes);
      this.pendingBytes += at;
      if (this.pendingBytes < BLOCK) return this;
      this.compress(this.state, this.pending, 0, 1);
      this.pendingBytes = 0;
    }
    const blocks = Math.floor((data.length - at) / BLOCK);
    this.compress(this.state, data, at, blocks);
    at += blocks * BLOCK;
    if (at < data.length) {
      this.pending.set(data.subarray(at));
      this.pendingBytes = data.length - at;
    }
    return this;
  }

  /** A second hash that goes on from the same point, for many messages with one beginning. */
  clone(): Sm3 {
    const copy = new Sm3(this.compress);
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
    this.compress(this.state, tail, 0, tailBytes / BLOCK);
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

/** Blocks from which on the way through the kernel's memory pays. */
const MANY = 4;

/** The kernel's compression for large pieces, plain TypeScript for small ones and where there is no kernel. */
function compressFast(state: Int32Array, data: Uint8Array, offset: number, blocks: number): void {
  const kernel = blocks < MANY ? undefined : machine();
  if (!kernel) {
    compressPlain(state, data, offset, blocks);
    return;
  }
  const words = new Int32Array(kernel.memory.buffer, kernel.state, 8);
  words.set(state);
  const end = offset + blocks * BLOCK;
  for (let at = offset; at < end; at += SLOT_BYTES) {
    const piece = data.subarray(at, Math.min(at + SLOT_BYTES, end));
    kernel.memory.set(piece, kernel.slots);
    kernel.sm3Compress(kernel.slots, piece.length / BLOCK);
  }
  state.set(words);
}
