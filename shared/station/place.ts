import { z } from 'zod';

/** A drive, medium or usual folder of this machine: where a person starts looking. */
export const Place = z.object({
  name: z.string(),
  path: z.string(),
  kind: z.enum(['medium', 'drive', 'folder']),
  /** FAT32, exFAT, NTFS …; '' unknown. */
  fileSystem: z.string(),
  freeBytes: z.number().nullable(),
  totalBytes: z.number().nullable(),
  /** False for a medium with write protection. */
  writable: z.boolean(),
});
export type Place = z.infer<typeof Place>;

export const PlaceEntry = z.object({
  name: z.string(),
  path: z.string(),
  folder: z.boolean(),
  bytes: z.number(),
  modifiedAt: z.string(),
});
export type PlaceEntry = z.infer<typeof PlaceEntry>;

export const PlaceListing = z.object({
  /** '' = the list of places only. */
  path: z.string(),
  /** null = already at the top. */
  parent: z.string().nullable(),
  places: z.array(Place),
  entries: z.array(PlaceEntry),
  /** More entries than are listed. */
  hidden: z.number().int().nonnegative(),
  freeBytes: z.number().nullable(),
  writable: z.boolean(),
});
export type PlaceListing = z.infer<typeof PlaceListing>;
