import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

// The program runs from its TypeScript source, from the bundles under dist/, or from an unpacked package. Whatever
// finds a file that ships with it asks here, so that the difference is known in one place.

const fromSource = import.meta.filename.endsWith('.ts');

/** The folder that holds the program's package.json, resources/ and dist/. */
export const programDir: string = findProgramDir(import.meta.dirname);

/** Version of the program, from its package.json. */
export const programVersion: string = (
  JSON.parse(readFileSync(join(programDir, 'package.json'), 'utf8')) as { version: string }
).version;

/** The built page: index.html and its assets. */
export const pageDir: string = join(programDir, 'dist', 'renderer');

/** A file under resources/, for example `codes/license-types.json`. */
export function resourceFile(path: string): string {
  return join(programDir, 'resources', ...path.split('/'));
}

/** Entry of a worker thread: `electron/workers/<name>.ts` from source, `dist/workers/<name>.js` from a bundle. */
export function workerFile(name: string): string {
  return fromSource
    ? join(programDir, 'electron', 'workers', `${name}.ts`)
    : join(programDir, 'dist', 'workers', `${name}.js`);
}

/** Where the station is when nobody names a folder: the user's own application data. */
export function defaultStationDir(): string {
  const { env, platform } = process;
  if (platform === 'win32') return join(env.APPDATA ?? join(homedir(), 'AppData', 'Roaming'), 'yidi', 'station');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'yidi', 'station');
  return join(env.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'yidi', 'station');
}

function findProgramDir(start: string): string {
  for (let dir = start; dirname(dir) !== dir; dir = dirname(dir)) {
    const manifest = join(dir, 'package.json');
    if (existsSync(manifest) && (JSON.parse(readFileSync(manifest, 'utf8')) as { name?: string }).name === 'yidi') {
      return dir;
    }
  }
  throw new Error(`no package.json of yidi above ${start}`);
}
