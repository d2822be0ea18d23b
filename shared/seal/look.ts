import type { ImprintView, NoteView, SheetView } from './methods.ts';
import { verdicts } from './reasons.ts';

/** An imprint that a person still has to decide on. */
export const isOpen = ({ state, finding }: Pick<ImprintView, 'state' | 'finding'>): boolean =>
  (state === 'draft' || state === 'returned') && finding.verdict !== 'reject';

/** Nobody has said yet what the imprint is for: its note decides. */
export const isUntouched = ({ typesFrom, licenseTypes }: Touched): boolean =>
  typesFrom === '' && licenseTypes.length === 0;

interface Touched {
  readonly typesFrom: ImprintView['typesFrom'];
  readonly licenseTypes: readonly string[];
}

/** The types that a note ticks beforehand. */
export const tickedBy = (note: NoteView | undefined): string[] =>
  note?.types.flatMap(({ name, ticked }) => (ticked ? [name] : [])) ?? [];

/** Whether what is known of an imprint waits for its note to be read. */
export const asksNote = (imprint: ImprintView): boolean => isOpen(imprint) && isUntouched(imprint);

/**
 * Why a person has to look at a sheet, a clause each; empty: it may be confirmed unseen. `notes` by imprint; a note that has not been read yet
 * says nothing.
 */
export function lookWords(sheet: SheetView, notes: ReadonlyMap<string, NoteView>): string[] {
  const { page, found, imprints } = sheet;
  return [
    ...(found === 0 ? ['没有找到印章'] : []),
    ...(sheet.before && imprints.some(isOpen) ? [`同一张采集单已采集过（${sheet.before.code}）`] : []),
    ...(page.turnDoubtDeg !== 0 ? ['页面似颠倒或横放'] : []),
    ...[...imprints]
      .sort(worstFirst)
      .flatMap((imprint) => wordsOf(imprint, notes.get(imprint.id)).map((words) => `第 ${imprint.number} 枚${words}`)),
  ];
}

const worstFirst = (a: ImprintView, b: ImprintView): number =>
  verdicts.indexOf(b.finding.verdict) - verdicts.indexOf(a.finding.verdict);

function wordsOf(imprint: ImprintView, note: NoteView | undefined): string[] {
  const { state, finding, like, seal, id } = imprint;
  if (state !== 'draft' && state !== 'returned') return [];
  const reasons = finding.reasons.filter(({ level }) => level === finding.verdict);
  const why = `${reasons[0]?.message ?? ''}${reasons.length > 1 ? `，等 ${reasons.length} 处` : ''}`;
  if (finding.verdict === 'reject') return [`不合格：${why}`];
  return [
    ...(finding.verdict === 'warn' ? [`留意：${why}`] : []),
    ...(like && seal === id ? [`与 ${like.code} 很像，有一处不同`] : []),
    ...(note && isUntouched(imprint) ? noteWords(note) : []),
    ...(imprint.typesFrom !== '' && imprint.licenseTypes.length === 0 ? ['：还没有选证照'] : []),
  ];
}

function noteWords(note: NoteView): string[] {
  if (note.conflicts.length > 0) return [`：${note.conflicts.join('；')}`];
  if (tickedBy(note).length > 0) return [];
  if (note.types.length > 0) return [`：注记是简称或有错字，待采用`];
  return [note.text ? `：注记“${note.text.replaceAll('\n', '')}”对不上证照目录` : '：注记没有读出'];
}
