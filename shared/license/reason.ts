import type { Finding } from '../exchange/finding.ts';
import { confirmed } from './as-on-paper.ts';
import { valueAt } from './check.ts';
import type { License, WarningReason } from './license.ts';

/** So much of a value is kept to tell whether a reason was given for it. */
const remembered = 200;

/** The reason that a person gave for this warning, '' where there is none or the value has changed since. */
export function reasonOf(license: License, { field, code }: Pick<Finding, 'field' | 'code'>): string {
  const value = valueAt(license, field).slice(0, remembered);
  return license.reasons.find((one) => one.field === field && one.code === code && one.value === value)?.reason ?? '';
}

/** 照面如此 has its two persons instead, and a code that the face itself lacks needs no word on why it is missing. */
const selfExplained: readonly string[] = [confirmed, 'holder-code-missing'];

/** Whether a finding passes only with a reason. */
export function needsReason({ level, code }: Pick<Finding, 'level' | 'code'>): boolean {
  return level === 'warning' && !selfExplained.includes(code);
}

/** Warnings that nobody has given a reason for; while there are any, the license is not handed in. */
export function unreasoned(license: License, findings: readonly Finding[]): Finding[] {
  return findings.filter((finding) => needsReason(finding) && reasonOf(license, finding) === '');
}

/** The license with a reason for one of its warnings, in place of an earlier one; an empty reason takes it back. */
export function withReason(
  license: License,
  { field, code }: Pick<Finding, 'field' | 'code'>,
  reason: string,
): License {
  const others = license.reasons.filter((one) => one.field !== field || one.code !== code);
  const text = reason.trim();
  const made: WarningReason = { field, code, value: valueAt(license, field).slice(0, remembered), reason: text };
  return { ...license, reasons: text === '' ? others : [...others, made] };
}

/** The license without the reasons for warnings that are gone, so that a package carries none that explains nothing. */
export function keepReasons(license: License, findings: readonly Finding[]): License {
  const kept = license.reasons.filter(
    (one) =>
      one.code === 'duplicate' ||
      findings.some(
        (finding) => finding.field === one.field && finding.code === one.code && reasonOf(license, one) !== '',
      ),
  );
  return kept.length === license.reasons.length ? license : { ...license, reasons: kept };
}
