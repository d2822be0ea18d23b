import type { Bridge } from '../../shared/contract/bridge.ts';
import type { Reply, Transport } from '../../shared/contract/reply.ts';
import { decodeWire, encodeWire } from '../../shared/contract/wire.ts';

/** The page's end of Electron's one channel, over the bridge that the preload put on the window. */
export function electronTransport(bridge: Bridge): Transport {
  return {
    invoke: async (method, input) => decodeWire(await bridge.call(method, encodeWire(input))) as Reply,
    listen: (hear) =>
      bridge.listen((bytes) => {
        const { event, payload } = decodeWire(bytes) as { event: string; payload: unknown };
        hear(event, payload);
      }),
    blobUrl: (id) => `/blob/${encodeURIComponent(id)}`,
  };
}
