import { type Client, createClient } from '../../shared/contract/client.ts';
import type { Methods } from '../../shared/contract/methods.ts';
import type { LocalCore } from '../core/core.ts';
import { directTransport } from '../core/transport/direct.ts';

/** The typed client of a core in this process: commands call the same methods as the window. */
export function clientOf(core: LocalCore): Client<Methods> {
  return createClient<Methods>(directTransport(core));
}
