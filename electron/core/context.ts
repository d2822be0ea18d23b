import type { z } from 'zod';
import type { Methods } from '../../shared/contract/client.ts';
import type { Emit } from '../../shared/contract/events.ts';
import type { Session } from './session.ts';
import type { SessionUser, Station } from './store/station.ts';

/** A long piece of work that the page can watch and cancel. */
export interface Job {
  /** Aborted by `job.cancel`, and when the core closes. */
  readonly signal: AbortSignal;
  /** Says how far it is, at most about ten times a second. `unit` 'bytes' adds speed and time left. */
  progress(step: string, done: number, total: number, unit?: 'bytes' | 'items'): void;
}

/** What a handler is given besides its input. */
export interface Context {
  /** The open station; refuses `station-locked` while nobody is signed in. */
  readonly station: Station;
  /** Who called; refuses `station-locked` while nobody is signed in. */
  readonly user: SessionUser;
  /** Opening, locking and closing; for the station's own handlers only. */
  readonly session: Session;
  readonly now: () => Date;
  /** When somebody last called a method, by `performance.now()`: a long job gives way while people work. */
  readonly lastCall: () => number;
  readonly emit: Emit;
  /** Tells the pages to read again whatever carries one of these names. */
  changed(...what: string[]): void;
  /** Runs `work` as the job with the page's id (or an own one); progress and cancel go by that id. */
  job<T>(id: string | undefined, work: (job: Job) => Promise<T>): Promise<T>;
}

/** The handlers that a subject owes for its part of the method table. */
export type Handlers<M extends Methods> = {
  readonly [N in keyof M]: (
    input: z.output<M[N]['input']>,
    ctx: Context,
  ) => z.input<M[N]['output']> | Promise<z.input<M[N]['output']>>;
};
