import { RUN_CHUNKS, RUNS_UNDER_WAY, workChunksBeside } from '../../crypto/chunk-runs.ts';
import type { ChunkRunDone } from '../../crypto/chunk-work.ts';
import { CHUNK_BYTES, LEAD_BYTES } from './limits.ts';
import type { PackageKeys } from './package-keys.ts';

/** Takes encrypted chunks and their digests, in order. */
export type ChunkSink = (sealed: ChunkRunDone) => Promise<void>;

/**
 * Cuts the payload into chunks, each with the lead that points to its first frame, and has them encrypted and digested on other
 * threads, some runs of chunks at a time.
 */
export class PayloadWriter {
  private readonly keys: PackageKeys;
  private readonly name: string;
  private readonly signal: AbortSignal | undefined;
  private readonly sink: ChunkSink;
  private readonly underWay: Promise<ChunkRunDone>[] = [];
  private readonly spare: Uint8Array<ArrayBuffer>[] = [];
  private writing: Promise<void> = Promise.resolve();
  private run = newRun();
  private used = 0;
  private chunks = 0;

  /** @param name of the package, for the message when a thread dies */
  constructor(keys: PackageKeys, name: string, signal: AbortSignal | undefined, sink: ChunkSink) {
    this.keys = keys;
    this.name = name;
    this.signal = signal;
    this.sink = sink;
  }

  /** Takes a frame. */
  async write(lead: Uint8Array, contents: Uint8Array): Promise<void> {
    await this.append(lead, true);
    await this.append(contents, false);
  }

  /** Ends the payload; an empty one is a single empty chunk. */
  async finish(): Promise<void> {
    await this.seal(true);
    while (this.underWay.length > 0) await this.handOn();
    await this.writing;
  }

  private async append(bytes: Uint8Array, begins: boolean): Promise<void> {
    for (let at = 0; at < bytes.length; ) {
      // Only when more follows is it known that none of the chunks gathered is the last.
      if (this.used === this.run.length) await this.seal(false);
      const start = this.used - (this.used % CHUNK_BYTES);
      if (this.used === start) this.startChunk();
      if (begins && at === 0) this.pointTo(start, this.used - start);
      const taken = bytes.subarray(at, at + start + CHUNK_BYTES - this.used);
      this.run.set(taken, this.used);
      this.used += taken.length;
      at += taken.length;
    }
  }

  private startChunk(): void {
    this.run.fill(0, this.used, this.used + LEAD_BYTES);
    this.used += LEAD_BYTES;
  }

  /** The lead of the chunk at `start`, unless a frame begins in it already. */
  private pointTo(start: number, offset: number): void {
    const lead = new DataView(this.run.buffer, start, LEAD_BYTES);
    if (lead.getUint16(0) === 0) lead.setUint16(0, offset);
  }

  private async seal(last: boolean): Promise<void> {
    const data = this.used === this.run.length ? this.run : this.run.slice(0, this.used);
    const work = workChunksBeside(
      { task: 'seal', first: this.chunks, last, data, key: this.keys.encryption },
      this.name,
      this.signal,
    );
    work.catch(() => undefined);
    this.underWay.push(work);
    this.chunks += RUN_CHUNKS;
    // Buffers go round: new ones would cost as much as the cipher.
    this.run = this.spare.pop() ?? newRun();
    this.used = 0;
    if (this.underWay.length > RUNS_UNDER_WAY) await this.handOn();
  }

  private async handOn(): Promise<void> {
    const done = await this.underWay.shift()!;
    await this.writing;
    // The file takes it while the next runs are filled.
    this.writing = this.sink(done).then(() => {
      if (done.data.length === RUN_CHUNKS * CHUNK_BYTES) this.spare.push(done.data);
    });
    this.writing.catch(() => undefined);
  }
}

function newRun(): Uint8Array<ArrayBuffer> {
  return new Uint8Array(RUN_CHUNKS * CHUNK_BYTES);
}
