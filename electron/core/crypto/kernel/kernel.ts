import { machine } from './machine.ts';
import { plain } from './plain.ts';
import { vectorKernel } from './vector.ts';

export { CHUNK_BYTES } from './chunk.ts';

/**
 * The bulk work on packages. Everything works on the caller's own bytes and keeps nothing of them.
 *
 * Chunk i is encrypted with SM4-CTR from the counter block u64be(i) ‖ u64be(0) on; its digest is SM3 over
 * u64be(i) ‖ last flag (one byte) ‖ ciphertext.
 */
export interface ChunkKernel {
  /**
   * Encrypts chunks in place and gives their digests.
   *
   * @param key 16 bytes
   * @param first number of the first of the chunks
   * @param last whether the last of these chunks is the last of the package
   * @param data chunks one after another, 65536 bytes each, the last of them may be shorter; no bytes are one empty chunk
   * @returns 32 bytes for each chunk
   */
  seal(key: Uint8Array, first: number, last: boolean, data: Uint8Array): Uint8Array;
  /** The digests of chunks of ciphertext, as `seal` gives them. */
  digests(first: number, last: boolean, data: Uint8Array): Uint8Array;
  /** Decrypts chunks in place. */
  open(key: Uint8Array, first: number, data: Uint8Array): void;
  /**
   * outputs[e] ⊕= Σ matrix[e · inputs.length + k] · inputs[k] in GF(2^8) modulo 0x11D. Works through columns of 4096
   * bytes, so large blocks cost no more memory; inputs may be given in several calls, for the outputs are added to.
   *
   * @param outputs like inputs of one length in bytes, a multiple of 16; they may not overlap the inputs
   */
  combine(matrix: Uint8Array, inputs: readonly Uint8Array[], outputs: readonly Uint8Array[]): void;
}

/** The kernel in WebAssembly; plain TypeScript where WebAssembly with vectors is not to be had. One for each thread. */
export function chunkKernel(): ChunkKernel {
  if (!kernel) {
    const found = machine();
    kernel = found ? vectorKernel(found) : plain;
  }
  return kernel;
}

let kernel: ChunkKernel | undefined;

/** The same in plain TypeScript: what the other one is compared with, and what stands in for it. */
export function plainKernel(): ChunkKernel {
  return plain;
}
