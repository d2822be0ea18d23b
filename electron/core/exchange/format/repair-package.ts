import { mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { type Failure, failure, refuse } from '../../../../shared/contract/failures.ts';
import { isAlive } from '../../process-alive.ts';
import { ioFailure } from '../../store/io-failures.ts';
import { surveyPackage, volumeCopies } from './package-survey.ts';
import { type RestoreOptions, restoreVolume } from './repair-volume.ts';
import type { VolumeFound, VolumeSurvey } from './survey.ts';
import { failsByDamage, type VerifyResult, verifyPackage } from './verify-package.ts';
import { syncFolder } from './volume-file.ts';

export interface RepairOptions {
  readonly signal?: AbortSignal | undefined;
  /** Bytes done so far and altogether: each volume is written and read again. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

export interface Repaired {
  /** Names of the files written. */
  readonly files: readonly string[];
  /** What the written package is found to be: whole, or whole but for volumes that were not given. */
  readonly result: VerifyResult;
}

/**
 * Writes the volumes of a damaged package anew into another folder, with all that is damaged restored from its copy or from
 * recovery data, verifies what was written, and only then gives it its names. The files given are read once and never touched.
 *
 * Refuses what is wrong with the package when it cannot be restored, with `lostChunks` of `chunks` among the details; `repair-on-medium`
 * when the folder is one of those that the files lie in; `folder-not-empty` when a file of a name that is needed is there;
 * `disk-full`, `disk-read-only`, `file-missing`, `cancelled`. Then nothing is left in the folder.
 */
export async function repairPackage(
  paths: readonly string[],
  outDir: string,
  options: RepairOptions = {},
): Promise<Repaired> {
  if (paths.some((path) => resolve(dirname(path)) === resolve(outDir))) refuse('repair-on-medium', { path: outDir });
  const { volumes, failure: found, misfit } = await surveyPackage(paths);
  const unfit = misfit?.code === 'missing-volume' ? undefined : misfit;
  const hopeless = volumes.find((volume) => !failsByDamage(volume))?.failure ?? unfit;
  if (hopeless !== undefined) refuse(hopeless.code, hopeless.details);
  const groups = volumeCopies(volumes);
  const names = new Set<string>();
  for (const [volume] of groups) {
    const { name } = volume!;
    if (names.has(name)) refuse('invalid-input', { where: `不同的卷用了同一个文件名“${name}”` });
    names.add(name);
    if (await exists(join(outDir, name))) refuse('folder-not-empty', { path: outDir });
  }

  const total = 2 * groups.reduce((sum, [volume]) => sum + volume!.bytes, 0);
  let done = 0;
  const onWritten = (bytes: number): void => {
    done += bytes;
    options.onProgress?.(done, total);
  };
  const staging = await makeStaging(outDir).catch((error: unknown) => {
    throw ioFailure(error, outDir);
  });
  try {
    const written: string[] = [];
    for (const copies of groups) {
      const target = join(staging, copies[0]!.name);
      await restoreAny(copies, target, found, { signal: options.signal, onWritten });
      written.push(target);
    }
    const read = options.onProgress && ((now: number) => options.onProgress!(total / 2 + now, total));
    const result = await verifyPackage(written, { signal: options.signal, onProgress: read });
    if (!result.ok && (result.code !== 'missing-volume' || result.lostChunks > 0)) {
      const of = volumes.reduce((sum, volume) => sum + (volume.found?.volume.chunks ?? 0), 0);
      refuseLost(found ?? result.failure!, result.lostChunks, of);
    }
    for (const path of written) await rename(path, join(outDir, basename(path)));
    await syncFolder(outDir);
    return { files: written.map((path) => basename(path)), result };
  } catch (error) {
    throw ioFailure(error, outDir);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

// A folder may be shared: processes are known by their number on one machine only.
const stagingPrefix = `.repair-${hostname().replaceAll(/[^\w.-]/g, '_')}-`;

/** A hidden folder for the volumes until they are verified. Takes away those of a repair on this machine that was killed: their name says which process made them. */
async function makeStaging(outDir: string): Promise<string> {
  for (const name of await readdir(outDir)) {
    if (!name.startsWith(stagingPrefix)) continue;
    const maker = /^(\d+)-\w{6}$/.exec(name.slice(stagingPrefix.length))?.[1];
    if (maker && !isAlive(Number(maker))) await rm(join(outDir, name), { recursive: true, force: true });
  }
  return await mkdtemp(join(outDir, `${stagingPrefix}${process.pid}-`));
}

/** Restores a volume from the first of its copies that holds enough. */
async function restoreAny(
  copies: readonly VolumeSurvey[],
  target: string,
  found: Failure | undefined,
  options: RestoreOptions,
): Promise<void> {
  let refusal = (): never => refuse(found!.code, found!.details);
  for (const volume of copies) {
    if (!hasFound(volume)) continue;
    const lost = await restoreVolume(volume, target, options);
    if (lost === 0) return;
    await rm(target, { force: true });
    const own = found ?? failure('payload-damaged', { name: volume.name });
    refusal = () => refuseLost(own, lost, volume.found.volume.chunks);
  }
  refusal();
}

function hasFound(volume: VolumeSurvey): volume is VolumeSurvey & { readonly found: VolumeFound } {
  return volume.found !== undefined;
}

/** Refuses with what the package itself fails by, and how much of it is lost. */
function refuseLost({ code, details }: Failure, lostChunks: number, chunks: number): never {
  const extent = `${chunks} 块中有 ${lostChunks} 块无法复原`;
  return refuse(code, { ...details, where: extent, reason: extent, lostChunks, chunks });
}

async function exists(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  );
}
