import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type InlineConfig } from 'vite';
import { programDir } from '../electron/core/places.ts';
import { isFresh } from './freshness.ts';

/** Packages that load a binary of their own, and what only Electron has; everything else goes into the bundles. */
const external = ['electron', 'better-sqlite3', 'sharp'];

const dist = join(programDir, 'dist');
const electronDir = join(programDir, 'electron');
const sources = ['electron', 'shared', 'package.json', 'package-lock.json'].map((name) => join(programDir, name));

/** Bundles what Electron and the package run: main and core, workers and the command line as modules, the preload as CommonJS. */
export async function buildShells(): Promise<void> {
  const { code, preload } = entries();
  await build(bundle(code, 'es'));
  await build(bundle(preload, 'cjs'));
}

/** Bundles them only where they are missing or older than their sources. */
export async function ensureShells(): Promise<void> {
  const { preload } = entries();
  // The preload is written last.
  if (!isFresh(join(dist, `${Object.keys(preload)[0]}.cjs`), sources)) await buildShells();
}

function entries(): { code: Record<string, string>; preload: Record<string, string> } {
  const workers = join(electronDir, 'workers');
  const workerNames = existsSync(workers)
    ? readdirSync(workers).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    : [];
  return {
    code: {
      'main/main': join(electronDir, 'main', 'main.ts'),
      'main/core-entry': join(electronDir, 'main', 'core-entry.ts'),
      'cli/main': join(electronDir, 'cli', 'main.ts'),
      ...Object.fromEntries(workerNames.map((name) => [`workers/${name.slice(0, -3)}`, join(workers, name)])),
    },
    preload: { 'main/preload': join(electronDir, 'preload', 'preload.ts') },
  };
}

function bundle(input: Record<string, string>, format: 'es' | 'cjs'): InlineConfig {
  const extension = format === 'es' ? 'js' : 'cjs';
  return {
    configFile: false,
    root: programDir,
    publicDir: false,
    logLevel: 'warn',
    ssr: { noExternal: true, external },
    build: {
      ssr: true,
      outDir: dist,
      emptyOutDir: false,
      target: 'node24',
      minify: false,
      reportCompressedSize: false,
      rolldownOptions: {
        input,
        external: [...external, /^node:/, /^electron\//],
        output: { format, entryFileNames: `[name].${extension}`, chunkFileNames: `shared/[name]-[hash].${extension}` },
      },
    },
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await buildShells();
