import { accessSync, constants, mkdtempSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import type { ScanTask } from './driver.ts';

/** Room for a few A3 pages at 600 dpi as they come from the scanner. */
const ROOM_BYTES = 1_000_000_000;

/**
 * Gives a program a folder of its own to lay pages into, and hands each page over as PNG as soon as it is `printed` by its path. The
 * folder is in memory where there is one with room: seals must not lie on a disk in the clear. Returns the number of pages.
 */
export async function takePages(
  task: ScanTask,
  work: (folder: string, signal: AbortSignal, printed: (path: string) => void) => Promise<void>,
): Promise<number> {
  const folder = mkdtempSync(join(roomyFolder(), `yidi-scan-${process.pid}-`));
  const stop = new AbortController();
  let pages = 0;
  let taken: Promise<void> = Promise.resolve();
  let failed: unknown;
  const take = async (path: string): Promise<void> => {
    if (failed) return;
    try {
      const bytes = readFileSync(path);
      rmSync(path);
      await task.page(await asPng(bytes));
      pages++;
    } catch (error) {
      failed = error;
      stop.abort();
    }
  };
  try {
    await work(folder, AbortSignal.any([task.signal, stop.signal]), (path) => {
      taken = taken.then(() => take(path));
    }).finally(() => taken);
  } catch (error) {
    // What ended the program comes first: that it was ended follows from it.
    throw failed ?? error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  if (failed) throw failed;
  return pages;
}

/** The scan pixel for pixel, in half the room. */
function asPng(bytes: Uint8Array): Promise<Uint8Array> {
  return sharp(bytes, { limitInputPixels: false }).keepMetadata().png({ compressionLevel: 3 }).toBuffer();
}

function roomyFolder(): string {
  const inMemory = ['/dev/shm', process.env.XDG_RUNTIME_DIR ?? ''].find((folder) => {
    try {
      accessSync(folder, constants.W_OK);
      const { bavail, bsize } = statfsSync(folder);
      return bavail * bsize > ROOM_BYTES;
    } catch {
      return false;
    }
  });
  return inMemory ?? tmpdir();
}
