import { type FileHandle, open } from 'node:fs/promises';
import { Refusal, refuse } from '../../../../shared/contract/failures.ts';
import { RUN_CHUNKS, RUNS_UNDER_WAY, workChunksBeside } from '../../crypto/chunk-runs.ts';
import { SM3_BYTES } from '../../crypto/sm3.ts';
import { ioFailure } from '../../store/io-failures.ts';
import { CHUNK_BYTES } from './limits.ts';
import type { SoundVolume } from './package-survey.ts';
import { readRegion } from './read-region.ts';

/** A chunk as it lies in its file. */
export interface ChunkRead {
  readonly volume: SoundVolume;
  readonly chunk: number;
  /** Where it begins in the file. */
  readonly offset: number;
  /** Its plaintext, if a key was given and it is intact, otherwise as it lies there. */
  readonly bytes: Uint8Array;
  /** Whether the digest in the table is that of the ciphertext. */
  readonly intact: boolean;
}

/**
 * All chunks of the volumes in order, each compared with the table of its volume and, where there is a key, decrypted after that. Some runs of
 * chunks are read and worked on ahead. Refuses `cancelled`.
 */
export async function* readChunks(
  { volumes }: { readonly volumes: readonly SoundVolume[] },
  { key, signal }: { readonly key?: Uint8Array; readonly signal?: AbortSignal | undefined } = {},
): AsyncGenerator<ChunkRead> {
  const runs = runsOf(volumes);
  const handles = new Map<SoundVolume, FileHandle>();
  const ahead: Promise<ChunkRead[]>[] = [];
  try {
    while (true) {
      if (signal?.aborted === true) throw new Refusal('cancelled');
      while (ahead.length < RUNS_UNDER_WAY) {
        const next = runs.next();
        if (next.done === true) break;
        const reading = readRun(next.value, await handleOf(handles, next.value.volume), key, signal);
        reading.catch(() => undefined);
        ahead.push(reading);
      }
      const run = ahead.shift();
      if (run === undefined) return;
      yield* await run;
    }
  } finally {
    await Promise.allSettled(ahead);
    for (const handle of handles.values()) await handle.close();
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

interface Run {
  readonly volume: SoundVolume;
  readonly first: number;
  readonly chunks: number;
  readonly offset: number;
  readonly length: number;
}

function* runsOf(volumes: readonly SoundVolume[]): Generator<Run> {
  for (const volume of volumes) {
    const { firstChunk, chunks } = volume.parts.volume;
    const { offset, length } = volume.parts.layout.payload;
    for (let done = 0; done < chunks; done += RUN_CHUNKS) {
      const at = done * CHUNK_BYTES;
      yield {
        volume,
        first: firstChunk + done,
        chunks: Math.min(RUN_CHUNKS, chunks - done),
        offset: offset + at,
        length: Math.min(RUN_CHUNKS * CHUNK_BYTES, length - at),
      };
    }
  }
}

async function readRun(
  { volume, first, chunks, offset, length }: Run,
  handle: FileHandle,
  key: Uint8Array | undefined,
  signal: AbortSignal | undefined,
): Promise<ChunkRead[]> {
  try {
    const read = await readRegion(handle, { offset, length });
    if (read.length < length)
      throw new Refusal('truncated', { name: volume.name, expected: volume.bytes, found: offset + read.length });
    const data = read as Uint8Array<ArrayBuffer>;
    const { volume: own, layout, table: all } = volume.parts;
    const entry = layout.tableEntries - own.chunks + first - own.firstChunk;
    const table = all.slice(entry * SM3_BYTES, (entry + chunks) * SM3_BYTES);
    const last = own.last && first + chunks === own.firstChunk + own.chunks;
    const done = await workChunksBeside(
      { task: key ? 'open' : 'digest', first, last, data, key, table },
      volume.name,
      signal,
    );
    return done.intact.map((intact, i) => ({
      volume,
      chunk: first + i,
      offset: offset + i * CHUNK_BYTES,
      bytes: done.data.subarray(i * CHUNK_BYTES, (i + 1) * CHUNK_BYTES),
      intact,
    }));
  } catch (error) {
    throw ioFailure(error, volume.path);
  }
}

async function handleOf(handles: Map<SoundVolume, FileHandle>, volume: SoundVolume): Promise<FileHandle> {
  let handle = handles.get(volume);
  if (handle === undefined) {
    handle = await open(volume.path, 'r').catch((error: unknown) => {
      throw ioFailure(error, volume.path);
    });
    handles.set(volume, handle);
  }
  return handle;
}
