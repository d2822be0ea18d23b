import type { LicenseType } from '../../../shared/license/type.ts';
import { TypeRecord, usableType, versionOf } from '../../../shared/license/type-record.ts';
import { knownTypes, typeNamed } from '../license/license.ts';
import type { Station } from '../store/station.ts';
import { typeKey } from './read-licenses.ts';

/** Finds the types by which licenses of this origin ('' own) are read, each once. */
export function typesOf(station: Station, origin: string): (name: string, version: number) => LicenseType | undefined {
  const known = new Map<string, LicenseType | undefined>();
  return (name, version) => {
    const key = typeKey({ name, version });
    if (!known.has(key)) known.set(key, sentType(station, origin, name, version) ?? ownType(station, name, version));
    return known.get(key);
  };
}

/** A type that this department has in its own catalog and sent along: the version, else the one that it uses now. */
function sentType(station: Station, origin: string, name: string, version: number): LicenseType | undefined {
  if (origin === '') return undefined;
  const [record] = station.records.list({ kind: 'licenseType', origin, facet: name, limit: 1 }).rows;
  const body = record && TypeRecord.safeParse(record.body).data;
  // The numbers of its entry and of the library grow apart once both go on: only what came before the entry is one and the same.
  const before = body && version < body.version ? ownVersion(station, name, version) : undefined;
  return body && (versionOf(body, version) ?? before ?? usableType(body));
}

/** A type of this station or of the shipped library: the version, else the one in use. */
function ownType(station: Station, name: string, version: number): LicenseType | undefined {
  const known = knownTypes(station).find(({ type }) => type.name === name)?.type;
  return known && typeNamed(station, name, version);
}

function ownVersion(station: Station, name: string, version: number): LicenseType | undefined {
  const type = ownType(station, name, version);
  return type?.version === version ? type : undefined;
}
