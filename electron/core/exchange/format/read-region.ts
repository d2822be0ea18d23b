import type { FileHandle } from 'node:fs/promises';
import type { Region } from './volume-header.ts';

/** What of a file handle is used here. */
export type Readable = Pick<FileHandle, 'read'>;

/**
 * Reads a stretch of a file; gives fewer bytes only at the end of the file. What the medium cannot give up (a scratched disc) is left as zeros,
 * sector by sector, so that digests find and locate it like any other damage.
 */
export async function readRegion(handle: Readable, { offset, length }: Region): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let step = length;
  for (let got = 0; got < length; ) {
    const wanted = Math.min(step, length - got);
    const read = await readOrFail(handle, bytes, got, wanted, offset + got);
    if (read === 0) return bytes.subarray(0, got);
    if (read !== UNREADABLE) got += read;
    else if (wanted > SECTOR) step = SECTOR;
    else {
      bytes.fill(0, got, got + wanted);
      got += wanted;
    }
  }
  return bytes;
}

/** Bytes of a sector on a CD or DVD, the largest of the common media. */
const SECTOR = 2048;
const UNREADABLE = -1;

async function readOrFail(
  handle: Readable,
  into: Uint8Array,
  at: number,
  length: number,
  from: number,
): Promise<number> {
  try {
    return (await handle.read(into, at, length, from)).bytesRead;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EIO') return UNREADABLE;
    throw error;
  }
}
