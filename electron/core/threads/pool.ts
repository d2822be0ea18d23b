import { type Transferable, Worker } from 'node:worker_threads';
import { type Failure, Refusal } from '../../../shared/contract/failures.ts';
import { workerFile } from '../places.ts';
import { newTurn, passTurn } from './turn.ts';

/** What goes to a worker thread and what comes back. */
export interface WorkRequest<I> {
  readonly input: I;
}
export type WorkReply<O> =
  | { readonly ok: true; readonly value: O }
  | { readonly ok: false; readonly failure: Failure }
  | { readonly ok: false; readonly bug: string };

export interface WorkOptions {
  /** Ends the thread in the middle of its work; the promise is refused as `cancelled`. */
  readonly signal?: AbortSignal | undefined;
  /** Buffers and ports that move to the worker instead of being copied. */
  readonly transfer?: readonly Transferable[];
  /** What is being worked on, for the message when the thread dies. */
  readonly name: string;
}

export interface WorkPool<I, O> {
  /** Runs one piece of work on a free thread, waiting for one where all are busy. Raises the worker's own refusal, `cancelled` or `work-crashed`. */
  run(input: I, options: WorkOptions): Promise<O>;
  close(): Promise<void>;
}

export interface PoolOptions {
  /** Entry under electron/workers, without ending. */
  readonly entry: string;
  readonly threads: number;
  /** Memory for the objects of one thread, MiB: a thread that wants more is ended, as `work-crashed`. */
  readonly heapMb?: number;
}

/** An idle thread is let go after this: its memory is worth more than its start of a tenth of a second. */
const IDLE_MS = 20_000;

/** Threads for work that would block the core. Idle threads never keep the process alive. Their `workerData` is a turn that they share. */
export function createPool<I, O>({ entry, threads, heapMb }: PoolOptions): WorkPool<I, O> {
  const turn = newTurn();
  const idle: { worker: Worker; timer: NodeJS.Timeout }[] = [];
  const busy = new Set<Worker>();
  const waiting: (() => void)[] = [];

  const take = async (): Promise<Worker> => {
    for (;;) {
      const free = idle.pop();
      if (free) {
        clearTimeout(free.timer);
        busy.add(free.worker);
        free.worker.ref();
        return free.worker;
      }
      if (busy.size < threads) {
        const worker = new Worker(workerFile(entry), {
          workerData: turn,
          ...(heapMb ? { resourceLimits: { maxOldGenerationSizeMb: heapMb } } : {}),
        });
        busy.add(worker);
        return worker;
      }
      await new Promise<void>((go) => waiting.push(go));
    }
  };
  const giveBack = (worker: Worker, alive: boolean): void => {
    busy.delete(worker);
    if (alive) {
      worker.unref();
      const timer = setTimeout(() => {
        idle.splice(
          idle.findIndex((one) => one.worker === worker),
          1,
        );
        void worker.terminate();
      }, IDLE_MS);
      timer.unref();
      idle.push({ worker, timer });
    }
    waiting.shift()?.();
  };

  return {
    async run(input, { signal, transfer = [], name }) {
      if (signal?.aborted) throw new Refusal('cancelled');
      const worker = await take();
      const { threadId } = worker;
      let alive = false;
      try {
        const reply = await ask<I, O>(worker, input, transfer, signal, name);
        alive = true;
        if (reply.ok) return reply.value;
        if ('failure' in reply) throw new Refusal(reply.failure.code, reply.failure.details);
        throw new Error(`worker ${entry}: ${reply.bug}`);
      } finally {
        if (!alive) await worker.terminate();
        passTurn(turn, threadId);
        giveBack(worker, alive);
      }
    },
    async close() {
      for (const { worker, timer } of idle.splice(0)) {
        clearTimeout(timer);
        await worker.terminate();
      }
    },
  };
}

function ask<I, O>(
  worker: Worker,
  input: I,
  transfer: readonly Transferable[],
  signal: AbortSignal | undefined,
  name: string,
): Promise<WorkReply<O>> {
  return new Promise((resolve, reject) => {
    const stop = (end: () => void): void => {
      worker.off('message', answered).off('messageerror', crashed).off('error', crashed).off('exit', crashed);
      signal?.removeEventListener('abort', cancel);
      end();
    };
    const answered = (reply: WorkReply<O>): void => stop(() => resolve(reply));
    const cancel = (): void => stop(() => reject(new Refusal('cancelled')));
    const crashed = (cause: unknown): void =>
      stop(() => reject(new Refusal('work-crashed', { name, cause: String(cause) })));
    worker.on('message', answered).on('messageerror', crashed).on('error', crashed).on('exit', crashed);
    if (signal?.aborted) return cancel();
    signal?.addEventListener('abort', cancel);
    const request: WorkRequest<I> = { input };
    worker.postMessage(request, [...transfer]);
  });
}
