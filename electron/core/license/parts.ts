import { prepared } from '../store/database.ts';
import type { Station } from '../store/station.ts';

/** Licenses of one part of the indexes by number, name and day of issue, as a power of two; those of 0622-license-parts.ts. */
const partBits = 15;

/** Lists that are joined in order: SQLite takes 500. Beyond 13 million records the last one is sorted. */
const most = 400;

const part = (alias: string): string => `${alias}.n >> ${partBits}`;

/** All parts; between them they hold all licenses. */
function partsOf(station: Station): number[] {
  const last = prepared(station.db, 'SELECT max(n) FROM license_row').pluck().get() as number | null;
  return Array.from({ length: 1 + ((last ?? 0) >> partBits) }, (_, number) => number);
}

/** SQL: a condition on the `license_row` of this alias that leaves nothing out, for an index to be searched part by part. */
export const inAnyPart = (station: Station, alias: string): string =>
  `${part(alias)} IN (${partsOf(station).join(', ')})`;

/** SQL: what `select`, given the condition for one part of `license_row r`, finds in all of them, in the `order` in which the index has each. */
export function joinParts(station: Station, select: (inPart: string) => string, order: string): string {
  const parts = partsOf(station);
  const lists = parts.slice(0, most).map((number) => select(`${part('r')} = ${number}`));
  if (parts.length > most) lists.push(select(`${part('r')} IN (${parts.slice(most).join(', ')})`));
  return `${lists.join(' UNION ALL ')} ORDER BY ${order}`;
}
