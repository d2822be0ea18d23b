import { encodeFrame, heartbeat } from '../../shared/contract/frames.ts';
import type { Core } from '../core/core-types.ts';

/** Where one page's event stream is written to. */
export interface EventSink {
  write(bytes: Uint8Array): void;
}

export interface EventHub {
  /**
   * Sends a page every event after `after`, in order, then what follows. `after` −1 starts with the next event.
   *
   * @returns the function that ends it, undefined when events after `after` are no longer kept and the page must be
   * opened anew
   */
  attach(sink: EventSink, after: number): (() => void) | undefined;
  readonly pages: number;
  close(): void;
}

/** How many events are kept for a page whose stream broke. */
const keptEvents = 2000;
const heartbeatMs = 15_000;

/** @param pagesChanged hears how many pages listen, whenever that changes. */
export function createEventHub(core: Core, pagesChanged: (pages: number) => void): EventHub {
  const sinks = new Set<EventSink>();
  const kept: Uint8Array[] = [];
  let next = 0;

  const stop = core.listen((event, payload) => {
    const bytes = encodeFrame({ sequence: next, event, payload });
    next += 1;
    kept.push(bytes);
    if (kept.length > keptEvents) kept.shift();
    for (const sink of sinks) sink.write(bytes);
  });
  const beat = setInterval(() => {
    for (const sink of sinks) sink.write(heartbeat);
  }, heartbeatMs);
  beat.unref();

  return {
    attach(sink, after) {
      const first = after < 0 ? next : after + 1;
      if (first > next || first < next - kept.length) return undefined;
      sink.write(heartbeat);
      for (const bytes of kept.slice(kept.length - (next - first))) sink.write(bytes);
      sinks.add(sink);
      pagesChanged(sinks.size);
      return () => {
        if (sinks.delete(sink)) pagesChanged(sinks.size);
      };
    },
    get pages() {
      return sinks.size;
    },
    close() {
      clearInterval(beat);
      stop();
      sinks.clear();
    },
  };
}
