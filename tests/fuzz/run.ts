import { fork } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { type Answers, note } from './answer.ts';
import { memoryFolder } from './folder.ts';
import type { Ended, Failed, Report, Share } from './process.ts';

export interface Fuzzing {
  readonly seed: number;
  readonly runs: number;
  /** Called now and then with the number of a case that is under way. */
  readonly onProgress: (index: number) => void;
}

export interface Fuzzed extends Ended {
  readonly failed: readonly Failed[];
  readonly seconds: number;
}

/**
 * Runs cases 0 … runs − 1 of a seed, a process for each core. What fails: anything raised that is no refusal, or one with a code that the
 * reader has no business to give; a case that takes longer than 20 s; a process of more than 600 MiB, most of which is the program itself.
 */
export async function fuzz({ seed, runs, onProgress }: Fuzzing): Promise<Fuzzed> {
  const begun = performance.now();
  const step = availableParallelism();
  const dir = mkdtempSync(join(memoryFolder(), 'yidi-fuzz-'));
  const ended = await Promise.all(
    Array.from({ length: step }, (_, first) => {
      const own = join(dir, `${first}`);
      mkdirSync(own);
      return runShare({ seed, first, step, end: runs, dir: own, at: `${own}.at`, memory: MOST_MEMORY }, onProgress);
    }),
  );
  rmSync(dir, { recursive: true });
  const answers: Answers = {};
  for (const { answers: own } of ended)
    for (const [kind, counts] of Object.entries(own))
      for (const [answer, count] of Object.entries(counts)) note(answers, kind, answer, count);
  return {
    answers,
    failed: ended.flatMap(({ failed }) => failed).sort((a, b) => a.index - b.index),
    seconds: (performance.now() - begun) / 1000,
    memory: Math.max(...ended.map(({ memory }) => memory)),
    slowest: ended.map(({ slowest }) => slowest).reduce((a, b) => (a.ms > b.ms ? a : b)),
  };
}

/** Bytes of a process, most of which are the program itself. */
const MOST_MEMORY = 600 << 20;
/** What is thrown away is not left lying about until it looks like much. */
const HEAP = '--max-old-space-size=128';
const MOST_SECONDS = 20;

function runShare(
  share: Share,
  onProgress: (index: number) => void,
): Promise<Ended & { readonly failed: readonly Failed[] }> {
  const failed: Failed[] = [];
  let ended: Ended = { answers: {}, memory: 0, slowest: { index: share.first, ms: 0 } };
  writeFileSync(share.at, new Float64Array([share.first]));
  return new Promise((resolve) => {
    const child = fork(join(import.meta.dirname, 'process.ts'), { execArgv: [...process.execArgv, HEAP] });
    const fail = (error: string): void => {
      failed.push({ index: underWay(share.at), kind: 'the process', error });
    };
    // Counted and not read from a clock: a machine that stands still for a while is nobody's fault.
    let [seen, seconds] = [-1, 0];
    const watch = setInterval(() => {
      const index = underWay(share.at);
      onProgress(index);
      seconds = index === seen ? seconds + 1 : 0;
      seen = index;
      if (seconds < MOST_SECONDS) return;
      fail(`no answer within ${MOST_SECONDS} s`);
      child.kill('SIGKILL');
    }, 1000);
    child.on('message', (report: Report) => {
      if ('answers' in report) ended = report;
      else failed.push(report.failed);
    });
    child.on('exit', (code) => {
      clearInterval(watch);
      if (code !== 0 && failed.length === 0) fail(`the process ended with ${code}`);
      resolve({ ...ended, failed });
    });
    child.send(share);
  });
}

function underWay(path: string): number {
  return readFileSync(path).readDoubleLE(0);
}
