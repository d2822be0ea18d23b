import { readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ioFailure } from '../store/io-failures.ts';
import type { PackageHeader } from './format/format.ts';
import { surveyVolume } from './format/survey.ts';
import { verifyPackage } from './format/verify-package.ts';

/** A volume as far as its headers tell. */
export interface FoundVolume {
  readonly path: string;
  /** File name. */
  readonly name: string;
  readonly bytes: number;
  /** From 1; 0 when the file cannot be read as a volume. */
  readonly number: number;
  readonly last: boolean;
  /** Chunks of the package up to the end of this volume. */
  readonly chunksToEnd: number;
}

/** The files of one package that lie in the given places, or one file that is none. */
export interface FoundPackage {
  readonly paths: readonly string[];
  readonly volumes: readonly FoundVolume[];
  readonly name: string;
  readonly bytes: number;
  /** '' when the file cannot be read as a volume. */
  readonly packageId: string;
  /** Undefined when the file cannot be read as a volume. */
  readonly header: PackageHeader | undefined;
  /** Of a folder that was searched, not named by itself: files of other kinds in it are no mistake. */
  readonly found: boolean;
}

const deepest = 3;

/** The packages in files and folders, volumes of one package together. Refuses `file-missing` for a path that is not there. */
export async function packagesIn(paths: readonly string[]): Promise<FoundPackage[]> {
  const files: { path: string; found: boolean; bytes: number }[] = [];
  const walk = (path: string, depth: number): void => {
    let state: ReturnType<typeof statSync>;
    try {
      state = statSync(path);
    } catch (error) {
      throw ioFailure(error, path);
    }
    if (state.isFile()) {
      if (depth === 0 || path.toLowerCase().endsWith('.ydp')) files.push({ path, found: depth > 0, bytes: state.size });
    } else if (state.isDirectory() && depth < deepest) {
      for (const entry of readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1)))
        if (!entry.name.startsWith('.') && (entry.isDirectory() || entry.isFile()))
          walk(join(path, entry.name), depth + 1);
    }
  };
  for (const path of paths) walk(path, 0);
  const groups = new Map<string, FoundPackage>();
  for (const file of files) {
    const { volume, packageId, header } = await readVolume(file.path);
    const key = packageId === '' ? file.path : packageId;
    const group = groups.get(key);
    const twin = group?.volumes.find(({ name }) => name === volume.name);
    // The same volume twice, in two folders, is one volume: a whole one, if there is one.
    if (twin && ((await isWhole(twin.path)) || !(await isWhole(file.path)))) continue;
    const volumes = [...(group?.volumes ?? []).filter((one) => one !== twin), volume];
    groups.set(key, {
      paths: volumes.map(({ path }) => path),
      volumes,
      name: group?.name ?? volume.name,
      bytes: volumes.reduce((sum, { bytes }) => sum + bytes, 0),
      packageId,
      header: group?.header ?? header,
      found: file.found,
    });
  }
  return [...groups.values()];
}

/** Whether every byte of a volume is as it was written. */
async function isWhole(path: string): Promise<boolean> {
  return (await verifyPackage([path])).damage.length === 0;
}

/** The same package with other volumes. */
export function withVolumes(found: FoundPackage, volumes: readonly FoundVolume[]): FoundPackage {
  const bytes = volumes.reduce((sum, volume) => sum + volume.bytes, 0);
  return { ...found, volumes, paths: volumes.map(({ path }) => path), bytes };
}

/** Reads the headers of one file. */
export async function readVolume(
  path: string,
): Promise<{ volume: FoundVolume } & Pick<FoundPackage, 'packageId' | 'header'>> {
  const { bytes, found, parts } = await surveyVolume(path);
  const volume = {
    path,
    name: basename(path),
    bytes,
    number: found?.volume.number ?? 0,
    last: found?.volume.last ?? false,
    chunksToEnd: found === undefined ? 0 : found.volume.firstChunk + found.volume.chunks,
  };
  return { volume, packageId: found?.volume.packageId ?? '', header: parts?.header };
}
