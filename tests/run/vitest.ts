import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { programDir } from '../../electron/core/places.ts';
import { type Tally, tallyOf } from './tally.ts';

const vitest = join(programDir, 'node_modules', 'vitest', 'vitest.mjs');

/**
 * Runs projects of vitest.config.ts, their files side by side on every core where the project allows it, and counts their tests.
 *
 * @param preload a module that every process of the run loads first
 */
export async function runVitest(projects: readonly string[], preload?: string): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), 'yidi-report-'));
  const output = join(folder, 'report.json');
  const code = await run(
    [
      'run',
      ...names(projects),
      '--maxWorkers=100%',
      '--reporter=dot',
      '--reporter=json',
      `--outputFile.json=${output}`,
      '--passWithNoTests',
    ],
    preload === undefined ? {} : { NODE_OPTIONS: `--import=${preload}` },
  );
  const report = readJson(output);
  rmSync(folder, { recursive: true, force: true });
  return tallyOf(report, code);
}

/** Names the tests of projects that cannot run here. */
export async function skipVitest(projects: readonly string[]): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), 'yidi-report-'));
  const output = join(folder, 'list.json');
  await run(['list', ...names(projects), `--json=${output}`], {});
  const listed = (readJson(output) ?? []) as readonly { readonly name: string }[];
  rmSync(folder, { recursive: true, force: true });
  return { passed: 0, failed: 0, skipped: listed.map(({ name }) => name) };
}

function names(projects: readonly string[]): string[] {
  return projects.flatMap((project) => ['--project', project]);
}

async function run(words: readonly string[], env: Readonly<Record<string, string>>): Promise<number | null> {
  const child = spawn(process.execPath, [vitest, ...words], {
    cwd: programDir,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env },
  });
  return await new Promise((ended) => {
    child.once('exit', ended);
    child.once('error', () => ended(null));
  });
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
