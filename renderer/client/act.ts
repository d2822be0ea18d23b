import { useCallback, useEffect, useRef, useState } from 'react';
import type { EventPayload } from '../../shared/contract/events.ts';
import type { Failure } from '../../shared/contract/failures.ts';
import { useNotify } from '../components/notify.tsx';
import type { Input, MethodName, Output } from './call.ts';
import { asFailure } from './call.ts';
import { useClient } from './client.tsx';

export type Acted<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

export interface Act<N extends MethodName> {
  /** Calls the method; never rejects. */
  readonly run: (input: Input<N>) => Promise<Acted<Output<N>>>;
  readonly busy: boolean;
  /** Of the last run, null once the next one starts. */
  readonly failure: Failure | null;
}

export interface ActOptions {
  /** 'notify' (the default) shows a failure in the corner; 'page' leaves it to the page, through `failure` or the reply. */
  readonly failures?: 'notify' | 'page';
}

/** Writes through a method. What reads the changed data follows by itself. */
export function useAct<N extends MethodName>(name: N, options: ActOptions = {}): Act<N> {
  const client = useClient();
  const notify = useNotify();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const show = options.failures ?? 'notify';
  const run = useCallback(
    async (input: Input<N>): Promise<Acted<Output<N>>> => {
      setBusy(true);
      setFailure(null);
      try {
        return { ok: true, value: await client.call(name, input) };
      } catch (error) {
        const found = asFailure(error);
        setFailure(found);
        if (show === 'notify' && found.code !== 'cancelled') notify.failure(found);
        return { ok: false, failure: found };
      } finally {
        setBusy(false);
      }
    },
    [client, name, notify, show],
  );
  return { run, busy, failure };
}

export type JobProgress = EventPayload<'progress'>;

export interface Job<N extends MethodName> extends Act<N> {
  readonly progress: JobProgress | null;
  readonly cancel: () => void;
}

/** A write that takes long: the method's input has `job`, its progress arrives as events, and it can be cancelled. */
export function useJob<N extends MethodName>(name: N, options: ActOptions = {}): Job<N> {
  const client = useClient();
  const act = useAct(name, options);
  const [progress, setProgress] = useState<JobProgress | null>(null);
  const job = useRef('');
  useEffect(
    () =>
      client.on('progress', (payload) => {
        if (payload.job === job.current) setProgress(payload);
      }),
    [client],
  );
  const run = useCallback(
    async (input: Input<N>) => {
      job.current = newJobId();
      setProgress(null);
      const reply = await act.run({ ...input, job: job.current } as Input<N>);
      job.current = '';
      setProgress(null);
      return reply;
    },
    [act.run],
  );
  const cancel = useCallback(() => {
    if (job.current !== '') void client.call('job.cancel' as never, { job: job.current } as never).catch(() => {});
  }, [client]);
  return { run, busy: act.busy, failure: act.failure, progress, cancel };
}

function newJobId(): string {
  return [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
