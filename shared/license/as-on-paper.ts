import { z } from 'zod';
import type { Finding } from '../exchange/finding.ts';
import type { License } from './license.ts';

/**
 * 照面如此: somebody vouches that the paper itself carries this value although it fails the check. It blocks until a second person has compared
 * it with the picture. `value` and `code` bind it to what was seen: another value or another error needs a new one.
 */
export const AsOnPaper = z.object({
  value: z.string().max(20_000),
  /** Code of the finding, and its sentence as it was shown. */
  code: z.string().max(60),
  message: z.string().max(500),
  /** Blob of the field's zone, or of the page where the field has none. */
  crop: z.string().max(200),
  by: z.string().max(100),
  /** Instant, local time with offset. */
  at: z.string().max(40),
  /** '' = nobody yet. */
  confirmedBy: z.string().max(100),
  confirmedAt: z.string().max(40),
});
export type AsOnPaper = z.infer<typeof AsOnPaper>;

/** Errors that a paper itself can carry; what is missing, too long or no day is a matter of typing. */
const paperErrors: readonly string[] = [
  'invalid-uscc',
  'invalid-registration-number',
  'invalid-organisation-code',
  'invalid-resident-id',
  'invalid-unit-number',
  'unusual-number',
];

/** Whether this finding may be declared 照面如此. */
export function maySayAsOnPaper({ level, code }: Pick<Finding, 'level' | 'code'>): boolean {
  return level === 'error' && paperErrors.includes(code);
}

/** The code of an error that is declared and not yet confirmed. */
export const unconfirmed = 'as-on-paper-open';

/** The code of one that a second person has confirmed. */
export const confirmed = 'as-on-paper';

/** Findings with those that the paper itself carries: a confirmed one is a warning, one that waits for the second person still blocks. */
export function withPaper(
  findings: readonly Finding[],
  license: License,
  valueAt: (path: string) => string,
): Finding[] {
  return findings.map((finding) => {
    const said = license.asOnPaper?.[finding.field];
    if (!said || !maySayAsOnPaper(finding) || said.code !== finding.code || said.value !== valueAt(finding.field))
      return finding;
    return said.confirmedBy === ''
      ? {
          ...finding,
          code: unconfirmed,
          message: `${said.by}已声明照面如此，待另一人在复核台核对（${finding.message}）`,
        }
      : {
          ...finding,
          level: 'warning',
          code: confirmed,
          message: `照面如此：${said.by}声明，${said.confirmedBy}核对（${finding.message}）`,
        };
  });
}

/** Whether nothing but unconfirmed declarations keeps a license from being handed in. */
export function onlyUnconfirmed(findings: readonly Finding[]): boolean {
  const errors = findings.filter((finding) => finding.level === 'error');
  return errors.length > 0 && errors.every((finding) => finding.code === unconfirmed);
}
