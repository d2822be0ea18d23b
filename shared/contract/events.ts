import { z } from 'zod';

/** Events that the core pushes to every listening page. */
export const events = {
  /** Something was written: pages whose data carries one of these names read again. */
  changed: z.object({ what: z.array(z.string()) }),
  /** A long job moved on. `bytesPerSecond` is null where things are counted, 0 until it can be told; `secondsLeft` null until then. */
  progress: z.object({
    job: z.string(),
    step: z.string(),
    done: z.number(),
    total: z.number(),
    bytesPerSecond: z.number().nullable(),
    secondsLeft: z.number().nullable(),
  }),
  /** The page must hide at once: locked by a person or by idleness. */
  locked: z.object({ reason: z.enum(['user', 'idle', 'closed']) }),
} as const;

export type EventName = keyof typeof events;
export type EventPayload<E extends EventName> = z.infer<(typeof events)[E]>;
export type Emit = <E extends EventName>(event: E, payload: EventPayload<E>) => void;
