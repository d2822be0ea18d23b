import type { EventName } from '../../../shared/contract/events.ts';
import { failure, Refusal } from '../../../shared/contract/failures.ts';
import type { Reply } from '../../../shared/contract/reply.ts';
import type { BlobContent, Core, Hear } from '../core-types.ts';

/**
 * Either end of a channel between two processes that clones what it carries: Electron's utilityProcess and
 * parentPort (through `parentPortOf`), or a MessagePort.
 */
export interface Port {
  postMessage(message: unknown): void;
  on(event: 'message', hear: (message: unknown) => void): unknown;
}

/** A core in another process. `fail` ends every call that still waits, once the other process is gone. */
export interface RemoteCore extends Core {
  fail(error: Error): void;
}

/** Electron's parentPort wraps each message in an event; this takes it out. */
export function parentPortOf(port: {
  postMessage(message: unknown): void;
  on(event: 'message', hear: (event: { data: unknown }) => void): unknown;
}): Port {
  return {
    postMessage: (message) => port.postMessage(message),
    on: (event, hear) => port.on(event, ({ data }) => hear(data)),
  };
}

/** Serves a core to the process at the other end. `closed` runs after the other end asked to close and the core has. */
export function servePort(core: Core, port: Port, closed: () => void = () => {}): void {
  core.listen((event, payload) => port.postMessage({ event, payload } satisfies FromCore));
  port.on('message', async (message) => {
    const request = message as ToCore;
    const reply = await answer(core, request);
    port.postMessage({ id: request.id, reply } satisfies FromCore);
    if (request.op === 'close') closed();
  });
}

/** The core at the other end of the port. */
export function connectPort(port: Port): RemoteCore {
  const waiting = new Map<number, { resolve: (reply: Reply) => void; reject: (error: Error) => void }>();
  const listeners = new Set<Hear>();
  let nextId = 1;
  let gone: Error | undefined;

  port.on('message', (message) => {
    const answered = message as FromCore;
    if ('event' in answered) {
      for (const hear of [...listeners]) hear(answered.event, answered.payload);
      return;
    }
    waiting.get(answered.id)?.resolve(answered.reply);
    waiting.delete(answered.id);
  });

  const ask = (request: ToCoreBody): Promise<Reply> =>
    new Promise((resolve, reject) => {
      if (gone) return reject(gone);
      const id = nextId++;
      waiting.set(id, { resolve, reject });
      port.postMessage({ ...request, id } satisfies ToCore);
    });

  return {
    dispatch: (method, input) => ask({ op: 'call', method, input }),
    listen: (hear) => {
      const own: Hear = (event, payload) => hear(event, payload);
      listeners.add(own);
      return () => listeners.delete(own);
    },
    readBlob: async (id) => {
      const reply = await ask({ op: 'blob', blob: id });
      if (reply.ok) return reply.value as BlobContent;
      throw new Refusal(reply.failure.code, reply.failure.details);
    },
    close: async () => {
      await ask({ op: 'close' });
    },
    fail: (error) => {
      gone = error;
      for (const { reject } of waiting.values()) reject(error);
      waiting.clear();
    },
  };
}

type ToCoreBody =
  | { readonly op: 'call'; readonly method: string; readonly input: unknown }
  | { readonly op: 'blob'; readonly blob: string }
  | { readonly op: 'close' };
type ToCore = ToCoreBody & { readonly id: number };
type FromCore =
  | { readonly id: number; readonly reply: Reply }
  | { readonly event: EventName; readonly payload: unknown };

async function answer(core: Core, request: ToCore): Promise<Reply> {
  try {
    switch (request.op) {
      case 'call':
        return await core.dispatch(request.method, request.input);
      case 'blob':
        return { ok: true, value: await core.readBlob(request.blob) };
      case 'close':
        await core.close();
        return { ok: true, value: null };
    }
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, failure: error.failure };
    console.error(error);
    return { ok: false, failure: failure('internal') };
  }
}
