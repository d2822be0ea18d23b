import { z } from 'zod';
import { LicenseType } from './type.ts';

const Library = z.object({ types: z.array(LicenseType) });

/**
 * Reads the shipped type library (`resources/codes/license-types.json`). Throws when the table is not sound: keys used twice, a role or a
 * holder that names no field, a zone that leaves the face.
 */
export function parseLibrary(json: unknown): LicenseType[] {
  const { types } = Library.parse(json);
  for (const type of types) checkType(type);
  return types;
}

function checkType(type: LicenseType): void {
  const keys = new Set<string>();
  for (const field of type.fields) {
    if (keys.has(field.key)) throw new Error(`${type.name}: field ${field.key} stands twice`);
    keys.add(field.key);
    const { zone } = field;
    if (zone && (zone.x + zone.width > type.face.widthMm || zone.y + zone.height > type.face.heightMm))
      throw new Error(`${type.name}: zone of ${field.key} leaves the face`);
  }
  const used = [
    ...Object.values(type.roles),
    ...type.holders.flatMap((holder) => [holder.name, holder.idNumber]),
    ...type.ranges.flatMap((range) => [range.from, range.to]),
    type.copyNumber,
  ];
  for (const key of used) if (key !== null && !keys.has(key)) throw new Error(`${type.name}: no field ${key}`);
}
