import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Answers, note } from './answer.ts';
import { INDEXES, makeCase, SEEDS } from './case.ts';
import { memoryFolder } from './folder.ts';
import type { Failed } from './process.ts';
import { fuzz } from './run.ts';

// npm run fuzz [-- --runs N --seed S]: hostile headers, packages and enrolment files, a million of them if nobody says otherwise.
// Every one must be read or refused by name. npm run fuzz -- --seed S --case I: one of them once more.

const { values } = parseArgs({
  options: { runs: { type: 'string' }, seed: { type: 'string' }, case: { type: 'string' } },
});
const number = (text: string | undefined, otherwise: number, end: number): number => {
  const value = text === undefined ? otherwise : Number(text);
  if (Number.isInteger(value) && value >= 0 && value < end) return value;
  console.error(`a whole number from 0 to ${end - 1} expected, got ${text}`);
  process.exit(2);
};
const seed = number(values.seed, Date.now() % SEEDS, SEEDS);
if (values.case === undefined) await runAll();
else await runOne(number(values.case, 0, INDEXES));

async function runAll(): Promise<void> {
  const runs = number(values.runs, 1_000_000, INDEXES);
  console.log(`seed ${seed}, ${runs} cases`);
  let said = Date.now();
  const { answers, failed, seconds, memory, slowest } = await fuzz({
    seed,
    runs,
    onProgress: (done) => {
      if (Date.now() - said < 10_000) return;
      said = Date.now();
      console.log(`  about ${done} of ${runs}`);
    },
  });
  console.log(table(answers));
  console.log(
    `${count(answers)} cases answered in ${Math.round(seconds)} s, at most ${Math.round(memory / 2 ** 20)} MiB a process; seed ${seed}`,
  );
  console.log(`the longest took ${Math.round(slowest.ms)} ms: case ${slowest.index}`);
  for (const one of failed) printFailed(one);
  console.log(failed.length === 0 ? 'every case was read or refused by name' : `${failed.length} failed`);
  process.exitCode = failed.length === 0 ? 0 : 1;
}

async function runOne(index: number): Promise<void> {
  const made = makeCase(seed, index);
  const dir = mkdtempSync(join(memoryFolder(), 'yidi-fuzz-'));
  try {
    console.log(`${made.kind}: ${await made.read(dir)}`);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Says what failed, and writes what was read then. */
function printFailed({ index, kind, error }: Failed): void {
  console.log(`\ncase ${index}, ${kind}: ${error}`);
  console.log(`  once more: npm run fuzz -- --seed ${seed} --case ${index}`);
  try {
    const dir = join(tmpdir(), `yidi-fuzz-${seed}-${index}`);
    mkdirSync(dir, { recursive: true });
    for (const [i, bytes] of makeCase(seed, index).files.entries()) writeFileSync(join(dir, `${i + 1}`), bytes);
    console.log(`  what was read: ${dir}`);
  } catch (cause) {
    console.log(`  what was read cannot be made again: ${String(cause)}`);
  }
}

function count(answers: Answers): number {
  return Object.values(answers)
    .flatMap((counts) => Object.values(counts))
    .reduce((sum, one) => sum + one, 0);
}

/** How often each answer was given: by all, then by kind of case. */
function table(answers: Answers): string {
  const all: Answers = { all: {} };
  for (const counts of Object.values(answers))
    for (const [answer, count] of Object.entries(counts)) note(all, 'all', answer, count);
  const line = (counts: Record<string, number>): string =>
    Object.entries(counts)
      .sort(([, a], [, b]) => b - a)
      .map(([answer, count]) => `${answer} ${count}`)
      .join(', ');
  const kinds = Object.entries(answers).sort(([a], [b]) => (a < b ? -1 : 1));
  return [...Object.entries(all), ...kinds].map(([kind, counts]) => `  ${kind}: ${line(counts)}`).join('\n');
}
