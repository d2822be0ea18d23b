import { readFileSync } from 'node:fs';
import { refuse } from '../../../shared/contract/failures.ts';
import { LibraryType, parseLibrary } from '../../../shared/license/library.ts';
import type { LicenseTypeRow } from '../../../shared/license/methods.ts';
import type { LicenseType } from '../../../shared/license/type.ts';
import { TypeRecord, usableType, versionOf } from '../../../shared/license/type-record.ts';
import { resourceFile } from '../places.ts';
import { prepared } from '../store/database.ts';
import type { ListQuery } from '../store/record-list.ts';
import type { StoredRecord } from '../store/records.ts';
import type { Station } from '../store/station.ts';

export interface KnownType {
  readonly type: LicenseType;
  /** Its record; null for a type of the library. */
  readonly record: StoredRecord | null;
}

let shipped: readonly LicenseType[] | undefined;

/** The license types that ship with the program, read once. Needs no station. */
export function shippedTypes(): readonly LicenseType[] {
  shipped ??= parseLibrary(JSON.parse(readFileSync(resourceFile('codes/license-types.json'), 'utf8')));
  return shipped;
}

/** What a department has taken, or what a bureau has prepared, with what tells it from the one before. */
const dispatched = `SELECT 'taken ' || version AS key, body FROM in_force WHERE part = 'licenseTypes'
  UNION ALL SELECT 'prepared ' || at || ' ' || octet_length(body), body FROM prepared WHERE part = 'licenseTypes' AND partner = ''`;

const libraries = new WeakMap<Station, { readonly key: string; readonly types: readonly LibraryType[] }>();

/** The library of a station: the types that ship with the program, with those that the bureau dispatches in their place and beside them. */
export function libraryTypes(station: Station): readonly LibraryType[] {
  const found = prepared(station.db, `SELECT key FROM (${dispatched})`).pluck().get() as string | undefined;
  const key = found ?? '';
  const known = libraries.get(station);
  if (known?.key === key) return known.types;
  const body = found && (prepared(station.db, `SELECT body FROM (${dispatched})`).pluck().get() as string);
  const own = body ? LibraryType.array().parse(JSON.parse(body)) : [];
  const names = new Set(own.map(({ name }) => name));
  const types = [
    ...own.map((type) => ({ ...type, library: true, earlier: type.earlier.map((one) => ({ ...one, library: true })) })),
    ...shippedTypes().flatMap((type) => (names.has(type.name) ? [] : [{ ...type, earlier: [] }])),
  ];
  libraries.set(station, { key, types });
  return types;
}

/** Every entry of the license catalog that this station made itself, or of those that `of` says, by name. */
export function ownTypes(
  station: Station,
  of: Pick<ListQuery, 'origin' | 'states'> = {},
): { record: StoredRecord; body: TypeRecord }[] {
  const out: { record: StoredRecord; body: TypeRecord }[] = [];
  let after: string | undefined;
  do {
    const page = station.records.list({ ...of, kind: 'licenseType', order: 'name', limit: 500, after });
    for (const record of page.rows) out.push({ record, body: TypeRecord.parse(record.body) });
    after = page.next ?? undefined;
  } while (after !== undefined);
  return out;
}

/** Every type that licenses can be typed against: the station's own ones first, then those of its library that it has not replaced under the same name. */
export function knownTypes(station: Station): KnownType[] {
  const own = ownTypes(station).flatMap(({ record, body }) => {
    const type = usableType(body);
    return type ? [{ type, record }] : [];
  });
  const names = new Set(own.map(({ type }) => type.name));
  return [...own, ...libraryTypes(station).flatMap((type) => (names.has(type.name) ? [] : [{ type, record: null }]))];
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
  const library = libraryTypes(station).find(
    (type) => type.name === (body?.name ?? wanted) || (type.code !== '' && type.code === wanted),
  );
  const kept = body && version !== undefined ? versionOf(body, version) : undefined;
  const versions = library ? [library, ...library.earlier] : [];
  const exact = kept ?? versions.find((type) => type.version === version);
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
