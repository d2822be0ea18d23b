import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { chunkKernel } from '../../crypto/kernel/kernel.ts';
import { ioFailure } from '../../store/io-failures.ts';
import { PACKAGE_THREADS, packageThreads } from '../../threads/package-threads.ts';
import { BLOCK_BYTES, DATA_PLACES, recoveryLayout } from './recovery-layout.ts';
import { erasureMatrix, PLACES } from './reed-solomon.ts';
import { VOLUME_HEADER_BYTES } from './volume-header.ts';

/** Neighbouring codewords of a volume that lack the same places. */
export interface CodewordRun {
  readonly first: number;
  readonly count: number;
  /** At most 23 places of 0 … 254. */
  readonly erased: readonly number[];
}

/** Codewords of a file to be solved: what is erased is worked out from the other places and written where it belongs. */
export interface CodewordWork {
  readonly path: string;
  /** Bytes that recovery data protects; the layout follows from it. */
  readonly protectedBytes: number;
  readonly runs: readonly CodewordRun[];
}

/** For each run the CRC-32 of each block: that of codeword `first + i` at place p stands at p · count + i. */
export type CodewordsSolved = readonly Uint32Array[];

/** Codewords of a run at most: 30 MB of a volume, for which a thread needs some 7 MiB of memory. */
export const RUN_CODEWORDS = 32;

/** How many threads solve codewords at a time. */
export const SOLVERS = PACKAGE_THREADS;

/** Solves on a worker thread. Raises `cancelled` and what `solveCodewords` raises. */
export function solveCodewordsBeside(
  work: CodewordWork,
  name: string,
  signal: AbortSignal | undefined,
): Promise<CodewordsSolved> {
  return packageThreads<CodewordWork, CodewordsSolved>().run({ codewords: work }, { name, signal });
}

/**
 * Solves on the calling thread. It takes all bytes of the file that are not erased for right, but the first 192 for zeros. Refuses
 * `disk-full`, `disk-read-only`, `file-missing`.
 */
export function solveCodewords({ path, protectedBytes, runs }: CodewordWork): CodewordsSolved {
  const blocks = new BlockFile(path, protectedBytes);
  try {
    return runs.map((run) => solveRun(blocks, run));
  } catch (error) {
    throw ioFailure(error, path);
  } finally {
    blocks.close();
  }
}

/** Places that are read at a time: what they hold stays small beside what they add to. */
const PLACES_AT_A_TIME = 32;

function solveRun(blocks: BlockFile, { first, count, erased }: CodewordRun): Uint32Array {
  const bytes = count * BLOCK_BYTES;
  const crcs = new Uint32Array(PLACES * count);
  const note = (place: number, stretch: Uint8Array): void => {
    const there = blocks.there(place, first, count);
    for (let i = 0; i < there; i++) {
      crcs[place * count + i] = crc32(stretch.subarray(i * BLOCK_BYTES, (i + 1) * BLOCK_BYTES));
    }
  };
  const [solved, stretches] = stretchesOf(bytes, erased.length);
  const missing = new Set(erased);
  const known = Array.from({ length: PLACES }, (_, place) => place).filter(
    (place) => !missing.has(place) && blocks.there(place, first, count) > 0,
  );
  const kernel = chunkKernel();
  for (let at = 0; at < known.length; at += PLACES_AT_A_TIME) {
    const places = known.slice(at, at + PLACES_AT_A_TIME);
    const inputs = stretches.slice(0, places.length);
    for (const [i, place] of places.entries()) {
      blocks.read(place, first, count, inputs[i]!);
      note(place, inputs[i]!);
    }
    kernel.combine(erasureMatrix(places, erased), inputs, solved);
  }
  for (const [e, place] of erased.entries()) {
    note(place, solved[e]!);
    blocks.write(place, first, count, solved[e]!);
  }
  return crcs;
}

/** Zeros for what is solved, and room for what is read: the same memory for one run after the other. */
function stretchesOf(bytes: number, erased: number): [solved: Uint8Array[], read: Uint8Array[]] {
  const count = erased + PLACES_AT_A_TIME;
  if (memory.length < count * bytes) memory = new Uint8Array(count * bytes);
  const all = Array.from({ length: count }, (_, i) => memory.subarray(i * bytes, (i + 1) * bytes));
  const solved = all.slice(0, erased);
  for (const stretch of solved) stretch.fill(0);
  return [solved, all.slice(erased)];
}

let memory = new Uint8Array(0);

/** The blocks of a volume by place and codeword. */
class BlockFile {
  private readonly file: number;
  private readonly protectedBytes: number;
  private readonly layout: ReturnType<typeof recoveryLayout>;

  constructor(path: string, protectedBytes: number) {
    this.file = openSync(path, 'r+');
    this.protectedBytes = protectedBytes;
    this.layout = recoveryLayout(protectedBytes);
  }

  /** How many of these neighbouring codewords have a block at this place; the others are behind the last one. */
  there(place: number, first: number, count: number): number {
    const { groups, dataBlocks } = this.layout;
    return place < DATA_PLACES ? Math.max(0, Math.min(count, dataBlocks - place * groups - first)) : count;
  }

  read(place: number, first: number, count: number, into: Uint8Array): void {
    const wanted = this.there(place, first, count) * BLOCK_BYTES;
    const offset = this.offset(place, first);
    let got = 0;
    for (let read = -1; got < wanted && read !== 0; got += read) {
      read = readSync(this.file, into, got, wanted - got, offset + got);
    }
    into.fill(0, got);
    if (place >= DATA_PLACES) return;
    if (offset === 0) into.fill(0, 0, VOLUME_HEADER_BYTES);
    if (offset + got > this.protectedBytes) into.fill(0, this.protectedBytes - offset);
  }

  /** Leaves what counts as zeros and is none alone: the first 192 bytes, and all behind the last protected one. */
  write(place: number, first: number, count: number, from: Uint8Array): void {
    const offset = this.offset(place, first);
    let end = this.there(place, first, count) * BLOCK_BYTES;
    if (place < DATA_PLACES) end = Math.min(end, this.protectedBytes - offset);
    for (let at = offset === 0 ? VOLUME_HEADER_BYTES : 0; at < end; ) {
      at += writeSync(this.file, from, at, end - at, offset + at);
    }
  }

  close(): void {
    closeSync(this.file);
  }

  private offset(place: number, first: number): number {
    const { groups, parity } = this.layout;
    if (place < DATA_PLACES) return (place * groups + first) * BLOCK_BYTES;
    return parity.offset + ((place - DATA_PLACES) * groups + first) * BLOCK_BYTES;
  }
}
