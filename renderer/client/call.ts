import type { UseQueryResult } from '@tanstack/react-query';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { z } from 'zod';
import type { Failure } from '../../shared/contract/failures.ts';
import { failure, Refusal } from '../../shared/contract/failures.ts';
import type { Methods } from '../../shared/contract/methods.ts';
import { useClient } from './client.tsx';

export type MethodName = keyof Methods & string;
export type Input<N extends MethodName> = z.input<Methods[N]['input']>;
export type Output<N extends MethodName> = z.output<Methods[N]['output']>;

export interface Called<T> {
  readonly data: T | undefined;
  /** First read still under way. */
  readonly loading: boolean;
  readonly failure: Failure | null;
  readonly again: () => Promise<unknown>;
}

export interface CallOptions {
  /** False: do not call yet. */
  readonly when?: boolean;
}

/** Reads through a method and reads again after every change. The last answer stays on the page while the next one is fetched. */
export function useCall<N extends MethodName>(name: N, input: Input<N>, options: CallOptions = {}): Called<Output<N>> {
  const client = useClient();
  const query: UseQueryResult<Output<N>> = useQuery<Output<N>>({
    queryKey: [name, input],
    queryFn: () => client.call(name, input),
    enabled: options.when ?? true,
    placeholderData: keepPreviousData as never,
  });
  return {
    data: query.data,
    loading: query.isLoading,
    failure: query.error ? asFailure(query.error) : null,
    again: query.refetch,
  };
}

interface PageOf<Row> {
  readonly rows: readonly Row[];
  readonly total: number;
  readonly atLeast?: boolean;
  readonly next: string | null;
}

/** Methods whose output is one page of a list: `{rows, total, next}`, with `after` in the input. */
export type ListName = {
  [N in MethodName]: Output<N> extends PageOf<unknown> ? N : never;
}[MethodName];
export type RowOf<N extends ListName> = Output<N> extends PageOf<infer Row> ? Row : never;

export interface Rows<Row> {
  readonly rows: readonly Row[];
  readonly total: number;
  /** There are more than `total`. */
  readonly atLeast: boolean;
  readonly loading: boolean;
  readonly failure: Failure | null;
  readonly hasMore: boolean;
  /** Fetches the next page; does nothing while one is under way. */
  readonly more: () => void;
  readonly again: () => Promise<unknown>;
}

/** Reads a list page by page through `next`; give the result to `DataTable`. */
export function useRows<N extends ListName>(name: N, input: Omit<Input<N>, 'after'>): Rows<RowOf<N>> {
  const client = useClient();
  const query = useInfiniteQuery({
    queryKey: [name, input, 'rows'],
    queryFn: async ({ pageParam }) => {
      const page = await client.call(name, { ...input, ...(pageParam === '' ? {} : { after: pageParam }) } as Input<N>);
      return page as unknown as PageOf<RowOf<N>>;
    },
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
  const pages = query.data?.pages;
  const rows = useMemo(() => (pages ?? []).flatMap((page) => page.rows), [pages]);
  return {
    rows,
    total: pages?.[0]?.total ?? 0,
    atLeast: pages?.[0]?.atLeast ?? false,
    loading: query.isLoading,
    failure: query.error ? asFailure(query.error) : null,
    hasMore: query.hasNextPage,
    more: () => {
      if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
    },
    again: query.refetch,
  };
}

/** The failure inside whatever was thrown: a refusal's own, `internal` for a bug or a broken channel. */
export function asFailure(error: unknown): Failure {
  return error instanceof Refusal ? error.failure : failure('internal', { error: String(error) });
}
