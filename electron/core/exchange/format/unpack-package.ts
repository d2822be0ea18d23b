import { mkdir, open, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { refuse } from '../../../../shared/contract/failures.ts';
import { ioFailure } from '../../store/io-failures.ts';
import { type OpenOptions, openBag } from './open-package.ts';
import type { PackageHeader } from './package-header.ts';

export interface Unpacked {
  readonly header: PackageHeader;
  /** Files below `data/`. */
  readonly files: number;
  /** Their bytes. */
  readonly bytes: number;
}

/**
 * Writes a package out as a BagIt bag (RFC 8493) in plain text. The folder must be missing or empty; it is the caller's to log
 * that it was done. Refuses `folder-not-empty` and what `openPackage` refuses; then nothing is left in the folder that was not there.
 */
export async function unpackPackage(paths: readonly string[], options: OpenOptions, outDir: string): Promise<Unpacked> {
  const { header, bag } = await openBag(paths, options);
  await emptyFolder(outDir);
  try {
    await mkdir(join(outDir, 'data'), { mode: 0o700 });
    let files = 0;
    let bytes = 0;
    for await (const file of bag) {
      if ('tag' in file) {
        await writeNew(join(outDir, file.tag), file.bytes);
        continue;
      }
      const path = join(outDir, 'data', ...file.path.split('/'));
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await writeNew(path, file.bytes);
      files++;
      bytes += file.size;
    }
    return { header, files, bytes };
  } catch (error) {
    for (const name of await readdir(outDir)) await rm(join(outDir, name), { recursive: true, force: true });
    throw ioFailure(error, outDir);
  }
}

async function emptyFolder(dir: string): Promise<void> {
  try {
    await mkdir(dir, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw ioFailure(error, dir);
  }
  if ((await readdir(dir)).length > 0) refuse('folder-not-empty', { path: dir });
}

async function writeNew(path: string, pieces: AsyncIterable<Uint8Array>): Promise<void> {
  const handle = await open(path, 'wx', 0o600);
  try {
    for await (const piece of pieces) await handle.writeFile(piece);
  } finally {
    await handle.close();
  }
}
