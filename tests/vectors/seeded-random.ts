import { sm3 } from '../../electron/core/crypto/sm3.ts';

/** Bytes that follow from a text alone, so that the generator writes the same files every time. Never for real keys. */
export class SeededRandom {
  private readonly seed: Uint8Array;
  private count = 0;

  constructor(seed: string) {
    this.seed = sm3(new TextEncoder().encode(`yidi test vectors, not random: ${seed}`));
  }

  bytes(length: number): Uint8Array {
    const out = new Uint8Array(length);
    for (let at = 0; at < length; at += 32) {
      const block = sm3(new Uint8Array([...this.seed, ...new Uint8Array(Uint32Array.of(this.count++).buffer)]));
      out.set(block.subarray(0, length - at), at);
    }
    return out;
  }

  /** Runs `work` with the random source of the SM2 library replaced by this one. */
  drive<T>(work: () => T): T {
    const { crypto } = globalThis;
    const original = crypto.getRandomValues;
    crypto.getRandomValues = (<A extends Uint8Array>(array: A): A => {
      array.set(this.bytes(array.length));
      return array;
    }) as typeof original;
    try {
      return work();
    } finally {
      crypto.getRandomValues = original;
    }
  }
}
