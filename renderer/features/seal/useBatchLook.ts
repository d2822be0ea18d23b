import { useEffect, useMemo, useState } from 'react';
import { asksNote, isOpen, isUntouched, lookWords, tickedBy } from '../../../shared/seal/look.ts';
import type { ImprintView, NoteView, SheetView } from '../../../shared/seal/methods.ts';
import { useClient } from '../../client/client.tsx';
import type { CameIn } from './useScanDesk.ts';

/** A page of a batch that a person has to look at. */
export interface LookLine {
  readonly key: string;
  /** null: the page could not be read, and there is nothing to open. */
  readonly sheet: SheetView | null;
  readonly where: string;
  readonly words: string;
}

export interface BatchLook {
  readonly lines: readonly LookLine[];
  /** Pages of the batch that are there, and those of them that need no look and wait for nothing but the word. */
  readonly pages: number;
  readonly fine: readonly SheetView[];
  /** Notes of the batch that are read, of all that are to be read. */
  readonly read: number;
  readonly toRead: number;
  /** What an imprint is taken for that nobody has looked at. */
  typesOf(imprint: ImprintView): string[];
}

/** What is to be looked at of a batch that is over. Notes are read one after the other, so that whatever else the page asks goes in between. */
export function useBatchLook(came: CameIn | null, sheets: readonly SheetView[]): BatchLook {
  const client = useClient();
  const [notes, setNotes] = useState<ReadonlyMap<string, NoteView>>(new Map());
  const mine = useMemo(() => {
    const ids = new Set(came?.sheets);
    return sheets.filter(({ id }) => ids.has(id));
  }, [came, sheets]);
  const asking = mine.flatMap(({ imprints }) => imprints.filter(asksNote).map(({ id }) => id));
  const next = asking.find((id) => !notes.has(id));
  useEffect(() => {
    if (next === undefined) return;
    let over = false;
    const keep = (note: NoteView): void => {
      if (!over) setNotes((before) => new Map(before).set(next, note));
    };
    client.call('seal.note', { id: next }).then(keep, () => keep(unread));
    return () => {
      over = true;
    };
  }, [client, next]);
  const looked = mine.map((sheet) => ({ sheet, words: lookWords(sheet, notes) }));
  const known = (sheet: SheetView): boolean => sheet.imprints.every((one) => !asksNote(one) || notes.has(one.id));
  return {
    lines: [
      ...looked.flatMap(({ sheet, words }) =>
        words.length > 0
          ? { key: sheet.id, sheet, where: `第 ${sheet.code.slice(-3)} 页`, words: words.join('；') }
          : [],
      ),
      ...(came?.failed ?? []).map(({ where, message }, i) => ({
        key: `lost ${i}`,
        sheet: null,
        where: where || '文件',
        words: `没有读出，须重扫：${message}`,
      })),
    ],
    pages: mine.length + (came?.failed.length ?? 0),
    fine: looked.flatMap(({ sheet, words }) =>
      words.length === 0 && sheet.imprints.some(isOpen) && known(sheet) ? sheet : [],
    ),
    read: asking.filter((id) => notes.has(id)).length,
    toRead: asking.length,
    typesOf: (imprint) => (isUntouched(imprint) ? tickedBy(notes.get(imprint.id)) : imprint.licenseTypes),
  };
}

/** A picture that cannot be read now is as good as no note: a person chooses. */
const unread: NoteView = { text: '', types: [], twofold: false, conflicts: [] };
