import { Sm3 } from '../sm3.ts';
import { compressPlain } from '../sm3-plain.ts';
import { sm4CtrTables } from '../sm4-tables.ts';
import { chunksOf, counterOf, leadOf } from './chunk.ts';
import { columnsOf } from './combination.ts';
import type { ChunkKernel } from './kernel.ts';

/** The kernel in plain TypeScript. */
export const plain: ChunkKernel = {
  seal(key, first, last, data) {
    plain.open(key, first, data);
    return plain.digests(first, last, data);
  },

  digests(first, last, data) {
    const chunks = chunksOf(first, last, data);
    const digests = new Uint8Array(32 * chunks.length);
    for (const [i, chunk] of chunks.entries()) {
      digests.set(new Sm3(compressPlain).update(leadOf(chunk)).update(chunk.data).digest(), 32 * i);
    }
    return digests;
  },

  open(key, first, data) {
    for (const chunk of chunksOf(first, false, data)) sm4CtrTables(key, counterOf(chunk), chunk.data, chunk.data);
  },

  combine(matrix, inputs, outputs) {
    columnsOf(matrix, inputs, outputs);
    for (const [e, output] of outputs.entries()) {
      for (const [k, input] of inputs.entries()) addProducts(matrix[e * inputs.length + k]!, input, output);
    }
  },
};

function addProducts(constant: number, input: Uint8Array, output: Uint8Array): void {
  const products = Uint8Array.from({ length: 256 }, (_, x) => multiply(constant, x));
  for (let i = 0; i < input.length; i++) output[i] = output[i]! ^ products[input[i]!]!;
}

/** Product in GF(2^8) modulo x^8 + x^4 + x^3 + x^2 + 1. */
function multiply(a: number, b: number): number {
  let product = 0;
  for (let i = 0; i < 8; i++) {
    if ((b >> i) & 1) product ^= a;
    a <<= 1;
    if (a & 0x100) a ^= 0x11d;
  }
  return product;
}
