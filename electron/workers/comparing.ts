import { parentPort } from 'node:worker_threads';
import sharp from 'sharp';
import { Refusal } from '../../shared/contract/failures.ts';
import type { ComparingInput, SealComparison, WorkReply, WorkRequest } from '../core/threads/threads.ts';
import { compareSeals } from './imaging/compare-seals.ts';

// Worker thread: lays one pair of imprints over each other after the other.
sharp.concurrency(1);

parentPort!.on('message', async ({ input }: WorkRequest<ComparingInput>) => {
  let reply: WorkReply<SealComparison>;
  try {
    reply = { ok: true, value: await compareSeals(input.earlier, input.later, input.picture) };
  } catch (error) {
    if (error instanceof Refusal) reply = { ok: false, failure: error.failure };
    else reply = { ok: false, bug: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
  parentPort!.postMessage(reply);
});
