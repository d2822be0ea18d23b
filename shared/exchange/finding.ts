import { z } from 'zod';

/**
 * What a check found in a record: the field by its dotted path (`items.3.length`, the same path in form, remark and receipt;
 * '' = the record as a whole), and a sentence for the person who fills it in. Errors block, warnings pass with a reason.
 */
export const Finding = z.object({
  field: z.string(),
  level: z.enum(['error', 'warning']),
  code: z.string(),
  message: z.string(),
});
export type Finding = z.infer<typeof Finding>;

/** The bureau's word about one field of a returned record; '' = the record as a whole. */
export const Remark = z.object({ field: z.string().max(200), remark: z.string().min(1).max(2000) });
export type Remark = z.infer<typeof Remark>;

/** How many findings block the record from being handed in. */
export function errorCount(findings: readonly Finding[]): number {
  return findings.reduce((sum, finding) => sum + (finding.level === 'error' ? 1 : 0), 0);
}
