import { Sm3 } from '../sm3.ts';
import { type Chunk, chunksOf, counterOf, LEAD_BYTES, leadOf } from './chunk.ts';
import { columnsOf } from './combination.ts';
import type { ChunkKernel } from './kernel.ts';
import {
  type Machine,
  SLOT_LEAD,
  SLOT_STRIDE,
  SLOTS,
  STRIP_BYTES,
  STRIP_INPUTS,
  STRIP_OUTPUTS,
  setKey,
} from './machine.ts';

/** The kernel in WebAssembly. Eight chunks at a time go through its memory, and are encrypted and hashed while they are in the cache. */
export function vectorKernel(machine: Machine): ChunkKernel {
  const { memory, view } = machine;

  /** Where the contents of a slot are. */
  const at = (slot: number) => machine.slots + slot * SLOT_STRIDE + SLOT_LEAD;

  function withKey<T>(key: Uint8Array, work: () => T): T {
    setKey(machine, key);
    try {
      return work();
    } finally {
      machine.sm4Forget();
    }
  }

  function encrypt(chunk: Chunk, slot: number): void {
    memory.set(counterOf(chunk), machine.counter);
    machine.sm4Ctr(at(slot), chunk.data.length);
    chunk.data.set(memory.subarray(at(slot), at(slot) + chunk.data.length));
  }

  /** The digests of the chunks that lie in the first slots. */
  function hash(chunks: readonly Chunk[]): Uint8Array {
    const [one, more] = chunks;
    // Eight lanes take as long for one chunk as for eight.
    if (one && !more) return new Sm3().update(leadOf(one)).update(one.data).digest();
    for (let slot = 0; slot < SLOTS; slot++) {
      const chunk = chunks[slot];
      if (chunk) memory.set(leadOf(chunk), at(slot) - LEAD_BYTES);
      view.setUint32(machine.lengths + 4 * slot, chunk ? LEAD_BYTES + chunk.data.length : 0, true);
    }
    machine.sm3Eight(at(0) - LEAD_BYTES, SLOT_STRIDE);
    return memory.subarray(machine.digests, machine.digests + 32 * chunks.length);
  }

  /** Puts as many chunks into the slots as there are; what `work` returns for them are their digests. */
  function eachEight(chunks: readonly Chunk[], work: (some: readonly Chunk[]) => Uint8Array): Uint8Array {
    const digests = new Uint8Array(32 * chunks.length);
    for (let i = 0; i < chunks.length; i += SLOTS) {
      const some = chunks.slice(i, i + SLOTS);
      for (const [slot, chunk] of some.entries()) memory.set(chunk.data, at(slot));
      digests.set(work(some), 32 * i);
    }
    return digests;
  }

  return {
    seal(key, first, last, data) {
      return withKey(key, () =>
        eachEight(chunksOf(first, last, data), (some) => {
          for (const [slot, chunk] of some.entries()) encrypt(chunk, slot);
          return hash(some);
        }),
      );
    },

    digests(first, last, data) {
      return eachEight(chunksOf(first, last, data), hash);
    },

    open(key, first, data) {
      try {
        withKey(key, () => {
          for (const chunk of chunksOf(first, false, data)) {
            memory.set(chunk.data, at(0));
            encrypt(chunk, 0);
          }
        });
      } finally {
        // It held plaintext.
        memory.fill(0, at(0), at(1));
      }
    },

    combine(matrix, inputs, outputs) {
      const columns = columnsOf(matrix, inputs, outputs);
      for (let e = 0; e < outputs.length; e += STRIP_OUTPUTS) {
        const someOutputs = outputs.slice(e, e + STRIP_OUTPUTS);
        for (let from = 0; from < columns; from += STRIP_BYTES) {
          const to = Math.min(from + STRIP_BYTES, columns);
          for (const [i, output] of someOutputs.entries()) {
            memory.set(output.subarray(from, to), machine.outputs + i * STRIP_BYTES);
          }
          for (let k = 0; k < inputs.length; k += STRIP_INPUTS) {
            const someInputs = inputs.slice(k, k + STRIP_INPUTS);
            for (const [i, input] of someInputs.entries()) {
              memory.set(input.subarray(from, to), machine.inputs + i * STRIP_BYTES);
            }
            for (let i = 0; i < someOutputs.length; i++) {
              const row = (e + i) * inputs.length + k;
              memory.set(matrix.subarray(row, row + someInputs.length), machine.matrix + i * STRIP_INPUTS);
            }
            machine.combine(someInputs.length, someOutputs.length, to - from);
          }
          for (const [i, output] of someOutputs.entries()) {
            const strip = machine.outputs + i * STRIP_BYTES;
            output.set(memory.subarray(strip, strip + to - from), from);
          }
        }
      }
    },
  };
}
