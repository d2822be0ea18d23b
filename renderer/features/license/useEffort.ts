import { useMemo, useRef } from 'react';

/** A longer pause between two keys is no work on this license, in ms. */
const longestPause = 30_000;

export interface Effort {
  begin(): void;
  count(event: KeyboardEvent): void;
  /** Seconds of work, pauses left out, and keys since `begin`. */
  spent(): { seconds: number; keys: number };
}

/** Measures what one entry costs, for pieces an hour. */
export function useEffort(): Effort {
  const state = useRef({ worked: 0, keys: 0, last: 0 });
  return useMemo(
    () => ({
      begin() {
        state.current = { worked: 0, keys: 0, last: performance.now() };
      },
      count(event) {
        if (['Shift', 'Control', 'Alt', 'Meta', 'Process'].includes(event.key)) return;
        const now = performance.now();
        const { worked, keys, last } = state.current;
        state.current = { worked: worked + Math.min(longestPause, now - last), keys: keys + 1, last: now };
      },
      spent: () => ({
        seconds: Math.round(state.current.worked / 1000),
        keys: state.current.keys,
      }),
    }),
    [],
  );
}
