import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { toHex } from '../crypto/bytes.ts';
import { Sm3 } from '../crypto/sm3.ts';

export interface ReadBack {
  /** Of the file, hex. */
  readonly sm3: string;
  /** Whether every byte came from the medium itself; false where the system's cache may have answered. */
  readonly direct: boolean;
}

/** A whole number of the largest blocks that media have. */
const piece = 1024 * 1024;

/**
 * SM3 of a file, read past the system's cache (O_DIRECT) where system and file system can: what has just been written is read from the medium and not
 * from memory. Aborts by the signal; `onProgress` is told of the bytes passed.
 */
export async function readBack(
  path: string,
  signal: AbortSignal,
  onProgress: (done: number) => void,
): Promise<ReadBack> {
  const direct = await openDirect(path);
  if (direct) {
    try {
      return { sm3: await digest(direct, signal, onProgress), direct: true };
    } catch (error) {
      // The file system takes the flag and then cannot read that way.
      if (!isRefused(error)) throw error;
    } finally {
      await direct.close();
    }
  }
  const file = await open(path, 'r');
  try {
    return { sm3: await digest(file, signal, onProgress), direct: false };
  } finally {
    await file.close();
  }
}

async function openDirect(path: string): Promise<FileHandle | undefined> {
  if (constants.O_DIRECT === undefined) return undefined;
  try {
    return await open(path, constants.O_RDONLY | constants.O_DIRECT);
  } catch (error) {
    if (isRefused(error)) return undefined;
    throw error;
  }
}

function isRefused(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EINVAL' || error.code === 'ENOTSUP');
}

async function digest(file: FileHandle, signal: AbortSignal, onProgress: (done: number) => void): Promise<string> {
  // Memory of WebAssembly begins at a page, which reading past the cache needs; other memory of JavaScript begins anywhere.
  const buffer = new Uint8Array(new WebAssembly.Memory({ initial: piece / 65_536 }).buffer);
  const hash = new Sm3();
  for (let at = 0; ; ) {
    signal.throwIfAborted();
    const { bytesRead } = await file.read(buffer, 0, piece, at);
    hash.update(buffer.subarray(0, bytesRead));
    at += bytesRead;
    onProgress(at);
    // Only the end of the file cuts a piece short; from there no further place is a whole number of blocks.
    if (bytesRead < piece) return toHex(hash.digest());
  }
}
