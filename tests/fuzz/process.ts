import { openSync, writeSync } from 'node:fs';
import { type Answers, note } from './answer.ts';
import { makeCase } from './case.ts';

/** What a process is to run: cases `first`, `first + step`, … below `end`. */
export interface Share {
  readonly seed: number;
  readonly first: number;
  readonly step: number;
  readonly end: number;
  /** A folder for what is read, and a file that takes the case that is under way, a number of eight bytes. */
  readonly dir: string;
  readonly at: string;
  /** Bytes that the process may come to. */
  readonly memory: number;
}

/** A case that ended in what is no answer. */
export interface Failed {
  readonly index: number;
  readonly kind: string;
  readonly error: string;
}

/** What a process came to. */
export interface Ended {
  readonly answers: Answers;
  /** The most bytes that it held. */
  readonly memory: number;
  /** The case that took longest, and how many ms. */
  readonly slowest: { readonly index: number; readonly ms: number };
}

export type Report = { readonly failed: Failed } | Ended;

process.once('message', (share: Share) => void run(share));

async function run({ seed, first, step, end, dir, at, memory }: Share): Promise<void> {
  const underWay = new Float64Array(1);
  const file = openSync(at, 'r+');
  const answers: Answers = {};
  let slowest = { index: first, ms: 0 };
  let failed = 0;
  for (let index = first; index < end && failed < MOST_FAILED; index += step) {
    underWay[0] = index;
    writeSync(file, underWay, 0, underWay.byteLength, 0);
    const begun = performance.now();
    let kind = 'the making of the case';
    try {
      const made = makeCase(seed, index);
      kind = made.kind;
      note(answers, kind, await made.read(dir), 1);
      if (mostMemory() > memory) throw new Error(`more than ${memory >> 20} MiB`);
    } catch (error) {
      failed++;
      say({ failed: { index, kind, error: error instanceof Error ? (error.stack ?? error.message) : String(error) } });
    }
    const ms = performance.now() - begun;
    if (ms > slowest.ms) slowest = { index, ms };
  }
  say({ answers, memory: mostMemory(), slowest });
  process.disconnect();
}

/** A process that failed so often need not go on. */
const MOST_FAILED = 20;

function say(report: Report): void {
  process.send!(report);
}

function mostMemory(): number {
  return process.resourceUsage().maxRSS * 1024;
}
