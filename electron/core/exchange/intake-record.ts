import { isDeepStrictEqual } from 'node:util';
import type { RejectedRecord } from '../../../shared/exchange/package.ts';
import { RecordKind } from '../../../shared/exchange/record.ts';
import type { LicenseType } from '../../../shared/license/type.ts';
import { prepared } from '../store/database.ts';
import type { Station } from '../store/station.ts';
import { createPool, type WorkPool } from '../threads/pool.ts';
import { type LicenseFile, type LicensesRead, typeKey, type WantedType } from './read-licenses.ts';
import { linesOf, type ReadLine, type ReadyRecord, readLine, rejected } from './read-line.ts';
import { type RecordRules, rulesOf } from './record-rules.ts';
import { typesOf } from './sent-types.ts';

export interface TakenRecord {
  readonly id: string;
  readonly revision: number;
  readonly kind: RecordKind;
  readonly enteredBy: string;
  readonly editedBy: string;
  /** An older revision than the one that is here already. */
  readonly superseded: boolean;
}

/** Licenses that were read before it was their turn, and the types by which. */
export interface LinesAhead {
  readonly lines: Promise<readonly ReadLine[]>;
  readonly types: ReadonlyMap<string, LicenseType | null>;
}

/** Reads the lines of a file of records, in their order, unless they were read ahead and nothing has changed since. */
export type FileReader = (
  kind: RecordKind,
  bytes: Uint8Array,
  ahead?: LinesAhead | undefined,
) => Promise<readonly ReadLine[]>;

let reading: WorkPool<LicenseFile, LicensesRead> | undefined;

/** Bytes of a file of licenses from which on a thread reads it: below, it takes longer to start. */
const longFile = 16_384;

/**
 * Makes the reader of a package's records. `ids` are the ids of the package's files by digest, which only grow while nothing is read; `lost` the
 * names of all its files, where the package is damaged and files may have been lost. Licenses, which come by the hundred thousand, are read in a thread.
 */
export function fileReader(
  station: Station,
  sender: string,
  ids: ReadonlyMap<string, string>,
  lost: ReadonlyMap<string, string> | undefined,
  signal: AbortSignal,
): FileReader {
  const made = new Map<RecordKind, RecordRules | undefined>();
  const rulesFor = (kind: RecordKind): RecordRules | undefined => {
    if (!made.has(kind)) made.set(kind, rulesOf(station, kind, sender));
    return made.get(kind);
  };
  const licenses = licenseReader(station, sender, ids, signal);
  return async (kind, bytes, ahead) => {
    if (ahead && ids.size === 0) {
      const lines = await ahead.lines;
      if (licenses.sameTypes(ahead.types)) return lines;
    }
    if (kind !== 'license' || lost !== undefined || bytes.length < longFile)
      return linesOf(bytes).map((line) => readLine({ rulesFor, ids, lost }, kind, line));
    return await licenses.read(bytes);
  };
}

/** Makes what reads licenses before it is their turn: those of a package that brings no files before them. Undefined for other records and for a few. */
export function readerAhead(
  station: Station,
  sender: string,
  signal: AbortSignal,
): (kind: RecordKind, bytes: Uint8Array) => LinesAhead | undefined {
  const { read, types } = licenseReader(station, sender, new Map(), signal);
  return (kind, bytes) => {
    if (kind !== 'license' || bytes.length < longFile) return undefined;
    const lines = read(bytes);
    // Whoever waits for it meets the error.
    lines.catch(() => undefined);
    return { lines, types };
  };
}

/** Types that were asked for by the packages of each sender: the next one is likely to ask for them, and is read twice where it has to. */
const askedBefore = new WeakMap<Station, Map<string, Map<string, WantedType>>>();

function askedBy(station: Station, sender: string): Map<string, WantedType> {
  const senders = askedBefore.get(station) ?? new Map<string, Map<string, WantedType>>();
  askedBefore.set(station, senders);
  const asked = senders.get(sender) ?? new Map<string, WantedType>();
  senders.set(sender, asked);
  return asked;
}

/** Reads licenses in a thread, by the types as they are when the reader first needs them. */
function licenseReader(station: Station, sender: string, ids: ReadonlyMap<string, string>, signal: AbortSignal) {
  const typeOf = typesOf(station, sender);
  const asked = askedBy(station, sender);
  const types = new Map<string, LicenseType | null>();
  const learn = (): void => {
    for (const [key, { name, version }] of asked) if (!types.has(key)) types.set(key, typeOf(name, version) ?? null);
  };
  return {
    types,
    sameTypes(before: ReadonlyMap<string, LicenseType | null>): boolean {
      learn();
      return [...before].every(([key, type]) => isDeepStrictEqual(types.get(key), type));
    },
    async read(bytes: Uint8Array): Promise<readonly ReadLine[]> {
      reading ??= createPool({ entry: 'records', threads: 2 });
      const today = station.now().slice(0, 10);
      for (;;) {
        learn();
        const read = await reading.run({ bytes, ids: idsIn(bytes, ids), types, today }, { signal, name: '证照' });
        if ('lines' in read) return read.lines;
        for (const one of read.wanted) asked.set(typeKey(one), one);
      }
    },
  };
}

/** Those of the files that these bytes may name: of all files there may be as many as licenses. */
function idsIn(bytes: Uint8Array, ids: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  if (ids.size === 0) return ids;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  // A character may be written as an escape.
  if (text.includes('\\u00')) return ids;
  const named = new Map<string, string>();
  for (const [sm3] of text.matchAll(/[0-9a-f]{64}/g)) {
    const id = ids.get(sm3);
    if (id !== undefined) named.set(sm3, id);
  }
  return named;
}

/** Takes a line into the station, or says why it stays out. The same line twice changes nothing. */
export function takeLine(station: Station, sender: string, line: ReadLine): TakenRecord | RejectedRecord {
  if ('ready' in line) return takeRecord(station, sender, line.ready);
  const { rejected: why, unless } = line;
  return unless === 'taken' && isForeign(station, sender, why.id) ? idTaken(why) : why;
}

function takeRecord(station: Station, sender: string, record: ReadyRecord): TakenRecord | RejectedRecord {
  const { id, revision, kind, enteredBy, editedBy, guarded } = record;
  const taken = station.records.receive({ ...record, origin: sender });
  if (taken === 'foreign') return idTaken(record);
  if (taken === 'differs')
    return rejected(
      record,
      '',
      'revision-conflict',
      `第 ${revision} 版以前收到过，内容不同，可能用了旧备份。请改动后重新送签批`,
    );
  for (const one of guarded) station.blobs.guard(one);
  return { id, revision, kind, enteredBy, editedBy, superseded: taken === 'older' };
}

const idTaken = (record: Parameters<typeof rejected>[0]): RejectedRecord =>
  rejected(record, '', 'id-taken', '记录编号已被另一个单位的记录使用');

function isForeign(station: Station, sender: string, id: string): boolean {
  const origin = prepared(station.db, 'SELECT origin FROM record WHERE id = ?').pluck().get(id);
  return origin !== undefined && origin !== sender;
}

export function isRejected(taken: TakenRecord | RejectedRecord): taken is RejectedRecord {
  return 'code' in taken;
}

/** Kind of record that a path below `data/` holds: `records/license-0001.jsonl`; undefined for other files. */
export function kindOfPath(path: string): RecordKind | undefined {
  const word = /^records\/([a-zA-Z]+)-\d+\.jsonl$/.exec(path)?.[1];
  return RecordKind.safeParse(word).data;
}
