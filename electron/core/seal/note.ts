import { Imprint } from '../../../shared/seal/imprint.ts';
import type { NoteView } from '../../../shared/seal/methods.ts';
import { isTicked, matchNote, type NoteDoubt, type NoteLine, type NoteReading } from '../../../shared/seal/note.ts';
import { knownTypes, shippedTypes } from '../license/license.ts';
import { obligationTypes } from '../station/station.ts';
import type { StoredRecord } from '../store/records.ts';
import type { Station } from '../store/station.ts';
import { notePool } from '../threads/threads.ts';

/** The license types that a note may name: all that the station knows or owes; without a station, all that ship with the program. */
export function noteNames(station: Station | null): string[] {
  const known = station ? knownTypes(station).map(({ type }) => type) : shippedTypes();
  return [...new Set([...known.map(({ name }) => name), ...obligationTypes(station)])];
}

/** Reads the picture of a note on the reading thread; null picture: no lines. */
export async function readNote(note: Uint8Array | null, name: string): Promise<readonly NoteLine[]> {
  return note ? notePool().run({ note, name }, { name }) : [];
}

interface Kept {
  readonly lines: Promise<readonly NoteLine[]>;
  /** What came of it; undefined while it is read. */
  done: readonly NoteLine[] | undefined;
}

/** What was read of a station's notes since it was opened, by blob. */
const kept = new WeakMap<Station, Map<string, Kept>>();
const mostKept = 5000;

function keptLines(station: Station, blob: string | null, code: string): Kept {
  if (!blob) return { lines: Promise.resolve([]), done: [] };
  const known = kept.get(station) ?? new Map<string, Kept>();
  kept.set(station, known);
  const before = known.get(blob);
  if (before) return before;
  const one: Kept = { lines: readNote(station.blobs.get(blob), code), done: undefined };
  known.set(blob, one);
  for (const oldest of known.keys()) if (known.size > mostKept) known.delete(oldest);
  one.lines.then(
    (lines) => {
      one.done = lines;
    },
    // A thread that died may live the next time.
    () => known.delete(blob),
  );
  return one;
}

/** `seal.note`: what is written below a seal, the license types that it means, and what stands against them. */
export async function noteOf(station: Station, record: StoredRecord): Promise<NoteView> {
  const body = Imprint.parse(record.body);
  const printed = body.finding.formTypes ?? [];
  if (printed.length > 0) return printedView(station, record, printed);
  const [lines, further] = await Promise.all(
    [body.note, body.further].map((blob) => keptLines(station, blob, record.code).lines),
  );
  return noteView(station, record, body, lines!, further!);
}

/** The types that were ticked beforehand; null where the note has not been read since the station was opened. */
export function tickedTypes(station: Station, record: StoredRecord): readonly string[] | null {
  const body = Imprint.parse(record.body);
  if (body.finding.formTypes?.length) return body.finding.formTypes;
  const [note, further] = [body.note, body.further].map((blob) => keptLines(station, blob, record.code).done);
  if (!note || !further) return null;
  return noteView(station, record, body, note, further).types.flatMap(({ name, ticked }) => (ticked ? [name] : []));
}

/** A sheet of ours says in its code which types its ranges are for: nothing has to be read. */
function printedView(station: Station, record: StoredRecord, types: readonly string[]): NoteView {
  const names = noteNames(station);
  const unknown = types.filter((type) => !names.includes(type)).map((words) => ({ words, names: [] }));
  return {
    text: types.join('、'),
    types: types.map((name) => ({ name, confidence: 1, match: 'full', wrong: 0, ticked: true })),
    twofold: false,
    conflicts: [...doubtWords(unknown), ...takenWords(station, record, types)],
  };
}

function noteView(
  station: Station,
  record: StoredRecord,
  body: Imprint,
  lines: readonly NoteLine[],
  furtherLines: readonly NoteLine[],
): NoteView {
  const names = noteNames(station);
  const { text, types, doubts } = matchNote(lines, names);
  const other = otherTypes(matchNote(furtherLines, names), types);
  // Two notes for one seal: which of them holds is for the clerk to say.
  const twofold = other.length > 0 && types.length > 0;
  const told = types.length > 0 || other.length === 0 ? types : other;
  return {
    text,
    types: told.map((type) => ({ ...type, ticked: !twofold && isTicked(type) })),
    twofold,
    conflicts: [
      ...doubtWords(doubts),
      ...(twofold ? [`下方另有一条注记，写的是“${other.map(({ name }) => name).join('、')}”，请核对用哪一条`] : []),
      ...takenWords(station, record, [...new Set([...told.map(({ name }) => name), ...body.licenseTypes])]),
    ],
  };
}

const otherTypes = ({ types }: NoteReading, known: NoteReading['types']): NoteReading['types'] =>
  types.filter(({ name, match }) => match === 'full' && !known.some((type) => type.name === name));

function doubtWords(doubts: readonly NoteDoubt[]): string[] {
  const unknown = doubts.filter(({ names }) => names.length === 0);
  const others = doubts.flatMap(({ words, names }) => {
    const meant = names.slice(0, 3).join('、');
    if (names.length === 0) return [];
    return names.length === 1
      ? `注记写的是“${words}”，证照目录里没有，最接近“${meant}”`
      : `注记写的“${words}”可以指${meant}${names.length > 3 ? `等 ${names.length} 种` : ''}`;
  });
  return unknown.length > 0
    ? [`证照目录里没有${unknown.map(({ words }) => `“${words}”`).join('')}`, ...others]
    : others;
}

/** Types for which another imprint has been confirmed already. */
function takenWords(station: Station, record: StoredRecord, types: readonly string[]): string[] {
  return types.flatMap((type) => {
    const { rows } = station.records.list({ kind: 'imprint', origin: record.origin, query: type, limit: 20 });
    const other = rows.find(
      ({ id, state, body }) => id !== record.id && state !== 'draft' && Imprint.parse(body).licenseTypes.includes(type),
    );
    return other ? [`“${type}”已有印模 ${other.code}${other.name ? `（${other.name}）` : ''}`] : [];
  });
}
