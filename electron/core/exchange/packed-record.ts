import type { PackedRecord } from '../../../shared/exchange/contents.ts';
import type { StoredRecord } from '../store/records.ts';
import type { Station } from '../store/station.ts';

/** Prefix of a file's digest where a body names a file: ids of blobs belong to one station and never travel. */
const digestMark = 'sm3:';

/** A record as its line in the package has it. */
export function packRecord(station: Station, record: StoredRecord): PackedRecord {
  const blobs = record.blobs.map((id) => station.blobs.info(id));
  const marks = new Map(blobs.map((blob) => [blob.id, digestMark + blob.sm3]));
  return {
    id: record.id,
    kind: record.kind,
    revision: record.revision,
    code: record.code,
    name: record.name,
    facet: record.facet,
    createdBy: record.createdBy,
    createdAt: record.createdAt,
    updatedBy: record.updatedBy,
    updatedAt: record.updatedAt,
    body: replaceText(record.body, marks) as Record<string, unknown>,
    files: blobs.map((blob) => blob.sm3),
  };
}

/** The body with the receiving station's own ids for the files; `ids` by digest. */
export function unpackBody(record: PackedRecord, ids: ReadonlyMap<string, string>): unknown {
  if (record.files.length === 0) return record.body;
  const marks = new Map(record.files.map((sm3) => [digestMark + sm3, ids.get(sm3) ?? '']));
  return replaceText(record.body, marks);
}

/** Whether a body, as JSON, still names a file by its digest: one that the record's list of files does not have. */
export function namesFile(body: string): boolean {
  return body.includes(`"${digestMark}`) && /"sm3:[0-9a-f]{64}"/.test(body);
}

/** Path of a file below `data/`, by its digest. */
export function blobPath(sm3: string): string {
  return `blobs/${sm3}`;
}

function replaceText(value: unknown, texts: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return texts.get(value) ?? value;
  if (Array.isArray(value)) return value.map((item) => replaceText(item, texts));
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replaceText(item, texts)]));
  return value;
}
