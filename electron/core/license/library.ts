import { readFileSync } from 'node:fs';
import { refuse } from '../../../shared/contract/failures.ts';
import { parseLibrary } from '../../../shared/license/library.ts';
import type { LicenseTypeRow } from '../../../shared/license/methods.ts';
import { LicenseType } from '../../../shared/license/type.ts';
import { resourceFile } from '../places.ts';
import type { Station } from '../store/station.ts';

export interface KnownType {
  readonly type: LicenseType;
  /** A record of this station, not part of the shipped library. */
  readonly own: boolean;
}

let shipped: readonly LicenseType[] | undefined;

/** The license types that ship with the program, read once. Needs no station. */
export function shippedTypes(): readonly LicenseType[] {
  shipped ??= parseLibrary(JSON.parse(readFileSync(resourceFile('codes/license-types.json'), 'utf8')));
  return shipped;
}

/** Every type that the station knows: its own ones first, then the shipped ones that it has not replaced under the same name. */
export function knownTypes(station: Station): KnownType[] {
  const own = station.records.list({ kind: 'licenseType', order: 'name', limit: 500 }).rows.flatMap((record) => {
    const type = LicenseType.safeParse(record.body);
    return type.success ? [{ type: type.data, own: true }] : [];
  });
  const names = new Set(own.map(({ type }) => type.name));
  return [...own, ...shippedTypes().flatMap((type) => (names.has(type.name) ? [] : [{ type, own: false }]))];
}

/** The type with this name or type code; refuses `unknown-license-type`. */
export function typeNamed(station: Station, name: string): LicenseType {
  const wanted = name.trim();
  const found =
    knownTypes(station).find(({ type }) => type.name === wanted) ??
    knownTypes(station).find(({ type }) => type.code !== '' && type.code === wanted);
  return found?.type ?? refuse('unknown-license-type', { name: wanted });
}

/** Every known type with the number of its licenses in this station. */
export function typeRows(station: Station): LicenseTypeRow[] {
  const own = station.role === 'department';
  const counted = station.db
    .prepare(
      `SELECT facet, count(*) AS count FROM record WHERE kind = 'license' AND origin ${own ? '=' : '<>'} '' GROUP BY facet`,
    )
    .all() as { facet: string; count: number }[];
  const licenses = new Map(counted.map(({ facet, count }) => [facet, count]));
  return knownTypes(station).map(({ type, own: made }) => ({
    name: type.name,
    code: type.code,
    definer: type.definer,
    holderKind: type.holderKind,
    category: type.category,
    fields: type.fields.length,
    unverified: type.unverified,
    own: made,
    licenses: licenses.get(type.name) ?? 0,
  }));
}
