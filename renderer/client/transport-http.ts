import { createFrameReader } from '../../shared/contract/frames.ts';
import type { Reply, Transport } from '../../shared/contract/reply.ts';
import { decodeWire, encodeWire } from '../../shared/contract/wire.ts';
import { createSessionStatus, type SessionStatus } from './session-state.ts';

export interface HttpConnection {
  readonly transport: Transport;
  readonly status: SessionStatus;
  /** Stops the event stream. */
  close(): void;
}

export interface HttpOptions {
  /** The host's `http://127.0.0.1:PORT`, empty for the page's own. */
  readonly origin?: string;
  /** The token of the start address; undefined when the page has none, for example after a reload. */
  readonly startToken: string | undefined;
  readonly fetch?: typeof fetch;
}

/** The page's end of the host: calls by POST, events on one long answer, pictures by an address with a key in it. */
export function httpConnection({ origin = '', startToken, fetch: send = fetch }: HttpOptions): HttpConnection {
  const [status, move] = createSessionStatus(startToken === undefined ? 'expired' : 'starting');
  const listeners = new Set<(event: string, payload: unknown) => void>();
  const stop = new AbortController();
  let blobKey = '';

  const session: Promise<{ token: string } | undefined> =
    startToken === undefined ? Promise.resolve(undefined) : openSession(startToken);

  async function openSession(start: string): Promise<{ token: string } | undefined> {
    try {
      const response = await send(`${origin}/session`, { method: 'POST', body: JSON.stringify({ start }) });
      if (!response.ok) throw new Error(`the host refused the start token: ${response.status}`);
      const keys = (await response.json()) as { token: string; blobKey: string };
      blobKey = keys.blobKey;
      const listening = hearEvents(keys.token);
      await listening.attached;
      move('ready');
      return keys;
    } catch {
      move('expired');
      return undefined;
    }
  }

  async function post(path: string, token: string, body: BodyInit): Promise<Response> {
    const headers = { 'X-Yidi-Token': token, 'Content-Type': 'application/octet-stream' };
    return await send(`${origin}${path}`, { method: 'POST', headers, body, signal: stop.signal });
  }

  /**
   * Reads the event stream, connects again where it broke, and gives the session up when the host no longer
   * answers.
   */
  function hearEvents(token: string): { attached: Promise<void> } {
    let attach: () => void = () => {};
    let fail: (error: unknown) => void = () => {};
    const attached = new Promise<void>((resolve, reject) => {
      attach = resolve;
      fail = reject;
    });
    const run = async () => {
      let after = -1;
      for (;;) {
        const response = await post('/events', token, String(after));
        if (!response.ok || !response.body) throw new Error(`the host refused the event stream: ${response.status}`);
        attach();
        const read = createFrameReader();
        const reader = response.body.getReader();
        for (;;) {
          const piece = await reader.read().catch(() => undefined);
          if (!piece?.value) break;
          for (const frame of read(piece.value)) {
            after = frame.sequence;
            for (const hear of [...listeners]) hear(frame.event, frame.payload);
          }
        }
        stop.signal.throwIfAborted();
      }
    };
    run().catch((error: unknown) => {
      move('expired');
      fail(error);
    });
    return { attached };
  }

  const transport: Transport = {
    async invoke(method, input) {
      const keys = await session;
      if (!keys) throw new Error('the session with the host has ended');
      let response: Response;
      try {
        response = await post(`/call/${encodeURIComponent(method)}`, keys.token, encodeWire(input));
      } catch (error) {
        if (!stop.signal.aborted) move('expired');
        throw error;
      }
      if (response.status === 401) move('expired');
      if (!response.ok) return (await response.json()) as Reply;
      return decodeWire(new Uint8Array(await response.arrayBuffer())) as Reply;
    },
    listen(hear) {
      const own: typeof hear = (event, payload) => hear(event, payload);
      listeners.add(own);
      return () => listeners.delete(own);
    },
    blobUrl: (id) => `${origin}/blob/${blobKey}/${encodeURIComponent(id)}`,
  };
  return { transport, status, close: () => stop.abort() };
}
