import { parentPort, type Transferable } from 'node:worker_threads';
import { Refusal } from '../../../shared/contract/failures.ts';
import type { WorkReply, WorkRequest } from './pool.ts';

/**
 * In the entry of a worker thread: answers every request with what `work` makes of its input. A refusal goes back by its code, anything
 * else that is thrown as a bug. `moved` names the buffers of an answer that change threads instead of being copied.
 */
export function answerWith<I, O>(
  work: (input: I) => O | Promise<O>,
  moved: (value: O) => readonly Transferable[] = () => [],
): void {
  parentPort!.on('message', async ({ input }: WorkRequest<I>) => {
    let reply: WorkReply<O>;
    let transfer: readonly Transferable[] = [];
    try {
      const value = await work(input);
      reply = { ok: true, value };
      transfer = moved(value);
    } catch (error) {
      if (error instanceof Refusal) reply = { ok: false, failure: error.failure };
      else reply = { ok: false, bug: error instanceof Error ? (error.stack ?? error.message) : String(error) };
    }
    parentPort!.postMessage(reply, transfer);
  });
}
