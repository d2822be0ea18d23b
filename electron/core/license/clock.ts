import { handoverDeadline } from '../../../shared/license/clock.ts';
import type { License } from '../../../shared/license/license.ts';
import type { OpenedLicense } from '../../../shared/license/methods.ts';
import { workingCalendar } from '../calendar/calendar.ts';
import type { Station } from '../store/station.ts';

/** Licenses of one type whose business was done on the same day (and in the same batch) and that nobody has handed over. */
export interface OpenClock {
  readonly type: string;
  readonly done: string;
  readonly batch: string;
  readonly licenses: number;
  /** One of them. */
  readonly id: string;
}

/** When the first package with this license was handed over, as its slip says, or arrived: SQL over a `record` aliased r, NULL while it was not. */
const handedAt = `(SELECT min(iif(k.handed_at <> '', k.handed_at, k.received_at)) FROM package_record x JOIN package k ON k.id = x.package
  WHERE x.record = r.id AND (k.handed_at <> '' OR k.received_at <> ''))`;

/** Clocks that run, by type, day and batch; at most `limit`, the oldest first. */
export function openClocks(station: Station, limit = 60): OpenClock[] {
  return station.db
    .prepare(
      `SELECT facet AS type, json_extract(body, '$.clock.done') AS done, json_extract(body, '$.clock.batch') AS batch,
         count(*) AS licenses, min(id) AS id
       FROM record r INDEXED BY license_clock
       WHERE kind = 'license' AND origin = '' AND json_extract(body, '$.clock.done') <> '' AND ${handedAt} IS NULL
       GROUP BY 2, 1, 3 ORDER BY 2, 1, 3 LIMIT ?`,
    )
    .all(limit) as OpenClock[];
}

/** The clock of one license, null where none runs. */
export function clockOf(station: Station, id: string, license: License): OpenedLicense['clock'] {
  const deadline = handoverDeadline(license.clock, workingCalendar(station));
  if (!deadline) return null;
  const handed = station.db.prepare(`SELECT ${handedAt} FROM record r WHERE id = ?`).pluck().get(id) as string | null;
  return { deadline: deadline.date, provisional: deadline.provisional, handedAt: handed ?? '' };
}
