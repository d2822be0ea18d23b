import type { License } from '../../../shared/license/license.ts';
import type { LicenseType } from '../../../shared/license/type.ts';
import { prepared } from '../store/database.ts';
import type { StoredRecord } from '../store/records.ts';
import type { Station } from '../store/station.ts';
import { inAnyPart } from './parts.ts';

/** At most this many are shown. */
const most = 20;

// Never by all licenses of the type: number and name are far rarer.
const own = (station: Station, index: string): string =>
  `SELECT r.id FROM license_row l INDEXED BY ${index} JOIN record r ON r.n = l.n WHERE l.own = 1 AND ${inAnyPart(station, 'l')}`;
const byNumber = (station: Station): string => `${own(station, 'license_row_by_code')} AND l.code = ? AND l.type = ?`;
const byName = (station: Station): string => `${own(station, 'license_row_by_name')} AND l.name = ? AND l.type = ?`;

/**
 * Own licenses with the same type and number, and the same copy where the type numbers its copies. An empty number has no duplicate.
 */
export function exactDuplicates(station: Station, type: LicenseType, license: License, except = ''): StoredRecord[] {
  const key = type.copyNumber;
  return duplicatesOf(
    station,
    type,
    { number: license.number, copy: key === null ? '' : (license.face[key] ?? '') },
    except,
  );
}

export function duplicatesOf(
  station: Station,
  type: LicenseType,
  { number, copy }: { readonly number: string; readonly copy: string },
  except = '',
): StoredRecord[] {
  if (number === '') return [];
  const key = type.copyNumber;
  const ids = prepared(
    station.db,
    `${byNumber(station)} AND r.id <> ? ${key === null ? '' : "AND coalesce(json_extract(r.body, '$.face.' || ?), '') = ?"} ORDER BY l.n LIMIT ${most}`,
  )
    .pluck()
    .all(number, type.name, except, ...(key === null ? [] : [key, copy])) as string[];
  return ids.map((id) => station.records.get(id, 'license'));
}

/** Own licenses of the same type and holder issued on the same day under another number: the same paper typed with a slip, more often than not. */
export function nearDuplicates(station: Station, type: LicenseType, license: License, except = ''): StoredRecord[] {
  const name = license.holders.map((holder) => holder.name).join('、');
  if (name === '' || license.issued === '') return [];
  const ids = station.db
    .prepare(`${byName(station)} AND r.id <> ? AND l.code <> ? AND l.issued = ? ORDER BY l.n LIMIT ${most}`)
    .pluck()
    .all(name, type.name, except, license.number, license.issued) as string[];
  return ids.map((id) => station.records.get(id, 'license'));
}
