import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Whether `made` exists and nothing under `sources` (files or folders) was written after it. */
export function isFresh(made: string, sources: readonly string[]): boolean {
  if (!existsSync(made)) return false;
  const since = statSync(made).mtimeMs;
  return sources.every((source) => newest(source) <= since);
}

function newest(path: string): number {
  if (!existsSync(path)) return 0;
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  const inside = readdirSync(path, { withFileTypes: true }).map((entry) => newest(join(path, entry.name)));
  return Math.max(stats.mtimeMs, ...inside);
}
