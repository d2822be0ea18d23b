import { type Bridge, bridgeName } from '../../shared/contract/bridge.ts';
import type { Transport } from '../../shared/contract/reply.ts';
import { createSessionStatus, type SessionStatus } from './session-state.ts';
import { electronTransport } from './transport-electron.ts';
import { httpConnection } from './transport-http.ts';

export interface Connection {
  readonly transport: Transport;
  readonly status: SessionStatus;
  /** `electron` in the product's own window, `host` in a browser. */
  readonly shell: 'electron' | 'host';
}

/**
 * Connects the page to its shell. In a browser the start token is taken out of the address before anything else
 * sees it, so call this once, before a router reads the fragment.
 */
export function connect(): Connection {
  const bridge = (window as unknown as Record<string, Bridge | undefined>)[bridgeName];
  if (bridge) {
    const [status] = createSessionStatus('ready');
    return { transport: electronTransport(bridge), status, shell: 'electron' };
  }
  return { ...httpConnection({ startToken: takeStartToken() }), shell: 'host' };
}

function takeStartToken(): string | undefined {
  const token = /^#start=([\w-]+)$/.exec(location.hash)?.[1];
  if (token !== undefined) history.replaceState(null, '', location.pathname);
  return token;
}
