import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type FailureCode, Refusal } from '../../../shared/contract/failures.ts';
import type { PackageLoss, VolumeMark } from '../../../shared/exchange/package.ts';
import type { Job } from '../context.ts';
import type { Station } from '../store/station.ts';
import { type Damage, type OpenOptions, repairPackage, salvagePackage } from './format/format.ts';
import { drain, unlessLost } from './intake-parts.ts';
import { kindOfPath } from './intake-record.ts';
import { type FoundPackage, type FoundVolume, readVolume, withVolumes } from './package-files.ts';
import { trustedSender } from './partners.ts';
import { privateKeyFor } from './spare-key.ts';

/** What a scratched, cut or incomplete medium causes, and nobody's intent. */
const damageCodes: ReadonlySet<FailureCode> = new Set([
  'header-damaged',
  'truncated',
  'payload-damaged',
  'missing-volume',
]);

export function isDamage(error: unknown): error is Refusal {
  return error instanceof Refusal && damageCodes.has(error.failure.code);
}

/** Opens packages sent to this station by partners that are trusted. */
export function readerOf(station: Station, job: Job, step: string): OpenOptions {
  return {
    privateKeyFor: (id) => privateKeyFor(station, id),
    findSender: (id) => trustedSender(station, id).signing,
    signal: job.signal,
    onProgress: (done, total) => job.progress(step, done, total, 'bytes'),
  };
}

/**
 * Restores what it can of the damaged volumes, each by itself, into the station's own staging, where they are as sealed as they
 * came, for as long as `work` takes. `still` names those that are beyond repair.
 */
export async function withRepaired<T>(
  station: Station,
  found: FoundPackage,
  damaged: ReadonlySet<string>,
  job: Job,
  work: (repaired: FoundPackage, still: ReadonlySet<string>) => Promise<T>,
): Promise<T> {
  const dir = join(station.dir, 'outbox', `staged-${randomBytes(6).toString('hex')}`);
  const still = new Set<string>();
  const volumes: FoundVolume[] = [];
  try {
    for (const volume of found.volumes) {
      if (!damaged.has(volume.name)) {
        volumes.push(volume);
        continue;
      }
      const out = join(dir, String(volume.number));
      mkdirSync(out, { recursive: true });
      const done = await repaired([volume.path], out, job);
      if (!done) still.add(volume.name);
      volumes.push(done ? (await readVolume(join(out, volume.name))).volume : volume);
    }
    // A second copy of a volume stands in for one that is beyond repair.
    const best = volumes.filter(
      (volume) =>
        !still.has(volume.name) || !volumes.some((other) => other.number === volume.number && !still.has(other.name)),
    );
    return await work(withVolumes(found, best), still);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

async function repaired(paths: readonly string[], out: string, job: Job): Promise<boolean> {
  try {
    const onProgress = (done: number, total: number): void => job.progress('复原', done, total, 'bytes');
    await repairPackage(paths, out, { signal: job.signal, onProgress });
    return true;
  } catch (error) {
    if (isDamage(error)) return false;
    throw error;
  }
}

/**
 * What cannot be read of a package that is damaged beyond repair, found by reading all of it; undefined when no list of records can
 * be read, or when it cannot be proved whose it is.
 */
export async function lossOf(
  station: Station,
  volumes: readonly FoundVolume[],
  job: Job,
): Promise<PackageLoss | undefined> {
  try {
    const { entries, lost } = await salvagePackage(
      volumes.map(({ path }) => path),
      readerOf(station, job, '查看可读部分'),
    );
    let lists = 0;
    for await (const entry of entries) {
      const whole = await unlessLost(() => drain(entry));
      if (whole && kindOfPath(entry.path) !== undefined) lists += 1;
    }
    return lists === 0 ? undefined : lossFrom(lost(), volumes);
  } catch (error) {
    if (error instanceof Refusal && error.failure.code !== 'cancelled') return undefined;
    throw error;
  }
}

/** The loss as receipts and 收件 tell it. */
export function lossFrom(
  lost: { chunks: number; bytes: number; files: readonly string[] | undefined },
  volumes: readonly FoundVolume[],
): PackageLoss {
  const { chunks, bytes, files } = lost;
  return {
    chunks,
    of: volumes.find(({ last }) => last)?.chunksToEnd ?? 0,
    bytes,
    files: files === undefined ? null : [...files],
  };
}

/** What came of the volumes, in their order. `still`: names of those that could not be restored. */
export function marksOf(
  volumes: readonly FoundVolume[],
  damage: readonly Damage[],
  still: ReadonlySet<string>,
): VolumeMark[] {
  const readable = volumes.filter(({ number }) => number > 0);
  const marks = new Map<number, VolumeMark>();
  for (const { number, name } of readable) {
    const places = damage.filter(({ file }) => file === name);
    const chunks = places.reduce((sum, place) => sum + (place.chunks ?? 0), 0);
    if (still.has(name)) marks.set(number, { number, state: 'damaged', chunks });
    else if (places.length > 0) marks.set(number, { number, state: 'repaired', chunks });
    else marks.set(number, { number, state: 'whole', chunks: 0 });
  }
  const highest = Math.max(0, ...marks.keys());
  for (let number = 1; number < highest; number += 1)
    if (!marks.has(number)) marks.set(number, { number, state: 'missing', chunks: 0 });
  if (highest > 0 && !readable.some(({ last }) => last))
    marks.set(highest + 1, { number: highest + 1, state: 'open', chunks: 0 });
  return [...marks.values()].sort((a, b) => a.number - b.number);
}
