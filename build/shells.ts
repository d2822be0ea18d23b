import { readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { InlineConfig } from 'vite';
import { areBundlesFresh } from '../bin/fresh.mjs';
import { programDir } from '../electron/core/places.ts';
import { asForUse } from './page.ts';

/** Packages that load a binary of their own, and what only Electron has; everything else goes into the bundles. */
const external = ['electron', 'better-sqlite3', 'sharp'];

const dist = join(programDir, 'dist');
const electronDir = join(programDir, 'electron');

/**
 * Bundles what Electron and the package run: main process and core, workers, and the command line as modules, the
 * preload as CommonJS. Each part stands alone, so that the archive of the package, whose integrity Electron checks,
 * holds all that Electron runs but the workers.
 */
export async function buildShells(): Promise<void> {
  const bundled = join(dist, 'bundled');
  rmSync(bundled, { force: true });
  const begun = new Date();
  const { build } = await import('vite');
  await asForUse(async () => {
    await build(bundle('main', { main: 'main/main.ts', 'core-entry': 'main/core-entry.ts' }));
    await build(bundle('workers', workers()));
    await build(bundle('cli', { main: 'cli/main.ts' }));
    await build(bundle('preload', { preload: 'preload/preload.ts' }, 'cjs'));
  });
  // A source that was written during the build makes them stale.
  writeFileSync(bundled, '');
  utimesSync(bundled, begun, begun);
}

/** Bundles them only where they are missing or older than their sources. */
export async function ensureShells(): Promise<void> {
  if (!areBundlesFresh(programDir)) await buildShells();
}

/** Every file directly under electron/workers is the entry of a worker. */
function workers(): Record<string, string> {
  const names = readdirSync(join(electronDir, 'workers')).filter((name) => /^[^.]+\.ts$/.test(name));
  return Object.fromEntries(names.map((name) => [name.slice(0, -3), `workers/${name}`]));
}

/** @param entries names and sources, the latter from electron/ */
function bundle(folder: string, entries: Readonly<Record<string, string>>, format: 'es' | 'cjs' = 'es'): InlineConfig {
  const extension = format === 'es' ? 'js' : 'cjs';
  const input = Object.fromEntries(Object.entries(entries).map(([name, path]) => [name, join(electronDir, path)]));
  return {
    configFile: false,
    root: programDir,
    publicDir: false,
    logLevel: 'warn',
    ssr: { noExternal: true, external },
    build: {
      ssr: true,
      outDir: join(dist, folder),
      emptyOutDir: true,
      target: 'node24',
      minify: false,
      reportCompressedSize: false,
      rolldownOptions: {
        input,
        external: [...external, /^node:/, /^electron\//, /^pdfjs-dist\//, '@napi-rs/canvas'],
        output: { format, entryFileNames: `[name].${extension}`, chunkFileNames: `[name]-[hash].${extension}` },
      },
    },
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await buildShells();
