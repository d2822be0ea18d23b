import type { FileHandle } from 'node:fs/promises';
import { equalBytes } from '../../crypto/bytes.ts';
import { chunkKernel } from '../../crypto/kernel/kernel.ts';
import { SM3_BYTES } from '../../crypto/sm3.ts';
import { CHUNK_BYTES } from './limits.ts';
import { BLOCK_BYTES } from './recovery-layout.ts';
import { chunksIn, meet } from './recovery-reach.ts';
import { readBlocks } from './recovery-source.ts';
import type { VolumeFound } from './survey.ts';

/** Tells good blocks where no check list is left: all that lies in them has the digest that it should have. */
export class BlockProof {
  private readonly handle: FileHandle;
  private readonly found: VolumeFound;
  private readonly good = new Map<number, boolean>();

  constructor(handle: FileHandle, found: VolumeFound) {
    this.handle = handle;
    this.found = found;
  }

  /** @param number of a data block */
  async holds(number: number): Promise<boolean> {
    const { layout, headerBytes, index } = this.found;
    const block = { offset: number * BLOCK_BYTES, length: BLOCK_BYTES };
    if (headerBytes === undefined && meet(block, layout.header)) return false;
    if (
      index === undefined &&
      meet(block, { ...layout.payload, length: layout.payload.length + layout.index.length })
    ) {
      return false;
    }
    for (const chunk of chunksIn(block, layout.payload)) {
      let good = this.good.get(chunk);
      if (good === undefined) {
        good = await this.isGood(chunk);
        this.good.set(chunk, good);
      }
      if (!good) return false;
    }
    return true;
  }

  private async isGood(chunk: number): Promise<boolean> {
    const { volume, layout, index } = this.found;
    const at = chunk * CHUNK_BYTES;
    const region = { offset: layout.payload.offset + at, length: Math.min(CHUNK_BYTES, layout.payload.length - at) };
    const bytes = await readBlocks(this.handle, region);
    const entry = layout.tableEntries - volume.chunks + chunk;
    const expected = index!.subarray(entry * SM3_BYTES, (entry + 1) * SM3_BYTES);
    const last = volume.last && chunk === volume.chunks - 1;
    return equalBytes(chunkKernel().digests(volume.firstChunk + chunk, last, bytes), expected);
  }
}
