import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { refuse } from '../../../shared/contract/failures.ts';
import { ioFailure } from '../store/io-failures.ts';
import type { Station } from '../store/station.ts';

const endings = /\.(png|jpe?g|tiff?|bmp|pdf)$/i;
/** A scanner's program may pause between two pages of one file for as long. */
const REST_MS = 1_500;
/** Files that are remembered as taken; older ones have long been moved away. */
const MOST_TAKEN = 5_000;
const TAKEN = 'seal.taken';

/** What the look before saw, by path: size and time. */
const before = new WeakMap<Station, Map<string, string>>();

interface ScanFile {
  readonly name: string;
  /** Path, size and time: a file that was written anew is another one. */
  readonly key: string;
  readonly bytes: number;
  readonly ageMs: number;
}

function filesIn(folder: string): ScanFile[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile() && endings.test(entry.name) && !entry.name.startsWith('.'))
      .map(({ name }) => {
        const path = join(folder, name);
        const { size, mtimeMs } = statSync(path);
        return { name, key: `${path}|${size}|${mtimeMs}`, bytes: size, ageMs: Date.now() - mtimeMs };
      })
      .sort((a, b) => a.name.localeCompare(b.name, 'zh-CN', { numeric: true }));
  } catch (error) {
    throw ioFailure(error, folder);
  }
}

const takenOf = (station: Station): string[] => station.setting(TAKEN, z.array(z.string()), []);

/** One look into a watched folder; a file is ready once two looks have seen it alike. */
export function look(station: Station, folder: string): { ready: string[]; growing: string[] } {
  const taken = new Set(takenOf(station));
  const files = filesIn(folder).filter(({ key }) => !taken.has(key));
  const seen = before.get(station) ?? new Map<string, string>();
  const ready = files.filter(
    ({ name, key, bytes, ageMs }) => bytes > 0 && ageMs > REST_MS && seen.get(join(folder, name)) === key,
  );
  before.set(station, new Map(files.map(({ name, key }) => [join(folder, name), key])));
  const names = (some: readonly ScanFile[]) => some.map(({ name }) => name);
  return { ready: names(ready), growing: names(files.filter((file) => !ready.includes(file))) };
}

/** Reads a file of a watched folder and remembers that it was taken. Refuses `file-missing`. */
export function take(station: Station, folder: string, name: string): Uint8Array {
  const file = filesIn(folder).find((one) => one.name === name);
  if (!file || basename(name) !== name) return refuse('file-missing', { path: join(folder, name) });
  try {
    const bytes = readFileSync(join(folder, name));
    station.setSetting(TAKEN, [...takenOf(station), file.key].slice(-MOST_TAKEN));
    return bytes;
  } catch (error) {
    throw ioFailure(error, join(folder, name));
  }
}
