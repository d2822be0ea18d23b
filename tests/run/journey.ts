import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { programDir } from '../../electron/core/places.ts';
import type { Tally } from './tally.ts';

/** Runs `npm run journey -- --json` and counts it as one test: both stations must agree on every state. */
export function runJourney(): Tally {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [join(programDir, 'tests/journey/main.ts'), '--json'],
    {
      cwd: programDir,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      timeout: 600_000,
    },
  );
  const ok = status === 0 && isOk(stdout);
  console.log(`${ok ? 'ok    ' : 'FAILED'}  the whole journey: ${stdout.trim().slice(0, 2000)}`);
  if (!ok) console.log(stderr.slice(-4000));
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: [] };
}

function isOk(text: string): boolean {
  try {
    return (JSON.parse(text) as { ok?: unknown }).ok === true;
  } catch {
    return false;
  }
}
