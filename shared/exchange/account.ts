import { z } from 'zod';
import { StationId } from './record.ts';

/** What a bureau decided about one person's application for an account of the catalog system (notice, annex 2): `account`, or '' and the reason for none. */
export const AccountDecision = z.object({
  n: z.int(),
  person: z.string(),
  duty: z.string(),
  account: z.string(),
  reason: z.string(),
  /** Day of the paper application. */
  applied: z.string(),
  at: z.string(),
  by: z.string(),
});
export type AccountDecision = z.infer<typeof AccountDecision>;

export const DecideAccount = z.object({
  station: StationId,
  person: z.string().trim().min(1).max(40),
  duty: z.string().trim().max(80).default(''),
  account: z.string().trim().max(64).default(''),
  reason: z.string().trim().max(200).default(''),
  applied: z.string().max(10).default(''),
});
export type DecideAccount = z.infer<typeof DecideAccount>;
