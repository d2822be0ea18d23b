import { open } from 'node:fs/promises';
import { Refusal, refuse } from '../../../../shared/contract/failures.ts';
import { equalBytes } from '../../crypto/bytes.ts';
import { SM3_BYTES } from '../../crypto/sm3.ts';
import { ioFailure } from '../../store/io-failures.ts';
import { CHUNK_BYTES } from './limits.ts';
import { chunkDigest } from './package-keys.ts';
import type { JoinedPackage, SoundVolume } from './package-survey.ts';
import { readRegion } from './read-region.ts';

/** A chunk as it lies in its file. */
export interface ChunkRead {
  readonly volume: SoundVolume;
  readonly chunk: number;
  /** Where it begins in the file. */
  readonly offset: number;
  readonly ciphertext: Uint8Array;
  /** Whether the digest in the table is that of the ciphertext. */
  readonly intact: boolean;
}

/** All chunks of a package in order, each compared with the table. Refuses `cancelled`. */
export async function* readChunks(joined: JoinedPackage, signal?: AbortSignal): AsyncGenerator<ChunkRead> {
  for (const volume of joined.volumes) {
    const { firstChunk, chunks } = volume.parts.volume;
    const { offset: start, length } = volume.parts.layout.payload;
    const handle = await open(volume.path, 'r').catch((error: unknown) => {
      throw ioFailure(error, volume.path);
    });
    try {
      for (let done = 0; done < chunks; done += BATCH_CHUNKS) {
        if (signal?.aborted === true) throw new Refusal('cancelled');
        const at = done * CHUNK_BYTES;
        const batch = await readRegion(handle, {
          offset: start + at,
          length: Math.min(BATCH_CHUNKS * CHUNK_BYTES, length - at),
        });
        for (let i = 0; i < BATCH_CHUNKS && done + i < chunks; i++) {
          const chunk = firstChunk + done + i;
          const ciphertext = batch.subarray(i * CHUNK_BYTES, (i + 1) * CHUNK_BYTES);
          const expected = joined.table.subarray(chunk * SM3_BYTES, (chunk + 1) * SM3_BYTES);
          const intact = equalBytes(chunkDigest(chunk, chunk === joined.chunks - 1, ciphertext), expected);
          yield { volume, chunk, offset: start + at + i * CHUNK_BYTES, ciphertext, intact };
        }
      }
    } catch (error) {
      throw ioFailure(error, volume.path);
    } finally {
      await handle.close();
    }
  }
}

/** Refuses `payload-damaged` for a chunk that is not intact. */
export function refuseChunk({ volume, chunk, offset }: ChunkRead): never {
  return refuse('payload-damaged', {
    name: volume.name,
    where: `第 ${chunk + 1} 块，文件第 ${offset} 字节起`,
    chunk,
    offset,
  });
}

const BATCH_CHUNKS = 16;
