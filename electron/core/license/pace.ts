import type { LicenseRow } from '../../../shared/license/methods.ts';
import type { Station } from '../store/station.ts';
import { licenseOf, rowOf } from './rows.ts';

/** How many of the last entries the pace is taken from. */
const sample = 20;

/** As the partial index `record_typed` has it: typed at the desk, not imported. */
const typed = `kind = 'license' AND origin = '' AND json_extract(body, '$.entry.keys') > 0 AND created_by = ? AND facet = ?`;
const newest = `SELECT id FROM record WHERE ${typed} ORDER BY created_at DESC, n DESC LIMIT ?`;

/** What a clerk has typed of a type: how many today, how many an hour at the last ones' entry times, and which. */
export function paceOf(
  station: Station,
  type: string,
  user: string,
): { today: number; perHour: number; recent: LicenseRow[] } {
  const ids = station.db.prepare(newest).pluck().all(user, type, sample) as string[];
  const recent = ids.map((id) => rowOf(station.records.get(id)));
  const timed = recent.filter((row) => row.seconds > 0);
  const seconds = timed.reduce((sum, row) => sum + row.seconds, 0);
  const today = station.db
    .prepare(`SELECT count(*) FROM record WHERE ${typed} AND created_at >= ?`)
    .pluck()
    .get(user, type, station.now().slice(0, 10)) as number;
  return { today, perHour: seconds > 0 ? Math.round((timed.length * 3600) / seconds) : 0, recent };
}

/** The license of this type that the clerk saved last, for F4; null before the first. */
export function lastSaved(station: Station, type: string, user: string) {
  const id = station.db.prepare(newest).pluck().get(user, type, 1) as string | undefined;
  return id === undefined ? null : licenseOf(station.records.get(id));
}
