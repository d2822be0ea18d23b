import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { programDir } from '../electron/core/places.ts';

interface Started {
  readonly flags: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** Runs a file of bench/ in a process of its own, started as bin/yidi starts the program; what it prints is JSON. Its peak memory is then that of the work. */
export function runAsStarted<T>(file: string, words: readonly string[], more: NodeJS.ProcessEnv = {}): T {
  const { flags, environment }: Started = JSON.parse(readFileSync(join(programDir, 'bin', 'memory.json'), 'utf8'));
  const program = join(import.meta.dirname, file);
  const { stdout, stderr, status } = spawnSync(process.execPath, [...flags, program, ...words], {
    encoding: 'utf8',
    env: { ...environment, ...process.env, ...more },
  });
  if (status !== 0) throw new Error(`${words[0]}: ${stderr}`);
  return JSON.parse(stdout) as T;
}
