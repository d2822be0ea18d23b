import { readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ioFailure } from '../store/io-failures.ts';
import { surveyVolume } from './format/survey.ts';

/** The files of one package that lie in the given places, or one file that is none. */
export interface FoundPackage {
  readonly paths: readonly string[];
  readonly name: string;
  readonly bytes: number;
  /** '' when the file cannot be read as a volume. */
  readonly packageId: string;
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
    const { parts } = await surveyVolume(file.path);
    const packageId = parts?.volume.packageId ?? '';
    const key = packageId === '' ? file.path : packageId;
    const group = groups.get(key);
    // The same volume twice, in two folders, is one volume.
    if (group?.paths.some((path) => basename(path) === basename(file.path))) continue;
    groups.set(key, {
      paths: [...(group?.paths ?? []), file.path],
      name: group?.name ?? basename(file.path),
      bytes: (group?.bytes ?? 0) + file.bytes,
      packageId,
      found: file.found,
    });
  }
  return [...groups.values()];
}
