import type { Station } from '../store/station.ts';

/** What the records of a package are told by: their numbers follow one another, as those do that came for the first time, or stand among others. */
export type PackagePlaces = { readonly first: number; readonly last: number } | 'among others';

interface Looked {
  readonly package: string;
  readonly places: PackagePlaces;
}

/** Of the package that was asked for last: looking takes 2 µs a record, and the audit desk asks again after every decision. */
const last = new WeakMap<Station, Looked>();

/** Where the records of a received package stand in the table of records. */
export function packagePlaces(station: Station, packageId: string): PackagePlaces {
  const intake = station.db.prepare('SELECT n, received, salvage FROM intake WHERE id = ?').get(packageId);
  const key = JSON.stringify([packageId, intake]);
  const known = last.get(station);
  if (known?.package === key) return known.places;
  const span = station.db
    .prepare(
      `SELECT min(r.n) AS first, max(r.n) AS last, count(*) AS count FROM intake k JOIN intake_record x ON x.intake = k.n
         JOIN record r ON r.id = x.record WHERE k.id = ?`,
    )
    .get(packageId) as { first: number | null; last: number; count: number };
  const { first, count } = span;
  const places = first !== null && span.last - first + 1 === count ? { first, last: span.last } : 'among others';
  last.set(station, { package: key, places });
  return places;
}
