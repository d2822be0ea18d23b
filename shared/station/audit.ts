import { z } from 'zod';

/** One line of the audit chain. */
export const AuditLine = z.object({
  seq: z.number().int(),
  at: z.string(),
  user: z.string(),
  action: z.string(),
  object: z.string(),
  /** Name of the record or person that the object's id stands for; '' where there is none any more. */
  name: z.string(),
  old: z.string(),
  new: z.string(),
  /** SM3 of the line before, hex. */
  prev: z.string(),
});
export type AuditLine = z.infer<typeof AuditLine>;

export const AuditVerdict = z.object({
  ok: z.boolean(),
  lines: z.number().int(),
  /** First line that does not follow from the one before; null = none. */
  brokenAt: z.number().int().nullable(),
  reason: z.string(),
  head: z.string(),
  seconds: z.number(),
});
export type AuditVerdict = z.infer<typeof AuditVerdict>;
