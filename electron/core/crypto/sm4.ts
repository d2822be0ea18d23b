import { machine, SLOT_BYTES, setKey } from './kernel/machine.ts';
import { SM4_BYTES, sm4CtrTables } from './sm4-tables.ts';

export { SM4_BYTES };

/** Encrypts one block of 16 bytes. */
export function sm4EncryptBlock(key: Uint8Array, block: Uint8Array): Uint8Array {
  if (block.length !== SM4_BYTES) throw new Error(`block of 16 bytes expected, got ${block.length}`);
  // The key stream of the counter block that the block is.
  return sm4Ctr(key, block, new Uint8Array(SM4_BYTES));
}

/**
 * SM4 in counter mode over data of any length; encrypting and decrypting are the same.
 * @param key 16 bytes
 * @param counter the first counter block, 16 bytes; it counts up as one big-endian number of 128 bits
 * @param out where the result goes, by default a new array; pass `data` to work in place
 * @returns `out`
 *
 * The kernel does it in a time that depends on the length only. Where there is no WebAssembly with vectors, tables are looked up by secret
 * index, and the time depends on key and data.
 */
export function sm4Ctr(
  key: Uint8Array,
  counter: Uint8Array,
  data: Uint8Array,
  out: Uint8Array = new Uint8Array(data.length),
): Uint8Array {
  if (key.length !== SM4_BYTES) throw new Error(`SM4 key of 16 bytes expected, got ${key.length}`);
  if (counter.length !== SM4_BYTES) throw new Error(`counter block of 16 bytes expected, got ${counter.length}`);
  if (out.length !== data.length) throw new Error(`output of ${data.length} bytes expected, got ${out.length}`);
  const found = machine();
  if (!found) return sm4CtrTables(key, counter, data, out);
  const { memory, slots } = found;
  memory.set(counter, found.counter);
  setKey(found, key);
  try {
    for (let at = 0; at < data.length; at += SLOT_BYTES) {
      const piece = data.subarray(at, at + SLOT_BYTES);
      memory.set(piece, slots);
      found.sm4Ctr(slots, piece.length);
      out.set(memory.subarray(slots, slots + piece.length), at);
    }
  } finally {
    found.sm4Forget();
    memory.fill(0, slots, slots + Math.min(data.length, SLOT_BYTES) + SM4_BYTES);
  }
  return out;
}
