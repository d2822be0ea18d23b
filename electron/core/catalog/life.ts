import { Catalog, type CatalogChange } from '../../../shared/catalog/catalog.ts';
import type { CatalogRecord } from '../../../shared/catalog/methods.ts';
import { isDate } from '../../../shared/china/dates.ts';
import { addWorkingDays, type WorkingDeadline } from '../../../shared/china/working-days.ts';
import { workingCalendar } from '../calendar/calendar.ts';
import { changedFields } from '../store/changed-fields.ts';
import { inHouse } from '../store/in-house.ts';
import { type StoredRecord, versionBody } from '../store/records.ts';
import type { Station } from '../store/station.ts';

/** Working days from the day of a law's amendment or a change of duty (annex 1, 2.3). */
export const changeDays = 15;

/** The version that the bureau has accepted last; undefined for a catalog that was never published. */
export function publishedVersion(station: Station, id: string): { revision: number; body: Catalog } | undefined {
  const row = station.db
    .prepare(
      `SELECT v.revision, ${versionBody} AS body FROM version v JOIN record r ON r.n = v.record
       WHERE r.id = ? AND v.state IN ('accepted', 'stored') ORDER BY v.revision DESC LIMIT 1`,
    )
    .get(id) as { revision: number; body: string } | undefined;
  return row && { revision: row.revision, body: Catalog.parse(JSON.parse(row.body)) };
}

/** What the editor needs to know of the published version; null where there is none. */
export function publishedOf(station: Station, record: StoredRecord): CatalogRecord['published'] {
  if (record.origin !== '' || record.sent === null) return null;
  const version = publishedVersion(station, record.id);
  return version ? { revision: version.revision, change: version.body.change ?? null } : null;
}

/** The published version that a body departs from, as the rules look at it; undefined where there is none or nothing differs. */
export function changedSince(
  station: Station,
  record: Pick<StoredRecord, 'id' | 'sent' | 'revision'> | undefined,
  body: Catalog,
): { readonly change?: CatalogChange | undefined } | undefined {
  if (!record?.sent) return undefined;
  const version = publishedVersion(station, record.id);
  return version && changedFields(version.body, body) ? { change: version.body.change } : undefined;
}

/** By when the change that a catalog states is to be made; null where it states no day. */
export function changeDeadline(station: Station, { change }: Catalog): WorkingDeadline | null {
  return change && isDate(change.date) ? addWorkingDays(change.date, changeDays, workingCalendar(station)) : null;
}

/** A published catalog that is being changed, and by when it is to be handed over. */
export interface ChangeDue {
  readonly id: string;
  readonly name: string;
  readonly since: string;
  readonly deadline: string;
}

/** Own catalogs whose change was begun and has not been handed over yet. */
export function catalogChangesDue(station: Station): ChangeDue[] {
  const rows = station.db
    .prepare(
      `SELECT id, name, json_extract(body, '$.change.date') AS since FROM record r INDEXED BY catalog_change
       WHERE kind = 'catalog' AND origin = '' AND json_extract(body, '$.change.date') IS NOT NULL
         AND sent <> '' AND ${inHouse} ORDER BY since LIMIT 200`,
    )
    .all() as { id: string; name: string; since: string }[];
  const calendar = workingCalendar(station);
  return rows
    .filter(({ since }) => isDate(since))
    .map((row) => ({ ...row, deadline: addWorkingDays(row.since, changeDays, calendar).date }));
}
