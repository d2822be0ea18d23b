import type { z } from 'zod';
import type { EventName, EventPayload } from './events.ts';
import { events } from './events.ts';
import { Refusal } from './failures.ts';
import type { MethodSpec } from './method.ts';
import type { Transport } from './reply.ts';

export type Methods = Readonly<Record<string, MethodSpec>>;

export interface Client<M extends Methods> {
  /** Calls a method; resolves with its output or rejects with a `Refusal` that carries the failure. */
  call<N extends keyof M & string>(name: N, input: z.input<M[N]['input']>): Promise<z.output<M[N]['output']>>;
  /** Listens to one event; returns the function that stops. */
  on<E extends EventName>(event: E, hear: (payload: EventPayload<E>) => void): () => void;
  blobUrl(id: string): string;
}

/** The typed face of a transport. */
export function createClient<M extends Methods>(transport: Transport): Client<M> {
  return {
    async call(name, input) {
      const reply = await transport.invoke(name, input);
      if (reply.ok) return reply.value as never;
      throw new Refusal(reply.failure.code, reply.failure.details);
    },
    on(event, hear) {
      return transport.listen((name, payload) => {
        if (name === event) hear(events[event].parse(payload) as never);
      });
    },
    blobUrl: (id) => transport.blobUrl(id),
  };
}
