import { useQueries } from '@tanstack/react-query';
import type { ImprintView, NoteView, SheetView } from '../../../shared/seal/methods.ts';
import { useClient } from '../../client/client.tsx';

const unread: NoteView = { text: '', types: [], twofold: false, conflicts: [] };

/** What was read of the notes of a page, by imprint; undefined while it is read. Those of the next page are read behind them. */
export function useNotes(
  sheet: SheetView | undefined,
  next: SheetView | undefined,
): Readonly<Record<string, NoteView | undefined>> {
  const client = useClient();
  const wanted: ImprintView[] = [...(sheet?.imprints ?? []), ...(next?.imprints ?? [])];
  return useQueries({
    queries: wanted.map(({ id }) => ({
      queryKey: ['seal.note', { id }],
      queryFn: () => client.call('seal.note', { id }),
      // A picture that cannot be read now is as good as no note: the types are chosen by hand.
      retry: false,
    })),
    combine: (results) =>
      Object.fromEntries(wanted.map(({ id }, i) => [id, results[i]?.isError ? unread : results[i]?.data])),
  });
}
