import { z } from 'zod';

export const BackupFile = z.object({ path: z.string(), name: z.string(), bytes: z.number(), createdAt: z.string() });
export type BackupFile = z.infer<typeof BackupFile>;

/** What a backup holds, after every byte of it was read and compared with its list. */
export const BackupCheck = z.object({
  path: z.string(),
  stationId: z.string(),
  stationName: z.string(),
  createdAt: z.string(),
  records: z.number().int(),
  files: z.number().int(),
  bytes: z.number(),
  /** True when it is a backup of the station that this program works on. */
  own: z.boolean(),
});
export type BackupCheck = z.infer<typeof BackupCheck>;
