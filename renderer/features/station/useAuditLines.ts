import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { AuditLine } from '../../../shared/station/audit.ts';
import { asFailure, type Rows } from '../../client/call.ts';
import { useClient } from '../../client/client.tsx';

/** The audit chain from its newest line backwards, page by page. */
export function useAuditLines(query: string): Rows<AuditLine> {
  const client = useClient();
  const read = useInfiniteQuery({
    queryKey: ['audit.list', query],
    queryFn: ({ pageParam }) => client.call('audit.list', { query, ...(pageParam === 0 ? {} : { before: pageParam }) }),
    initialPageParam: 0,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
  const pages = read.data?.pages;
  const rows = useMemo(() => (pages ?? []).flatMap((page) => page.lines), [pages]);
  return {
    rows,
    atLeast: false,
    total: pages?.[0]?.total ?? 0,
    loading: read.isLoading,
    failure: read.error ? asFailure(read.error) : null,
    hasMore: read.hasNextPage,
    more: () => {
      if (read.hasNextPage && !read.isFetchingNextPage) void read.fetchNextPage();
    },
    again: read.refetch,
  };
}
