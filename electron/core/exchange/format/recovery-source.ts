import type { FileHandle } from 'node:fs/promises';
import { type Readable, readRegion } from './read-region.ts';
import { BLOCK_BYTES, recoveryLayout } from './recovery-layout.ts';
import type { VolumeFound } from './survey.ts';
import type { Region } from './volume-header.ts';

/** Some neighbouring blocks of what recovery data protects. */
export interface ProtectedPiece {
  readonly offset: number;
  /** Whole blocks. */
  readonly bytes: Uint8Array;
}

/**
 * All that recovery data protects, as it counts for it: header and index from the copy that is right, zeros for the first 192 bytes,
 * behind the end of the index, and for all that the file does not have.
 */
export async function* readProtected(
  handle: Readable,
  { layout, headerBytes, index }: VolumeFound,
): AsyncGenerator<ProtectedPiece> {
  const { protectedBytes } = layout;
  const end = recoveryLayout(protectedBytes).dataBlocks * BLOCK_BYTES;
  const front = new Uint8Array(layout.front.length);
  for (let offset = 0; offset < end; offset += PIECE_BYTES) {
    const bytes = await readBlocks(handle, { offset, length: Math.min(PIECE_BYTES, end - offset) });
    lay(bytes, offset, layout.front, front);
    if (headerBytes !== undefined) lay(bytes, offset, layout.header, headerBytes);
    if (index !== undefined) lay(bytes, offset, layout.index, index);
    if (offset + bytes.length > protectedBytes) bytes.fill(0, protectedBytes - offset);
    yield { offset, bytes };
  }
}

/** Reads a stretch; what lies behind the end of the file counts as zeros. */
export async function readBlocks(handle: Readable, region: Region): Promise<Uint8Array> {
  const bytes = await readRegion(handle, region);
  if (bytes.length === region.length) return bytes;
  const whole = new Uint8Array(region.length);
  whole.set(bytes);
  return whole;
}

/** Writes all of it. */
export async function writeAt(file: FileHandle, bytes: Uint8Array, offset: number): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    at += (await file.write(bytes, at, bytes.length - at, offset + at)).bytesWritten;
  }
}

/** Bytes that are read at a time: whole blocks, and a quarter of a millisecond of CRC-32. */
export const PIECE_BYTES = 1 << 20;

/** Puts what belongs into a region over the part of it that lies in a piece. */
function lay(piece: Uint8Array, offset: number, region: Region, contents: Uint8Array): void {
  const from = Math.max(offset, region.offset);
  const to = Math.min(offset + piece.length, region.offset + region.length);
  if (from < to) piece.set(contents.subarray(from - region.offset, to - region.offset), from - offset);
}
