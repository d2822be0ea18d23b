import type { License } from '../../../shared/license/license.ts';
import type { LicenseType } from '../../../shared/license/type.ts';
import type { StoredRecord } from '../store/records.ts';
import type { Station } from '../store/station.ts';
import { licenseOf } from './rows.ts';

/** At most this many are shown. */
const most = 20;

/**
 * Own licenses with the same type and number, and the same copy where the type numbers its copies. An empty number has no duplicate.
 */
export function exactDuplicates(station: Station, type: LicenseType, license: License, except = ''): StoredRecord[] {
  if (license.number === '') return [];
  const copy = copyOf(type, license);
  return byColumn(station, 'code', license.number, type.name)
    .filter((record) => record.id !== except)
    .filter((record) => copyOf(type, licenseOf(record)) === copy);
}

/** Own licenses of the same type and holder issued on the same day under another number: the same paper typed with a slip, more often than not. */
export function nearDuplicates(station: Station, type: LicenseType, license: License, except = ''): StoredRecord[] {
  const name = license.holders.map((holder) => holder.name).join('、');
  if (name === '' || license.issued === '') return [];
  return byColumn(station, 'name', name, type.name)
    .filter((record) => record.id !== except && record.code !== license.number)
    .filter((record) => licenseOf(record).issued === license.issued);
}

function copyOf(type: LicenseType, license: License): string {
  return type.copyNumber === null ? '' : (license.face[type.copyNumber] ?? '');
}

// The plus keeps SQLite from walking all licenses of the type: number and name are far rarer.
function byColumn(station: Station, column: 'code' | 'name', value: string, facet: string): StoredRecord[] {
  const ids = station.db
    .prepare(
      `SELECT id FROM record WHERE kind = 'license' AND origin = '' AND ${column} = ? AND +facet = ? ORDER BY n LIMIT ${most}`,
    )
    .pluck()
    .all(value, facet) as string[];
  return ids.map((id) => station.records.get(id, 'license'));
}
