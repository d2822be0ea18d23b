import { PackedRecord } from '../../../shared/exchange/contents.ts';
import type { RejectedRecord } from '../../../shared/exchange/package.ts';
import type { RecordKind } from '../../../shared/exchange/record.ts';
import { type RecordTexts, recordTexts } from '../store/new-record.ts';
import { namesFile, unpackBody } from './packed-record.ts';
import type { RecordRules } from './record-rules.ts';

// What a line of a records file says, as far as it can be told without the store: a worker reads those of long files.

/** A record that may go in unless the store says otherwise. */
export interface ReadyRecord extends RecordTexts {
  readonly id: string;
  readonly kind: RecordKind;
  readonly revision: number;
  readonly code: string;
  readonly name: string;
  readonly facet: string;
  readonly enteredBy: string;
  readonly editedBy: string;
  /** Ids of its files that hold a seal. */
  readonly guarded: readonly string[];
}

/** A record, or why the line stays out; `unless`: unless its id is that of another station's record, which comes first. */
export type ReadLine =
  | { readonly ready: ReadyRecord }
  | { readonly rejected: RejectedRecord; readonly unless: 'taken' | 'nothing' };

export interface LineReader {
  readonly rulesFor: (kind: RecordKind) => Rules | undefined;
  /** Ids of the package's files by digest. */
  readonly ids: ReadonlyMap<string, string>;
  /** Names of all its files, where the package is damaged and files may have been lost. */
  readonly lost?: ReadonlyMap<string, string> | undefined;
}

type Rules = Pick<RecordRules, 'schema' | 'check' | 'label' | 'search' | 'guarded'>;

/** Reads one line of a file of records of this kind, or says at which field and why it stays out. */
export function readLine({ rulesFor, ids, lost }: LineReader, kind: string, line: Uint8Array): ReadLine {
  const value = parseJson(line);
  const read = PackedRecord.safeParse(value);
  if (!read.success) {
    const issue = read.error.issues[0];
    const field = issue?.path.join('.') ?? '';
    const why = rejected(named(value, kind), field, 'malformed', '这一条的写法不合格式，读不出来');
    return { rejected: why, unless: 'nothing' };
  }
  const record = read.data;
  const out = (field: string, code: string, message: string, unless: 'taken' | 'nothing' = 'nothing'): ReadLine => ({
    rejected: rejected(record, field, code, message),
    unless,
  });
  const rules = rulesFor(record.kind);
  if (record.kind !== kind) return out('kind', 'malformed', '记录的种类与所在的清单不符');
  if (!rules) return out('kind', 'unknown-kind', '本站的程序还不收这一种记录');
  const missing = record.files.find((sm3) => !ids.has(sm3));
  if (missing !== undefined)
    return lost === undefined
      ? out('', 'file-missing', '包里缺这条记录的附件')
      : out('', 'file-lost', `附件${quoted(lost.get(missing))}在损坏的部分，没有读出，待整包重送`);

  const body = rules.schema.safeParse(unpackBody(record, ids));
  if (!body.success) {
    const issue = body.error.issues[0];
    return out(issue?.path.join('.') ?? '', 'malformed', `填写内容不合格式（${issue?.message ?? ''}）`, 'taken');
  }
  const guarded = rules.guarded?.(body.data) ?? [];
  const blobs = record.files.map((sm3) => ids.get(sm3)!);
  const { id, revision, code, name, facet, createdBy: enteredBy, updatedBy: editedBy } = record;
  const texts = recordTexts({ kind, code, name, body: body.data, blobs, search: rules.search(body.data), errors: 0 });
  if (guarded.some((one) => !blobs.includes(one)) || namesFile(texts.body))
    return out('', 'file-missing', '包里缺这条记录的附件', 'taken');
  const error = rules.check(body.data).find((finding) => finding.level === 'error');
  if (error) {
    const why = rejected(record, error.field, error.code, error.message);
    return { rejected: { ...why, label: rules.label(error.field, body.data) }, unless: 'taken' };
  }
  return { ready: { id, kind, revision, code, name, facet, enteredBy, editedBy, guarded, ...texts } };
}

function quoted(name: string | undefined): string {
  return name === undefined ? '' : `“${name}”`;
}

export function rejected(
  { kind, id, revision, name }: Pick<RejectedRecord, 'kind' | 'id' | 'revision' | 'name'>,
  field: string,
  code: string,
  message: string,
): RejectedRecord {
  return { kind, id, revision, name, field, label: '', code, message };
}

/** As much of a broken record's name as can be read, so that its owner can find it. */
function named(value: unknown, kind: string): Pick<RejectedRecord, 'kind' | 'id' | 'revision' | 'name'> {
  const text = (key: string): string => {
    const found = value !== null && typeof value === 'object' ? (value as Record<string, unknown>)[key] : undefined;
    return typeof found === 'string' ? found.slice(0, 100) : '';
  };
  const revision =
    value !== null && typeof value === 'object' ? Number((value as Record<string, unknown>)['revision']) : 0;
  return {
    kind,
    id: text('id'),
    name: text('name'),
    revision: Number.isSafeInteger(revision) && revision > 0 ? revision : 0,
  };
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** No body of ours is nested deeper; what is would run the stack over further on. */
const deepest = 50;

/** The value of a line; undefined for one that is no UTF-8, no JSON or nested beyond measure. */
function parseJson(line: Uint8Array): unknown {
  try {
    const value: unknown = JSON.parse(utf8.decode(line));
    return isShallow(value, deepest) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isShallow(value: unknown, depth: number): boolean {
  if (value === null || typeof value !== 'object') return true;
  if (depth === 0) return false;
  for (const key of Object.keys(value))
    if (!isShallow((value as Record<string, unknown>)[key], depth - 1)) return false;
  return true;
}

/** The lines of a records file, empty ones left out; each is decoded by itself, so that a broken one stays alone. */
export function linesOf(bytes: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const found = bytes.indexOf(10, at);
    const end = found < 0 ? bytes.length : found;
    if (end > at) lines.push(bytes.subarray(at, end));
    at = end + 1;
  }
  return lines;
}
