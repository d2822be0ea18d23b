/**
 * What a page can do with its connection: `starting` until the host has taken its start token, `ready`, or
 * `expired` for good: the page was reloaded (its keys were in memory only), its address was used or too old, or the
 * program has ended. An expired page can only be opened again.
 */
export type SessionState = 'starting' | 'ready' | 'expired';

export interface SessionStatus {
  get(): SessionState;
  /** Hears each change; returns the function that stops. */
  subscribe(hear: () => void): () => void;
}

/** @returns the status and the function that moves it on; `expired` is final. */
export function createSessionStatus(initial: SessionState): [SessionStatus, (next: SessionState) => void] {
  let state = initial;
  const hearers = new Set<() => void>();
  const status: SessionStatus = {
    get: () => state,
    subscribe: (hear) => {
      hearers.add(hear);
      return () => hearers.delete(hear);
    },
  };
  const move = (next: SessionState) => {
    if (state === next || state === 'expired') return;
    state = next;
    for (const hear of [...hearers]) hear();
  };
  return [status, move];
}
