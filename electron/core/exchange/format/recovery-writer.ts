import { type FileHandle, open } from 'node:fs/promises';
import { basename } from 'node:path';
import { Refusal } from '../../../../shared/contract/failures.ts';
import { ioFailure } from '../../store/io-failures.ts';
import { encodeChecks } from './recovery-checks.ts';
import {
  type CodewordRun,
  type CodewordWork,
  RUN_CODEWORDS,
  SOLVERS,
  solveCodewords,
  solveCodewordsBeside,
} from './recovery-codewords.ts';
import { BLOCK_BYTES, DATA_PLACES, type RecoveryLayout, recoveryLayout } from './recovery-layout.ts';
import { writeAt } from './recovery-source.ts';
import { PLACES } from './reed-solomon.ts';
import { type VolumeHeader, volumeLayout } from './volume-header.ts';

export interface RecoveryOptions {
  readonly signal?: AbortSignal | undefined;
  /** Codewords done so far and altogether. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/**
 * Writes the recovery data of a volume: padding, check lists and parity blocks. The file has everything up to the end of the
 * index then, and what its first 192 bytes are does not matter. Memory stays bounded but for 4 bytes a block. Refuses `cancelled`,
 * `disk-full`, `disk-read-only`.
 * @param header as it will be written
 */
export async function writeRecovery(path: string, header: VolumeHeader, options: RecoveryOptions = {}): Promise<void> {
  const { protectedBytes } = volumeLayout(header);
  const layout = recoveryLayout(protectedBytes);
  const runs = runsOf(layout);
  const crcs = new Uint32Array(layout.dataBlocks + layout.parityBlocks);
  const file = await open(path, 'r+').catch((error: unknown) => {
    throw ioFailure(error, path);
  });
  try {
    await writeAt(file, new Uint8Array(layout.padding.length), layout.padding.offset);
    let done = 0;
    await solveRuns({ path, protectedBytes, runs }, options.signal, (run, solved) => {
      noteChecks(crcs, layout, run, solved);
      done += run.count;
      options.onProgress?.(done, layout.groups);
    });
    await writeChecks(file, header, crcs);
  } catch (error) {
    throw ioFailure(error, path);
  } finally {
    await file.close();
  }
}

/**
 * Solves codewords on as many threads as there are cores, or here where they are so few that a thread would take longer to start.
 * @param done called for each run, in any order, with the CRC-32 of its blocks
 */
export async function solveRuns(
  { path, protectedBytes, runs }: CodewordWork,
  signal: AbortSignal | undefined,
  done: (run: CodewordRun, crcs: Uint32Array) => void,
): Promise<void> {
  const count = runs.reduce((sum, run) => sum + run.count, 0);
  const beside = count > CODEWORDS_HERE;
  const waiting = piecesOf(runs, workSize(count));
  const solve = async (): Promise<void> => {
    for (let piece = waiting.shift(); piece !== undefined; piece = waiting.shift()) {
      if (signal?.aborted === true) throw new Refusal('cancelled');
      const work = { path, protectedBytes, runs: piece };
      const solved = beside ? await solveCodewordsBeside(work, basename(path), signal) : solveCodewords(work);
      for (const [i, run] of piece.entries()) done(run, solved[i]!);
    }
  };
  const ends = Array.from({ length: beside ? SOLVERS : 1 }, solve);
  try {
    await Promise.all(ends);
  } finally {
    // Nobody may write to the file any more when the caller takes it away.
    waiting.length = 0;
    await Promise.allSettled(ends);
  }
}

/** Puts the CRC-32 of the blocks of a run where the check list has them. */
export function noteChecks(
  crcs: Uint32Array,
  { groups, dataBlocks }: RecoveryLayout,
  { first, count }: CodewordRun,
  solved: Uint32Array,
): void {
  for (let place = 0; place < PLACES; place++) {
    const start = place < DATA_PLACES ? place * groups : dataBlocks + (place - DATA_PLACES) * groups;
    const end = place < DATA_PLACES ? dataBlocks : crcs.length;
    const there = Math.min(count, end - start - first);
    if (there > 0) crcs.set(solved.subarray(place * count, place * count + there), start + first);
  }
}

/** Writes the three copies of the check list, a piece of all three at a time. */
export async function writeChecks(file: FileHandle, header: VolumeHeader, crcs: Uint32Array): Promise<void> {
  const { checkBlocks, checks } = recoveryLayout(volumeLayout(header).protectedBytes);
  const piece = new Uint8Array(Math.min(CHECK_BLOCKS_AT_A_TIME, checkBlocks) * BLOCK_BYTES);
  for (let k = 0; k < checkBlocks; k += CHECK_BLOCKS_AT_A_TIME) {
    const blocks = piece.subarray(0, (checkBlocks - k) * BLOCK_BYTES);
    encodeChecks(header, crcs, k, blocks);
    for (const { offset } of checks) await writeAt(file, blocks, offset + k * BLOCK_BYTES);
  }
}

/** Parity is what a volume lacks before it is written. */
const PARITY = Array.from({ length: PLACES - DATA_PLACES }, (_, j) => DATA_PLACES + j);

/** So many codewords take some 30 ms. */
const CODEWORDS_HERE = 4;

const CHECK_BLOCKS_AT_A_TIME = 256;

function runsOf({ groups }: RecoveryLayout): CodewordRun[] {
  const size = workSize(groups);
  const runs: CodewordRun[] = [];
  for (let first = 0; first < groups; first += size) {
    runs.push({ first, count: Math.min(size, groups - first), erased: PARITY });
  }
  return runs;
}

/** Codewords that a thread is asked for at a time: all threads have something to do, however few there are. */
function workSize(codewords: number): number {
  return Math.min(RUN_CODEWORDS, Math.ceil(codewords / (2 * SOLVERS)));
}

/** Runs, long ones alone and short ones together. */
function piecesOf(runs: readonly CodewordRun[], size: number): CodewordRun[][] {
  const pieces: CodewordRun[][] = [];
  let room = 0;
  for (const run of runs) {
    if (run.count > room) {
      pieces.push([]);
      room = Math.max(size, run.count);
    }
    pieces.at(-1)!.push(run);
    room -= run.count;
  }
  return pieces;
}
