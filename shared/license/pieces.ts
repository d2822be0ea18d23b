import type { EntryPage } from './entry-methods.ts';

/** The pages of one paper, and the license that was typed from them. */
export interface Piece {
  readonly pages: readonly EntryPage[];
  readonly record: EntryPage['record'];
}

/**
 * The papers of a batch in their order, without the pages that are left out. A page left out that would begin a paper leaves that to the next. Pages of one license
 * stand together, and those on the desk (`current`, ids) too, whatever their marks say.
 */
export function piecesOf(pages: readonly EntryPage[], current: readonly string[] = []): Piece[] {
  const pieces: { pages: EntryPage[]; record: EntryPage['record']; key: string }[] = [];
  let begins = true;
  for (const page of pages) {
    begins ||= page.starts;
    if (page.leftOut) continue;
    const key = current.includes(page.id) ? 'current' : (page.record?.id ?? '');
    const before = pieces.at(-1);
    if (before?.key === key && (key !== '' || !begins)) before.pages.push(page);
    else pieces.push({ pages: [page], record: page.record, key });
    begins = false;
  }
  return pieces;
}
