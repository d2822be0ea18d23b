import { equalBytes } from './bytes.ts';
import { CHUNK_BYTES, chunkKernel } from './kernel/kernel.ts';
import { SM3_BYTES } from './sm3.ts';

/** A run of neighbouring chunks, and what is to be done with it. */
export interface ChunkRun {
  /** `seal` encrypts and gives the digests of the ciphertext; `open` gives them and decrypts; `digest` leaves the chunks as they are. */
  readonly task: 'seal' | 'open' | 'digest';
  /** Number of the first chunk. */
  readonly first: number;
  /** Whether the last of them is the last of all. */
  readonly last: boolean;
  /** The chunks one after the other, alone in their buffer; it moves to a worker thread and comes back as part of the answer. */
  readonly data: Uint8Array<ArrayBuffer>;
  /** SM4 key, 16 bytes; none for `digest`. */
  readonly key?: Uint8Array | undefined;
  /** The digests that the chunks must have: `open` leaves a chunk with another one as it is. */
  readonly table?: Uint8Array | undefined;
}

export interface ChunkRunDone {
  readonly data: Uint8Array<ArrayBuffer>;
  /** Of the ciphertext of each chunk, 32 bytes. */
  readonly digests: Uint8Array;
  /** Whether each chunk has its digest of the table; empty where none was given. */
  readonly intact: readonly boolean[];
}

/** Does the work, on whatever thread calls it. */
export function workChunks({ task, first, last, data, key, table }: ChunkRun): ChunkRunDone {
  const kernel = chunkKernel();
  if (task === 'seal') return { data, digests: kernel.seal(key!, first, last, data), intact: [] };
  const digests = kernel.digests(first, last, data);
  const intact = table === undefined ? [] : compare(digests, table);
  if (task === 'open') {
    if (intact.every(Boolean)) kernel.open(key!, first, data);
    else
      for (const [i, fits] of intact.entries())
        if (fits) kernel.open(key!, first + i, data.subarray(i * CHUNK_BYTES, (i + 1) * CHUNK_BYTES));
  }
  return { data, digests, intact };
}

function compare(digests: Uint8Array, table: Uint8Array): boolean[] {
  return Array.from({ length: digests.length / SM3_BYTES }, (_, i) => {
    const [from, to] = [i * SM3_BYTES, (i + 1) * SM3_BYTES];
    return equalBytes(digests.subarray(from, to), table.subarray(from, to));
  });
}
