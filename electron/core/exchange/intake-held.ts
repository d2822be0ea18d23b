import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statfsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Job } from '../context.ts';
import { ioFailure } from '../store/io-failures.ts';
import type { Station } from '../store/station.ts';
import { readRegion } from './format/read-region.ts';

/** A volume of a package, as a file that can be read. */
export interface VolumeFile {
  readonly number: number;
  readonly path: string;
  /** Its digests do not all agree. */
  readonly damaged: boolean;
}

/**
 * Volumes of packages that could not be taken in yet, sealed as they came: `held/<package id>/<number>.ydp`, damaged ones
 * `<number>-damaged.ydp`. Media come one after another, and a worn one may not be read a second time.
 */
export function heldVolumes(station: Station, packageId: string): VolumeFile[] {
  const dir = folderOf(station, packageId);
  if (packageId === '' || !existsSync(dir)) return [];
  return readdirSync(dir).flatMap((name) => {
    const found = /^(\d+)(-damaged)?\.ydp$/.exec(name);
    return found ? [{ number: Number(found[1]), path: join(dir, name), damaged: found[2] !== undefined }] : [];
  });
}

/** Room that stays free for the station itself, bytes. */
const reserve = 512e6;

/**
 * Keeps copies of these volumes; a whole one replaces a damaged one, never the other way round. Gives whether volumes of the
 * package are kept now: none of these when the disk has no room for all of them.
 */
export async function holdVolumes(
  station: Station,
  packageId: string,
  files: readonly (VolumeFile & { readonly bytes: number })[],
  job: Job,
): Promise<boolean> {
  const held = heldVolumes(station, packageId);
  const wanted = files.filter(
    ({ number, path, damaged }) =>
      !held.some((one) => one.path === path || (one.number === number && (damaged || !one.damaged))),
  );
  const total = wanted.reduce((sum, file) => sum + file.bytes, 0);
  const { bavail, bsize } = statfsSync(station.dir);
  if (wanted.length === 0 || bavail * bsize < total + reserve) return held.length > 0;
  const dir = folderOf(station, packageId);
  mkdirSync(dir, { recursive: true });
  let done = 0;
  for (const { number, path, damaged } of wanted) {
    await copy(path, join(dir, `${number}${damaged ? '-damaged' : ''}.ydp`), (more) => {
      job.signal.throwIfAborted();
      done += more;
      job.progress('留存', done, total, 'bytes');
    });
    if (!damaged) rmSync(join(dir, `${number}-damaged.ydp`), { force: true });
  }
  return true;
}

/** Removes what is kept of a package; `damaged`: only volumes that are. */
export function letGo(station: Station, packageId: string, which: 'all' | 'damaged' = 'all'): void {
  const held = heldVolumes(station, packageId);
  for (const { path, damaged } of held) if (which === 'all' || damaged) rmSync(path, { force: true });
  if (heldVolumes(station, packageId).length === 0)
    rmSync(folderOf(station, packageId), { recursive: true, force: true });
}

function folderOf(station: Station, packageId: string): string {
  return join(station.dir, 'held', packageId);
}

const piece = 1 << 20;

/** A copy in which sectors that cannot be read are zeros; nothing is left under its name unless it is complete. */
async function copy(from: string, to: string, progress: (bytes: number) => void): Promise<void> {
  const part = `${to}.part`;
  try {
    const source = await open(from, 'r');
    try {
      const target = await open(part, 'w', 0o600);
      try {
        for (let at = 0; ; ) {
          const bytes = await readRegion(source, { offset: at, length: piece });
          if (bytes.length === 0) break;
          await target.writeFile(bytes);
          at += bytes.length;
          progress(bytes.length);
        }
        await target.sync();
      } finally {
        await target.close();
      }
    } finally {
      await source.close();
    }
    renameSync(part, to);
  } catch (error) {
    rmSync(part, { force: true });
    throw ioFailure(error, to);
  }
}
