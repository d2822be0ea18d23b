import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { programDir } from '../electron/core/places.ts';
import { runtimePath } from './electron-runtime.ts';
import { ensurePage } from './page.ts';
import { buildShells } from './shells.ts';

// `npm run package [-- electron-builder's own options]`: installers under dist/package. An installed Electron
// runtime is used as it is, so that nothing is fetched.

await ensurePage();
await buildShells();
const runtime = runtimePath();
const words = [
  join(programDir, 'node_modules', 'electron-builder', 'cli.js'),
  '--config=electron-builder.yml',
  '--publish=never',
  ...(runtime ? [`--config.electronDist=${dirname(runtime.path)}`] : []),
  ...process.argv.slice(2),
];
process.exitCode = spawnSync(process.execPath, words, { cwd: programDir, stdio: 'inherit' }).status ?? 1;
