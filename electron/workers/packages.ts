import { parentPort } from 'node:worker_threads';
import { Refusal } from '../../shared/contract/failures.ts';
import { type ChunkRun, type ChunkRunDone, workChunks } from '../core/crypto/chunk-work.ts';
import { type CodewordsSolved, type CodewordWork, solveCodewords } from '../core/exchange/format/recovery-codewords.ts';
import type { WorkReply, WorkRequest } from '../core/threads/pool.ts';

type Work = { readonly chunks: ChunkRun } | { readonly codewords: CodewordWork };

// Worker thread: the bulk work on packages. Chunks come and go without being copied; codewords it reads and writes itself.
parentPort!.on('message', ({ input }: WorkRequest<Work>) => {
  let reply: WorkReply<ChunkRunDone | CodewordsSolved>;
  let moved: ArrayBuffer[] = [];
  try {
    if ('chunks' in input) {
      const value = workChunks(input.chunks);
      moved = [value.data.buffer];
      reply = { ok: true, value };
    } else reply = { ok: true, value: solveCodewords(input.codewords) };
  } catch (error) {
    if (error instanceof Refusal) reply = { ok: false, failure: error.failure };
    else reply = { ok: false, bug: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
  parentPort!.postMessage(reply, moved);
});
