import type { Station } from '../store/station.ts';

const queues = new WeakMap<Station, Promise<unknown>>();

/**
 * Runs pieces of work on one station one after another: sealing, intake and answers each draw a sequence number first and write
 * it down last, and no other may come between.
 */
export function oneAtATime<T>(station: Station, work: () => Promise<T>): Promise<T> {
  const before = queues.get(station) ?? Promise.resolve();
  const mine = before.then(work, work);
  queues.set(
    station,
    mine.catch(() => {}),
  );
  return mine;
}
