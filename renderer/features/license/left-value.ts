import { valueAt } from '../../../shared/license/check.ts';
import { tidyCopyNumbers } from '../../../shared/license/copies.ts';
import type { License } from '../../../shared/license/license.ts';
import { normalizeValue } from '../../../shared/license/normalize.ts';
import { parseShortDate } from '../../../shared/license/short-date.ts';
import { faceField, facesInOrder, type LicenseType } from '../../../shared/license/type.ts';

/** What becomes of a field's text when it is left: short days written out, numbers in the one way, `=` the day above. */
export function leftValue(type: LicenseType, license: License, path: string, today: string): string {
  const typed = valueAt(license, path);
  if (path === 'clock.done') return parseShortDate(typed, { today }) || typed;
  if (path === 'copies.numbers') return tidyCopyNumbers(typed);
  if (!path.startsWith('face.')) return typed;
  const field = faceField(type, path.slice('face.'.length));
  return typed === '=' ? dayAbove(type, license, field.key) : normalizeValue(type, field, typed, today);
}

/** The nearest first day above a date field; `=` stays where there is none. */
function dayAbove(type: LicenseType, { face }: License, key: string): string {
  const fields = facesInOrder(type);
  const above = fields
    .slice(
      0,
      fields.findIndex((field) => field.key === key),
    )
    .filter((field) => field.kind === 'date' && !field.longTerm && field.key !== type.roles.validTo)
    .map((field) => face[field.key] ?? '')
    .filter((day) => day !== '');
  return faceField(type, key).kind === 'date' ? (above.at(-1) ?? '=') : '=';
}
