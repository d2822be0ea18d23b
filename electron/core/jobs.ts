import type { Emit } from '../../shared/contract/events.ts';
import { Refusal } from '../../shared/contract/failures.ts';
import type { Job } from './context.ts';

export interface Jobs {
  /** Runs `work` under this id; an abort comes back as the failure `cancelled`. */
  run<T>(id: string, work: (job: Job) => Promise<T>): Promise<T>;
  cancel(id: string): { readonly cancelled: boolean };
  cancelAll(): void;
}

// Ten progress events a second are what an eye can follow; more only fill the channel.
const interval = 100;

/** Keeps track of the long jobs. `hold` keeps the station open while one runs. */
export function createJobs(emit: Emit, hold: () => () => void): Jobs {
  const running = new Map<string, AbortController>();
  return {
    async run(id, work) {
      const controller = new AbortController();
      const letGo = hold();
      running.set(id, controller);
      try {
        return await work({ signal: controller.signal, progress: reporter(id, emit) });
      } catch (error) {
        if (controller.signal.aborted && !(error instanceof Refusal)) throw new Refusal('cancelled');
        throw error;
      } finally {
        running.delete(id);
        letGo();
      }
    },
    cancel(id) {
      const controller = running.get(id);
      controller?.abort();
      return { cancelled: controller !== undefined };
    },
    cancelAll() {
      for (const controller of running.values()) controller.abort();
    },
  };
}

function reporter(job: string, emit: Emit): Job['progress'] {
  let begun = performance.now();
  let from = 0;
  let step = '';
  let last = 0;
  return (name, done, total, unit = 'items') => {
    const now = performance.now();
    if (name !== step) {
      step = name;
      begun = now;
      // A step may go on counting where the one before it stopped.
      from = done;
    } else if (now - last < interval && done < total) return;
    last = now;
    const seconds = (now - begun) / 1000;
    const rate = seconds > 0.5 && done > from ? (done - from) / seconds : null;
    emit('progress', {
      job,
      step: name,
      done,
      total,
      bytesPerSecond: unit === 'bytes' ? (rate ?? 0) : null,
      secondsLeft: rate === null ? null : Math.max(0, (total - done) / rate),
    });
  };
}
