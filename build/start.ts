import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { programDir } from '../electron/core/places.ts';
import { type ElectronRuntime, findElectron } from './electron-runtime.ts';
import { ensurePage } from './page.ts';
import { ensureShells } from './shells.ts';

// `npm start`: the product's own window where Electron can run, otherwise the same page over the host.
// npm start -- [--dir FOLDER] [--host] [--keep]

const { values: options } = parseArgs({
  options: { dir: { type: 'string' }, host: { type: 'boolean' }, keep: { type: 'boolean' } },
});

await ensurePage();
await ensureShells();
const electron: ElectronRuntime = options.host ? { missing: '按要求' } : await findElectron();
if ('path' in electron) {
  run(electron.path, [programDir, ...(options.dir ? [`--dir=${options.dir}`] : [])]);
} else {
  console.log(`${electron.missing}，改用本机浏览器页面。`);
  run(process.execPath, [
    join(programDir, 'bin', 'yidi'),
    'host',
    ...(options.dir ? ['--dir', options.dir] : []),
    ...(options.keep ? ['--keep'] : []),
  ]);
}

/** Runs the program in this one's place: its terminal, its signals, its exit status. */
function run(program: string, words: readonly string[]): void {
  const child = spawn(program, words, { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    console.error(error.message);
    process.exitCode = 3;
  });
  child.on('exit', (code) => {
    process.exitCode = code ?? 1;
  });
}
