import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { createContext, useContext, useEffect, useMemo } from 'react';
import { type Client, createClient } from '../../shared/contract/client.ts';
import type { Methods } from '../../shared/contract/methods.ts';
import type { Reply, Transport } from '../../shared/contract/reply.ts';

const ClientContext = createContext<Client<Methods> | null>(null);

/** How long writes gather before the page reads again: an import emits many `changed` events. */
const gatherMs = 60;

interface ClientProviderProps {
  readonly transport: Transport;
  /** The answer to `station.status`, where it was asked already. */
  readonly status: Reply | undefined;
  readonly children: ReactNode;
}

/** Gives the page its client, and reads everything on the page again after something was written. */
export function ClientProvider({ transport, status, children }: ClientProviderProps): ReactNode {
  const client = useMemo(() => createClient<Methods>(transport), [transport]);
  const queries = useMemo(() => makeQueryClient(status), [status]);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stopChanged = client.on('changed', () => {
      clearTimeout(timer);
      timer = setTimeout(() => void queries.invalidateQueries(), gatherMs);
    });
    const stopLocked = client.on('locked', () => {
      // What was read must not stay behind a locked page.
      queries.removeQueries({ predicate: (query) => query.queryKey[0] !== 'station.status' });
      void queries.invalidateQueries({ queryKey: ['station.status'] });
    });
    return () => {
      clearTimeout(timer);
      stopChanged();
      stopLocked();
    };
  }, [client, queries]);
  return (
    <QueryClientProvider client={queries}>
      <ClientContext value={client}>{children}</ClientContext>
    </QueryClientProvider>
  );
}

/** The typed client: `call`, `on`, `blobUrl`. Pages use `useCall`, `useAct` and `useJob` instead wherever they fit. */
export function useClient(): Client<Methods> {
  const client = useContext(ClientContext);
  if (!client) throw new Error('no ClientProvider above');
  return client;
}

function makeQueryClient(status: Reply | undefined): QueryClient {
  const queries = new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: 'always',
        retry: false,
        staleTime: Number.POSITIVE_INFINITY,
        refetchOnWindowFocus: false,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
  if (status?.ok) queries.setQueryData(['station.status', {}], status.value);
  return queries;
}
