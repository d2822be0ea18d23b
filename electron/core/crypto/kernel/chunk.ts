import { SM4_BYTES } from '../sm4-tables.ts';

/** Bytes of a chunk at most, chapter 6 of docs/format/ydp-v1.md. */
export const CHUNK_BYTES = 65_536;

/** A chunk among the bytes of several. */
export interface Chunk {
  readonly number: number;
  readonly last: boolean;
  readonly data: Uint8Array;
}

/** Cuts bytes into chunks; no bytes are one chunk of none. */
export function chunksOf(first: number, last: boolean, data: Uint8Array): Chunk[] {
  if (!Number.isSafeInteger(first) || first < 0) throw new Error(`number of a chunk expected, got ${first}`);
  const count = Math.max(1, Math.ceil(data.length / CHUNK_BYTES));
  return Array.from({ length: count }, (_, i) => ({
    number: first + i,
    last: last && i === count - 1,
    data: data.subarray(i * CHUNK_BYTES, (i + 1) * CHUNK_BYTES),
  }));
}

/** Bytes that a chunk's digest is taken of before its ciphertext. */
export const LEAD_BYTES = 9;

/** What a chunk's digest is taken of before its ciphertext: u64be(number) ‖ last flag. */
export function leadOf({ number, last }: Chunk): Uint8Array {
  const lead = new Uint8Array(LEAD_BYTES);
  new DataView(lead.buffer).setBigUint64(0, BigInt(number));
  lead[8] = last ? 1 : 0;
  return lead;
}

/** The first counter block of a chunk: u64be(number) ‖ u64be(0). */
export function counterOf({ number }: Chunk): Uint8Array {
  const counter = new Uint8Array(SM4_BYTES);
  new DataView(counter.buffer).setBigUint64(0, BigInt(number));
  return counter;
}
