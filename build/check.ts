import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { programDir } from '../electron/core/places.ts';
import { allViolations } from './boundaries/boundaries.ts';

/** One check of the sources: its name, and what it found, nothing when all is well. */
export interface CheckResult {
  readonly name: string;
  readonly ok: boolean;
  readonly output: string;
}

const zones = ['shared', 'electron', 'electron/core/crypto/kernel/assembly', 'electron/preload', 'renderer', 'tests'];

/** Runs every check: types zone by zone, format and lint, layer rules. */
export async function runChecks(): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const zone of zones) {
    // What was found good before is not looked at again while neither it nor what it imports has changed.
    const known = join('node_modules', '.cache', 'types', `${zone.replaceAll('/', '-')}.json`);
    results.push(
      await tool(`types of ${zone}`, 'tsc', [
        '-p',
        zone,
        '--incremental',
        '--tsBuildInfoFile',
        join(programDir, known),
      ]),
    );
  }
  results.push(await tool('format and lint', 'biome', ['check', '--diagnostic-level=error', '--max-diagnostics=100']));
  const violations = allViolations(programDir);
  results.push({ name: 'layer rules', ok: violations.length === 0, output: violations.join('\n') });
  return results;
}

/** Prints each result, the output of those that failed. */
export function printChecks(results: readonly CheckResult[]): void {
  for (const { name, ok, output } of results) {
    console.log(`${ok ? 'ok    ' : 'FAILED'}  ${name}`);
    if (!ok) console.log(output);
  }
}

async function tool(name: string, command: string, words: readonly string[]): Promise<CheckResult> {
  const path = join(programDir, 'node_modules', '.bin', command);
  const child = spawn(path, words, { cwd: programDir, shell: process.platform === 'win32' });
  const pieces: Buffer[] = [];
  child.stdout.on('data', (piece: Buffer) => pieces.push(piece));
  child.stderr.on('data', (piece: Buffer) => pieces.push(piece));
  const code = await new Promise((ended) => {
    child.once('close', ended);
    child.once('error', ended);
  });
  return { name, ok: code === 0, output: Buffer.concat(pieces).toString('utf8') };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const results = await runChecks();
  printChecks(results);
  process.exitCode = results.every((result) => result.ok) ? 0 : 1;
}
