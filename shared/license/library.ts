import { z } from 'zod';
import { checkType } from './check-type.ts';
import { LicenseType } from './type.ts';

const Library = z.object({ types: z.array(LicenseType) });

/** A type of a library with the versions before it, oldest first: licenses may have been typed against them. */
export const LibraryType = LicenseType.extend({ earlier: z.array(LicenseType).max(99).default([]) });
export type LibraryType = z.infer<typeof LibraryType>;

/**
 * Reads the shipped type library (`resources/codes/license-types.json`). Throws when the table is not sound: keys used twice, a role or a
 * holder that names no field, a zone that leaves the face.
 */
export function parseLibrary(json: unknown): LicenseType[] {
  return Library.parse(json).types.map((type) => {
    const shipped = { ...type, library: true };
    const error = checkType(shipped, { others: [] }).find(({ level }) => level === 'error');
    if (error) throw new Error(`${type.name}: ${error.field} ${error.code}`);
    return shipped;
  });
}
