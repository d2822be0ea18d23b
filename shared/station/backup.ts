import { z } from 'zod';

export const BackupFile = z.object({ path: z.string(), name: z.string(), bytes: z.number(), createdAt: z.string() });
export type BackupFile = z.infer<typeof BackupFile>;

/** What a backup holds, after every byte of it was read and checked. */
export const BackupCheck = z.object({
  path: z.string(),
  stationId: z.string(),
  stationName: z.string(),
  createdAt: z.string(),
  epoch: z.number().int(),
  records: z.number().int(),
  blobs: z.number().int(),
  auditLines: z.number().int(),
  /** True when it is this station's own. */
  own: z.boolean(),
});
export type BackupCheck = z.infer<typeof BackupCheck>;
