import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Station } from '../store/station.ts';

/** Sealed files from the page, put where they can be read by pieces, and taken away again. */
export async function staged<T>(
  station: Station,
  files: readonly { name: string; bytes: Uint8Array }[],
  work: (paths: string[]) => Promise<T>,
): Promise<T> {
  const dir = join(station.dir, 'outbox', `staged-${randomBytes(6).toString('hex')}`);
  try {
    const paths = files.map(({ name, bytes }, at) => {
      const folder = join(dir, String(at));
      mkdirSync(folder, { recursive: true });
      const path = join(folder, name.replaceAll(/[\\/:*?"<>|]/g, '_').slice(-100) || 'file');
      writeFileSync(path, bytes);
      return path;
    });
    return await work(paths);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
