import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SEEDS } from './case.ts';

// A small share of `npm run fuzz`: the cases of one seed that are always the same, and others each time.
test.each([1, Date.now() % SEEDS])('seed %i: hostile headers and packages are read or refused by name', (seed) => {
  const words = [join(import.meta.dirname, 'main.ts'), '--runs', `${RUNS}`, '--seed', `${seed}`];
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' });
  expect(status, stdout + stderr).toBe(0);
});

const RUNS = 10_000;
