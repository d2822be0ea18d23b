import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { withIoFailures } from './io-failures.ts';

/**
 * Writes a file so that a reader, also after a power cut, sees the old bytes or the new ones and never a part: temporary name,
 * fsync, rename, fsync of the folder. With `keepPrevious` the old file stays beside it under that name.
 */
export function writeFileAtomically(path: string, bytes: Uint8Array | string, keepPrevious?: string): void {
  withIoFailures(path, () => {
    const temporary = `${path}.new`;
    try {
      const file = openSync(temporary, 'w', 0o600);
      try {
        const data = typeof bytes === 'string' ? Buffer.from(bytes) : bytes;
        for (let at = 0; at < data.length; ) at += writeSync(file, data, at);
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
      if (keepPrevious && existsSync(path)) renameSync(path, keepPrevious);
      renameSync(temporary, path);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
    syncFolder(dirname(path));
  });
}

/** Makes the contents of a finished file last. */
export function syncFile(path: string): void {
  const handle = openSync(path, 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Makes renames in a folder last; Windows has no such call and needs none. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
