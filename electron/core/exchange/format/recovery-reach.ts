import { CHUNK_BYTES } from './limits.ts';
import { BLOCK_BYTES, DATA_PLACES, PARITY_PLACES } from './recovery-layout.ts';
import type { BlockSurvey } from './recovery-survey.ts';
import type { VolumeFound } from './survey.ts';
import type { Region } from './volume-header.ts';

/** What codewords give back, and what they do not. Chunks are counted from the first of the volume. */
export interface Reach {
  /** Data blocks that lie in codewords which lost too many. */
  readonly blocksBeyond: number;
  readonly chunksBeyond: ReadonlySet<number>;
  /** Chunks in lost blocks that come back. */
  readonly chunksWithin: ReadonlySet<number>;
}

export function reachOf({ volume, layout, headerBytes, index }: VolumeFound, survey: BlockSurvey): Reach {
  const { groups } = survey.layout;
  const beyond = new Set<number>();
  const within = new Set<number>();
  let blocksBeyond = 0;
  let all = false;
  for (const [codeword, places] of survey.lost) {
    const tooMany = places.length > PARITY_PLACES;
    for (const place of places) {
      if (place >= DATA_PLACES) continue;
      const block = { offset: (place * groups + codeword) * BLOCK_BYTES, length: BLOCK_BYTES };
      for (const chunk of chunksIn(block, layout.payload)) (tooMany ? beyond : within).add(chunk);
      if (!tooMany) continue;
      blocksBeyond++;
      // Without header or table nothing of the payload is of use.
      all ||= headerBytes === undefined && meet(block, layout.header);
      all ||= index === undefined && meet(block, layout.index);
    }
  }
  if (all) for (let chunk = 0; chunk < volume.chunks; chunk++) beyond.add(chunk);
  return { blocksBeyond, chunksBeyond: beyond, chunksWithin: within };
}

/** The chunks of a volume, counted from its first, that a stretch of the file touches. */
export function chunksIn(stretch: Region, payload: Region): number[] {
  if (!meet(stretch, payload)) return [];
  const first = Math.max(0, Math.floor((stretch.offset - payload.offset) / CHUNK_BYTES));
  const end = Math.min(stretch.offset + stretch.length - payload.offset, payload.length);
  return Array.from({ length: Math.ceil(end / CHUNK_BYTES) - first }, (_, i) => first + i);
}

/** Whether two stretches have a byte in common. */
export function meet(a: Region, b: Region): boolean {
  return a.offset < b.offset + b.length && b.offset < a.offset + a.length;
}
