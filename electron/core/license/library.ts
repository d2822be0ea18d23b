import { readFileSync } from 'node:fs';
import { refuse } from '../../../shared/contract/failures.ts';
import { parseLibrary } from '../../../shared/license/library.ts';
import type { LicenseTypeRow } from '../../../shared/license/methods.ts';
import type { LicenseType } from '../../../shared/license/type.ts';
import { TypeRecord, usableType, versionOf } from '../../../shared/license/type-record.ts';
import { resourceFile } from '../places.ts';
import type { StoredRecord } from '../store/records.ts';
import type { Station } from '../store/station.ts';

export interface KnownType {
  readonly type: LicenseType;
  /** Its record, not part of the shipped library. */
  readonly record: StoredRecord | null;
}

let shipped: readonly LicenseType[] | undefined;

/** The license types that ship with the program, read once. Needs no station. */
export function shippedTypes(): readonly LicenseType[] {
  shipped ??= parseLibrary(JSON.parse(readFileSync(resourceFile('codes/license-types.json'), 'utf8')));
  return shipped;
}

/** Every entry of the license catalog that this station made itself, by name. */
export function ownTypes(station: Station): { record: StoredRecord; body: TypeRecord }[] {
  const out: { record: StoredRecord; body: TypeRecord }[] = [];
  let after: string | undefined;
  do {
    const page = station.records.list({ kind: 'licenseType', order: 'name', limit: 500, after });
    for (const record of page.rows) out.push({ record, body: TypeRecord.parse(record.body) });
    after = page.next ?? undefined;
  } while (after !== undefined);
  return out;
}

/** Every type that licenses can be typed against: the station's own ones first, then the shipped ones that it has not replaced under the same name. */
export function knownTypes(station: Station): KnownType[] {
  const own = ownTypes(station).flatMap(({ record, body }) => {
    const type = usableType(body);
    return type ? [{ type, record }] : [];
  });
  const names = new Set(own.map(({ type }) => type.name));
  return [...own, ...shippedTypes().flatMap((type) => (names.has(type.name) ? [] : [{ type, record: null }]))];
}

/**
 * The type with this name or type code: the given version where the station has it, else the one that is in use. Refuses `unknown-license-type`, and
 * `license-type-draft` for one that was never handed in.
 */
export function typeNamed(station: Station, name: string, version?: number): LicenseType {
  const wanted = name.trim();
  const { records } = station;
  const record =
    records.list({ kind: 'licenseType', facet: wanted, limit: 1 }).rows[0] ??
    (wanted === '' ? undefined : records.find({ kind: 'licenseType', code: wanted }));
  const body = record && TypeRecord.parse(record.body);
  const library = shippedTypes().find(
    (type) => type.name === (body?.name ?? wanted) || (type.code !== '' && type.code === wanted),
  );
  const kept = body && version !== undefined ? versionOf(body, version) : undefined;
  const exact = kept ?? (library?.version === version ? library : undefined);
  const type = exact ?? (body && usableType(body)) ?? library;
  return type ?? refuse(body ? 'license-type-draft' : 'unknown-license-type', { name: wanted });
}

/** How many licenses of each type this station has. */
export function licenseCounts(station: Station): ReadonlyMap<string, number> {
  const own = station.role === 'department';
  const counted = station.db
    .prepare(
      `SELECT facet, count(*) AS count FROM record WHERE kind = 'license' AND origin ${own ? '=' : '<>'} '' GROUP BY facet`,
    )
    .all() as { facet: string; count: number }[];
  return new Map(counted.map(({ facet, count }) => [facet, count]));
}

/** Every known type with the number of its licenses in this station. */
export function typeRows(station: Station): LicenseTypeRow[] {
  const licenses = licenseCounts(station);
  return knownTypes(station).map(({ type, record }) => ({
    id: record?.id ?? '',
    name: type.name,
    code: type.code,
    version: type.version,
    state: record?.state ?? 'library',
    definer: type.definer,
    holderKind: type.holderKind,
    category: type.category,
    fields: type.fields.length,
    unverified: type.unverified,
    own: record !== null,
    licenses: licenses.get(type.name) ?? 0,
  }));
}
