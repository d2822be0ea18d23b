import { type KnownValues, repeatedFields } from '../../../shared/license/known-values.ts';
import type { LicenseType } from '../../../shared/license/type.ts';
import type { Station } from '../store/station.ts';

/** So many of the latest licenses are looked at: the papers of one box resemble each other. */
const licenses = 3000;

/** What the repeated fields of this type hold on the latest licenses of the station. */
export function knownValues(station: Station, type: LicenseType): KnownValues {
  const faces = station.db
    .prepare(
      `SELECT json_extract(body, '$.face') FROM record
       WHERE kind = 'license' AND origin = '' AND facet = ? ORDER BY n DESC LIMIT ${licenses}`,
    )
    .pluck()
    .all(type.name) as string[];
  const parsed = faces.map((face) => JSON.parse(face) as Record<string, string>);
  return Object.fromEntries(
    repeatedFields(type).map((key) => {
      const uses = new Map<string, number>();
      for (const face of parsed) if (face[key]) uses.set(face[key], (uses.get(face[key]) ?? 0) + 1);
      return [key, [...uses].map(([value, count]) => ({ value, uses: count }))];
    }),
  );
}
