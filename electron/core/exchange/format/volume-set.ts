import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { refuse } from '../../../../shared/contract/failures.ts';
import { concatBytes, toHex } from '../../crypto/bytes.ts';
import type { ChunkRunDone } from '../../crypto/chunk-work.ts';
import { SM3_BYTES, Sm3, sm3 } from '../../crypto/sm3.ts';
import { CHUNK_BYTES } from './limits.ts';
import { recoveryLayout } from './recovery-layout.ts';
import { VolumeFile } from './volume-file.ts';
import { SEAL_BYTES, VOLUME_HEADER_BYTES } from './volume-header.ts';

export interface VolumesToWrite {
  readonly packageId: string;
  readonly header: Uint8Array;
  readonly dir: string;
  /** The files' name without number and `.ydp`. */
  readonly name: string;
  /** Bytes of a volume at most; undefined: one volume, whatever it comes to. */
  readonly volumeBytes: number | undefined;
  readonly recovery: boolean;
  readonly signal: AbortSignal | undefined;
}

export interface VolumeWritten {
  readonly name: string;
  readonly bytes: number;
  /** The volume's number on paper, hex. */
  readonly sm3: string;
}

/**
 * Writes encrypted chunks into volumes. Each is as full as it may be and still be the last, for only the end of the payload shows which
 * one is. None has its name before all of them are whole.
 */
export class VolumeSet {
  private readonly input: VolumesToWrite;
  private readonly volumes: { readonly file: VolumeFile; bytes: number; sm3: string }[] = [];
  private readonly digests: Uint8Array[] = [];
  private chunks = 0;
  private firstChunk = 0;
  private room = 0;

  constructor(input: VolumesToWrite) {
    this.input = input;
  }

  /** Takes whole chunks; only the last of all may be shorter. Refuses `volume-too-small` when a volume has no room for one. */
  async append({ data, digests }: ChunkRunDone): Promise<void> {
    const count = digests.length / SM3_BYTES;
    for (let done = 0; done < count; ) {
      if (this.room === 0) await this.next();
      const taken = Math.min(this.room, count - done);
      await this.volumes.at(-1)!.file.appendPayload(data.subarray(done * CHUNK_BYTES, (done + taken) * CHUNK_BYTES));
      this.digests.push(digests.subarray(done * SM3_BYTES, (done + taken) * SM3_BYTES));
      this.chunks += taken;
      this.room -= taken;
      done += taken;
    }
  }

  /** Writes the end of the last volume, and gives all their names. `seal` makes HMAC and signature of the whole table. */
  async finish(seal: (table: Uint8Array) => Uint8Array): Promise<VolumeWritten[]> {
    const table = this.table();
    await this.complete(concatBytes(table, seal(table)), table.subarray(this.firstChunk * SM3_BYTES), true);
    const written: VolumeWritten[] = [];
    const { dir, name } = this.input;
    try {
      for (const [i, { file, bytes, sm3 }] of this.volumes.entries()) {
        const full = this.volumes.length === 1 ? `${name}.ydp` : volumeName(name, i + 1);
        await file.publish(full);
        written.push({ name: full, bytes, sm3 });
      }
    } catch (error) {
      for (const volume of written) await rm(join(dir, volume.name), { force: true });
      throw error;
    }
    return written;
  }

  /** Closes and deletes all that is unfinished. */
  async discard(): Promise<void> {
    for (const { file } of this.volumes) await file.discard();
  }

  private async next(): Promise<void> {
    const { dir, name, header, volumeBytes } = this.input;
    if (this.volumes.length > 0) {
      const own = this.table().subarray(this.firstChunk * SM3_BYTES);
      await this.complete(own, own, false);
      this.firstChunk = this.chunks;
    }
    this.room = volumeBytes === undefined ? Number.POSITIVE_INFINITY : this.roomIn(volumeBytes);
    if (this.room === 0) refuse('volume-too-small', { bytes: volumeBytes, number: this.volumes.length + 1 });
    const file = await VolumeFile.create(dir, volumeName(name, this.volumes.length + 1), header);
    this.volumes.push({ file, bytes: 0, sm3: '' });
  }

  /** The digests of all chunks so far. */
  private table(): Uint8Array {
    return Buffer.concat(this.digests);
  }

  private async complete(index: Uint8Array, own: Uint8Array, last: boolean): Promise<void> {
    const { packageId, recovery, signal } = this.input;
    const volume = this.volumes.at(-1)!;
    const volumeDigest = new Sm3().update(own).digest();
    volume.bytes = await volume.file.complete(
      index,
      {
        packageId,
        number: this.volumes.length,
        last,
        firstChunk: this.firstChunk,
        chunks: own.length / SM3_BYTES,
        indexDigest: sm3(index),
        volumeDigest,
      },
      recovery,
      signal,
    );
    volume.sm3 = toHex(volumeDigest);
  }

  /** Chunks that a volume of this length holds if it is the last one, with the digests of all chunks before it. */
  private roomIn(volumeBytes: number): number {
    let room = 0;
    for (let step = 2 ** Math.floor(Math.log2(Math.max(1, volumeBytes / CHUNK_BYTES))); step >= 1; step /= 2)
      if (this.lastVolumeBytes(room + step) <= volumeBytes) room += step;
    return room;
  }

  private lastVolumeBytes(chunks: number): number {
    const { header, recovery } = this.input;
    const indexBytes = (this.firstChunk + chunks) * SM3_BYTES + SEAL_BYTES;
    const first = VOLUME_HEADER_BYTES + header.length + chunks * CHUNK_BYTES + indexBytes;
    const recoveryBytes = recovery ? recoveryLayout(first).bytes : 0;
    return first + recoveryBytes + header.length + indexBytes + VOLUME_HEADER_BYTES;
  }
}

/** `0008-3f9a1c07.002.ydp`; a package of one volume has no number in its name. */
function volumeName(name: string, number: number): string {
  return `${name}.${String(number).padStart(3, '0')}.ydp`;
}
