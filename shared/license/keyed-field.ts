import { z } from 'zod';
import type { Finding } from '../exchange/finding.ts';
import type { License } from './license.ts';

/** A critical field that was keyed a second time, by somebody who did not see the first value. */
export const KeyedField = z.object({
  first: z.string().max(20_000),
  second: z.string().max(20_000),
  /** Who keyed second, and when (instant, local time with offset). */
  by: z.string().max(100),
  at: z.string().max(40),
  /** 同人复录: the same person on a later day, in an office of one. */
  own: z.boolean(),
  /** What stands on the paper by agreement or decision; null while two values stand against each other. */
  value: z.string().max(20_000).nullable(),
  /** Who decided a difference with the picture in view; '' where the two agreed or nobody has. */
  decidedBy: z.string().max(100),
  decidedAt: z.string().max(40),
});
export type KeyedField = z.infer<typeof KeyedField>;

/**
 * 读图一致: the station's own reading of the scan, sure of every character, says what was entered. Bound to the value: another one needs a new reading or a second keying.
 */
export const SecondReading = z.object({
  value: z.string().max(20_000),
  /** Nobody was shown what was read before the value was entered: two readers who know nothing of each other. */
  withheld: z.boolean(),
  /** Instant, local time with offset. */
  at: z.string().max(40),
});
export type SecondReading = z.infer<typeof SecondReading>;

/** Paths where two keyings differ and nobody has decided. */
export function differing(license: License): string[] {
  return Object.entries(license.review ?? {}).flatMap(([path, { value }]) => (value === null ? [path] : []));
}

/** An undecided difference blocks at its field. */
export function keyingFindings(license: License): Finding[] {
  return differing(license).map((field) => ({
    field,
    level: 'error',
    code: 'keying-differs',
    message: '两次录入不同，待他人在复核台对照原件裁定',
  }));
}
