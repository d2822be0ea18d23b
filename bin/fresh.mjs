// Plain JavaScript for any Node from 20 on: bin/yidi asks as well.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Whether `made` exists and nothing under `sources` (files or folders) was written after it. */
export function isFresh(made, sources) {
  if (!existsSync(made)) return false;
  const since = statSync(made).mtimeMs;
  return sources.every((source) => newest(source) <= since);
}

/** Whether the bundles under dist/ are there, and younger than their sources. */
export function areBundlesFresh(root) {
  const sources = ['electron', 'shared', 'package.json', 'package-lock.json'];
  return isFresh(
    join(root, 'dist', 'bundled'),
    sources.map((name) => join(root, name)),
  );
}

function newest(path) {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats?.isDirectory()) return stats?.mtimeMs ?? 0;
  return Math.max(stats.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}
