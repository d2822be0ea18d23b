import type { Transport } from '../../../shared/contract/reply.ts';
import type { Core } from '../core-types.ts';

/** The transport inside one process: the command line, the tests, and a page's end of a core behind a port. */
export function directTransport(core: Core): Transport {
  return {
    invoke: (method, input) => core.dispatch(method, input),
    listen: (hear) => core.listen(hear),
    blobUrl: (id) => `blob/${encodeURIComponent(id)}`,
  };
}
