import { SM3_BYTES, Sm3 } from '../../crypto/sm3.ts';
import { CHUNK_BYTES } from './limits.ts';
import { chunkDigest, cipherChunk, type PackageKeys } from './package-keys.ts';

/** What the chunks of a payload add up to. */
export interface PayloadEnd {
  readonly chunks: number;
  /** The digests of all chunks, one after the other. */
  readonly table: Uint8Array;
  /** SM3 over the digests. */
  readonly volumeDigest: Uint8Array;
}

/**
 * Cuts the payload into chunks, encrypts them and notes their digests. It works on a batch of chunks at a time, about 15 ms,
 * and then waits for the file, so that nothing else on the thread waits long.
 */
export class PayloadWriter {
  private readonly keys: PackageKeys;
  private readonly sink: (ciphertext: Uint8Array) => Promise<void>;
  private readonly batch = new Uint8Array(BATCH_CHUNKS * CHUNK_BYTES);
  private used = 0;
  private chunks = 0;
  private table = new Uint8Array(64 * SM3_BYTES);

  constructor(keys: PackageKeys, sink: (ciphertext: Uint8Array) => Promise<void>) {
    this.keys = keys;
    this.sink = sink;
  }

  async write(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length; ) {
      // Only when more follows is it known that none of the chunks gathered is the last.
      if (this.used === this.batch.length) await this.flush(false);
      const taken = bytes.subarray(at, at + this.batch.length - this.used);
      this.batch.set(taken, this.used);
      this.used += taken.length;
      at += taken.length;
    }
  }

  /** Ends the payload; an empty one is a single empty chunk. */
  async finish(): Promise<PayloadEnd> {
    await this.flush(true);
    const table = this.table.slice(0, this.chunks * SM3_BYTES);
    return { chunks: this.chunks, table, volumeDigest: new Sm3().update(table).digest() };
  }

  private async flush(final: boolean): Promise<void> {
    const bytes = this.batch.subarray(0, this.used);
    for (let at = 0; at < bytes.length || (final && this.chunks === 0); at += CHUNK_BYTES) {
      const chunk = bytes.subarray(at, at + CHUNK_BYTES);
      const last = final && at + CHUNK_BYTES >= bytes.length;
      cipherChunk(this.keys, this.chunks, chunk);
      this.note(chunkDigest(this.chunks, last, chunk));
    }
    await this.sink(bytes);
    this.used = 0;
  }

  private note(digest: Uint8Array): void {
    const at = this.chunks * SM3_BYTES;
    if (at === this.table.length) {
      const larger = new Uint8Array(2 * at);
      larger.set(this.table);
      this.table = larger;
    }
    this.table.set(digest, at);
    this.chunks++;
  }
}

const BATCH_CHUNKS = 16;
