import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { ioFailure } from '../core/store/io-failures.ts';

interface Watch {
  readonly signal: AbortSignal;
  readonly everyMs: number;
}

/**
 * The `.ydp` files that arrive in folders (and folders in them), by one list a look, in order of their names, empty where nothing has come. A
 * file has arrived once two looks have seen it with the same size and time; one that is written anew arrives again. Ends when `signal` is aborted. Throws the
 * named failure of a folder that cannot be read at the first look; later, as with a drive that is gone for a while, it waits.
 */
export async function* arrivals(folders: readonly string[], { signal, everyMs }: Watch): AsyncGenerator<string[]> {
  let before = new Map<string, string>();
  const given = new Map<string, string>();
  for (let first = true; !signal.aborted; first = false) {
    const now = new Map<string, string>();
    for (const folder of folders)
      try {
        for (const [path, state] of filesBelow(folder)) now.set(path, state);
      } catch (error) {
        if (first) throw ioFailure(error, folder);
      }
    const ready = [...now].filter(([path, state]) => before.get(path) === state && given.get(path) !== state);
    for (const [path, state] of ready) given.set(path, state);
    before = now;
    yield ready.map(([path]) => path).sort();
    await wait(everyMs, undefined, { signal }).catch(() => {});
  }
}

function* filesBelow(folder: string): Generator<[path: string, state: string]> {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!/\.ydp$/i.test(name) || /(^|[\\/])\./.test(name)) continue;
    const path = join(folder, name);
    const { size, mtimeMs } = statSync(path);
    yield [path, `${size} ${mtimeMs}`];
  }
}
