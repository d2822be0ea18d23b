import { mkdirSync, renameSync, rmSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isFresh } from '../bin/fresh.mjs';
import { pageDir, programDir } from '../electron/core/places.ts';

const sources = ['renderer', 'shared', 'vite.config.ts', 'package-lock.json'].map((name) => join(programDir, name));

/**
 * Builds the page where it is missing or older than its sources, beside the old one, whose place it takes when it
 * is finished.
 *
 * @returns whether it was built
 */
export async function ensurePage(): Promise<boolean> {
  if (isFresh(join(pageDir, 'index.html'), sources)) return false;
  const { build } = await import('vite');
  const begun = new Date();
  const next = `${pageDir}.${process.pid}`;
  const previous = `${next}.old`;
  await asForUse(() =>
    build({
      configFile: join(programDir, 'vite.config.ts'),
      logLevel: 'warn',
      build: { outDir: next },
    }),
  );
  // A source that was written during the build makes the page stale.
  utimesSync(join(next, 'index.html'), begun, begun);
  mkdirSync(pageDir, { recursive: true });
  renameSync(pageDir, previous);
  renameSync(next, pageDir);
  rmSync(previous, { recursive: true, force: true });
  return true;
}

/** Runs a build as for use, whoever asks: under vitest NODE_ENV is `test`, and Vite would take React's slow development build, which stayed until a source changed. */
export async function asForUse<T>(build: () => Promise<T>): Promise<T> {
  const { NODE_ENV: before } = process.env;
  process.env.NODE_ENV = 'production';
  try {
    return await build();
  } finally {
    if (before === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = before;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await ensurePage();
