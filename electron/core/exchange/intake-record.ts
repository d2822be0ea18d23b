import { PackedRecord } from '../../../shared/exchange/contents.ts';
import type { RejectedRecord } from '../../../shared/exchange/package.ts';
import { RecordKind } from '../../../shared/exchange/record.ts';
import { prepared } from '../store/database.ts';
import type { Station } from '../store/station.ts';
import { namesFile, unpackBody } from './packed-record.ts';
import { type RecordRules, rulesOf } from './record-rules.ts';

export interface TakenRecord {
  readonly id: string;
  readonly revision: number;
  readonly kind: RecordKind;
  readonly enteredBy: string;
  readonly editedBy: string;
  /** An older revision than the one that is here already. */
  readonly superseded: boolean;
}

export type RecordTaker = (kind: string, line: Uint8Array) => TakenRecord | RejectedRecord;

/**
 * Makes the function that takes one line of a records file into the station, or says at which field and why it stays out. `ids`
 * are the ids of the package's files by digest; `lost` the names of all its files, where the package is damaged and files may have
 * been lost. The same line twice changes nothing.
 */
export function recordTaker(
  station: Station,
  sender: string,
  ids: ReadonlyMap<string, string>,
  lost?: ReadonlyMap<string, string>,
): RecordTaker {
  const made = new Map<RecordKind, RecordRules | undefined>();
  const rulesFor = (kind: RecordKind): RecordRules | undefined => {
    if (!made.has(kind)) made.set(kind, rulesOf(station, kind, sender));
    return made.get(kind);
  };
  return (kind, line) => {
    const value = parseJson(line);
    const read = PackedRecord.safeParse(value);
    if (!read.success) {
      const issue = read.error.issues[0];
      return rejected(named(value, kind), issue?.path.join('.') ?? '', 'malformed', '这一条的写法不合格式，读不出来');
    }
    const record = read.data;
    const out = (field: string, code: string, message: string): RejectedRecord =>
      rejected(record, field, code, message);
    const rules = rulesFor(record.kind);
    if (record.kind !== kind) return out('kind', 'malformed', '记录的种类与所在的清单不符');
    if (!rules) return out('kind', 'unknown-kind', '本站的程序还不收这一种记录');
    const missing = record.files.find((sm3) => !ids.has(sm3));
    if (missing !== undefined)
      return lost === undefined
        ? out('', 'file-missing', '包里缺这条记录的附件')
        : out('', 'file-lost', `附件${quoted(lost.get(missing))}在损坏的部分，没有读出，待整包重送`);
    const known = ownerOf(station, record.id);
    if (known && known.origin !== sender) return out('', 'id-taken', '记录编号已被另一个单位的记录使用');

    const body = rules.schema.safeParse(unpackBody(record, ids));
    if (!body.success) {
      const issue = body.error.issues[0];
      return out(issue?.path.join('.') ?? '', 'malformed', `填写内容不合格式（${issue?.message ?? ''}）`);
    }
    const guarded = rules.guarded?.(body.data) ?? [];
    const own = new Set(record.files.map((sm3) => ids.get(sm3)));
    if (guarded.some((id) => !own.has(id)) || namesFile(body.data))
      return out('', 'file-missing', '包里缺这条记录的附件');
    const error = rules.check(body.data).find((finding) => finding.level === 'error');
    if (error) return { ...out(error.field, error.code, error.message), label: rules.label(error.field, body.data) };
    if (
      known?.revision === record.revision &&
      JSON.stringify(station.records.get(record.id).body) !== JSON.stringify(body.data)
    )
      return out(
        '',
        'revision-conflict',
        `第 ${record.revision} 版以前收到过，内容不同，可能用了旧备份。请改动后重新送签批`,
      );

    for (const id of guarded) station.blobs.guard(id);
    const taken = station.records.receive({
      id: record.id,
      origin: sender,
      kind: record.kind,
      revision: record.revision,
      code: record.code,
      name: record.name,
      facet: record.facet,
      body: body.data,
      blobs: record.files.map((sm3) => ids.get(sm3)!),
      search: rules.search(body.data),
      errors: 0,
    });
    return {
      id: record.id,
      revision: record.revision,
      kind: record.kind,
      enteredBy: record.createdBy,
      editedBy: record.updatedBy,
      superseded: taken === 'older',
    };
  };
}

function quoted(name: string | undefined): string {
  return name === undefined ? '' : `“${name}”`;
}

export function isRejected(taken: TakenRecord | RejectedRecord): taken is RejectedRecord {
  return 'code' in taken;
}

function rejected(
  record: Pick<RejectedRecord, 'kind' | 'id' | 'revision' | 'name'>,
  field: string,
  code: string,
  message: string,
): RejectedRecord {
  return {
    kind: record.kind,
    id: record.id,
    revision: record.revision,
    name: record.name,
    field,
    label: '',
    code,
    message,
  };
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
  return depth > 0 && Object.values(value).every((item) => isShallow(item, depth - 1));
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

function ownerOf(station: Station, id: string): { origin: string; revision: number } | undefined {
  return prepared(station.db, 'SELECT origin, revision FROM record WHERE id = ?').get(id) as
    | { origin: string; revision: number }
    | undefined;
}

/** Kind of record that a path below `data/` holds: `records/license-0001.jsonl`; undefined for other files. */
export function kindOfPath(path: string): RecordKind | undefined {
  const word = /^records\/([a-zA-Z]+)-\d+\.jsonl$/.exec(path)?.[1];
  return RecordKind.safeParse(word).data;
}
