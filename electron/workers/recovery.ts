import { parentPort } from 'node:worker_threads';
import { Refusal } from '../../shared/contract/failures.ts';
import { type CodewordsSolved, type CodewordWork, solveCodewords } from '../core/exchange/format/recovery-codewords.ts';
import type { WorkReply, WorkRequest } from '../core/threads/threads.ts';

// Worker thread: solves codewords of recovery data, in files that it opens itself.
parentPort!.on('message', ({ input }: WorkRequest<CodewordWork>) => {
  let reply: WorkReply<CodewordsSolved>;
  try {
    reply = { ok: true, value: solveCodewords(input) };
  } catch (error) {
    if (error instanceof Refusal) reply = { ok: false, failure: error.failure };
    else reply = { ok: false, bug: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
  parentPort!.postMessage(reply);
});
