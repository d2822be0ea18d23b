import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { createDispatcher, type Handler } from '../../shared/contract/dispatcher.ts';
import type { Emit } from '../../shared/contract/events.ts';
import { refuse } from '../../shared/contract/failures.ts';
import type { MethodSpec } from '../../shared/contract/method.ts';
import { type Methods, methods } from '../../shared/contract/methods.ts';
import { type Role, roleNames } from '../../shared/station/roles.ts';
import type { Context, Handlers } from './context.ts';
import type { Core, Hear } from './core-types.ts';
import { handlers } from './handlers.ts';
import { createJobs } from './jobs.ts';
import { createSession } from './session.ts';
import { ioFailure } from './store/io-failures.ts';
import { runAs } from './store/station.ts';

// What a schema refuses is read by people: in the window as `invalid-input`, on the command line, in receipts.
z.config(z.locales.zhCN());

export interface CoreOptions {
  /** Folder of the station; it need not exist yet. */
  readonly dir: string;
  /** Hears of bugs; the default writes them to stderr, without any record's contents. */
  readonly report?: (method: string, error: unknown) => void;
}

/** A core with what the command line needs besides the contract: the session and the context of the signed-in user. */
export interface LocalCore extends Core {
  readonly context: Context;
}

/** Makes the program without a shell. One core serves one station and one signed-in user. */
export function createCore(options: CoreOptions): LocalCore {
  const listeners = new Set<Hear>();
  const emit: Emit = (event, payload) => {
    for (const hear of listeners) hear(event, payload);
  };
  let lastCall = 0;
  const session = createSession(options.dir, (reason) => emit('locked', { reason }));
  const jobs = createJobs(emit, () => session.hold());

  const context: Context = {
    get station() {
      return session.current?.station ?? refuse('station-locked');
    },
    get user() {
      return session.current?.user ?? refuse('station-locked');
    },
    session,
    now: () => new Date(),
    lastCall: () => lastCall,
    emit,
    changed: (...what) => emit('changed', { what }),
    job: (id, work) => jobs.run(id ?? randomBytes(8).toString('hex'), work),
  };

  const authorize = (_: string, spec: MethodSpec): void => {
    if (spec.access === 'public') return;
    const { user } = context;
    if (spec.access === 'user') return;
    const needed: readonly Role[] = spec.access;
    if (!needed.some((role) => user.roles.includes(role)))
      refuse('not-allowed', { roles: needed.map((role) => roleNames[role]).join('、') });
  };

  const dispatch = createDispatcher({
    methods,
    handlers: bind({ ...handlers, 'job.cancel': ({ job }) => jobs.cancel(job) } as Handlers<Methods>, context),
    authorize,
    report: options.report ?? report,
  });

  return {
    context,
    dispatch(method, input) {
      lastCall = performance.now();
      return dispatch(method, input);
    },
    listen(hear) {
      listeners.add(hear);
      return () => listeners.delete(hear);
    },
    async readBlob(id) {
      const { name, type, guarded } = context.station.blobs.info(id);
      if (guarded) refuse('not-allowed', { roles: roleNames.sealKeeper });
      return { name, type, bytes: context.station.blobs.get(id) };
    },
    async close() {
      jobs.cancelAll();
      session.close();
      listeners.clear();
    },
  };
}

function bind(table: Handlers<Methods>, context: Context): Record<string, Handler> {
  return Object.fromEntries(
    Object.entries(table).map(([name, handler]) => [
      name,
      async (input: never) => {
        const call = callOf(name as keyof Methods, context);
        try {
          return await call.run((ctx) => handler(input, ctx));
        } catch (error) {
          throw ioFailure(error, context.session.dir);
        } finally {
          call.end();
        }
      },
    ]),
  );
}

/**
 * A call keeps the station open and acts as who made it to its end, also when the page is locked meanwhile or somebody else signs in. A
 * public one may change who is signed in, and sees it as it is.
 */
function callOf(name: keyof Methods, context: Context) {
  const { current } = context.session;
  if (!current || methods[name].access === 'public')
    return { run: <T>(work: (ctx: Context) => T): T => work(context), end: () => {} };
  const { station, user } = current;
  const ctx: Context = Object.create(context, { station: { value: station }, user: { value: user } });
  return { run: <T>(work: (ctx: Context) => T): T => runAs(user, () => work(ctx)), end: context.session.hold() };
}

function report(method: string, error: unknown): void {
  process.stderr.write(`yidi: ${method}: ${error instanceof Error ? error.stack : String(error)}\n`);
}
