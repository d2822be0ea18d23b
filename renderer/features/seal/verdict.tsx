import { CheckCircleFilled, CloseCircleFilled, ExclamationCircleFilled } from '@ant-design/icons';
import type { ReactNode } from 'react';
import type { Verdict } from '../../../shared/seal/reasons.ts';
import { verdictNames } from '../../../shared/seal/reasons.ts';
import type { SealFinding } from '../../../shared/seal/scan.ts';
import { shapeNames } from '../../../shared/seal/scan.ts';

const icons = { pass: CheckCircleFilled, warn: ExclamationCircleFilled, reject: CloseCircleFilled } as const;
/** Class of base.css for a verdict's colour. */
export const verdictTone: Readonly<Record<Verdict, 'good' | 'warn' | 'bad'>> = {
  pass: 'good',
  warn: 'warn',
  reject: 'bad',
};
export const verdictColour: Readonly<Record<Verdict, string>> = {
  pass: 'var(--green)',
  warn: 'var(--amber)',
  reject: 'var(--cinnabar)',
};

export function VerdictIcon({ verdict }: { verdict: Verdict }): ReactNode {
  const Icon = icons[verdict];
  return <Icon className={verdictTone[verdict]} title={verdictNames[verdict]} aria-label={verdictNames[verdict]} />;
}

/** Letter of a reason, the same in the list and at its place: a, b, c. */
export const letterOf = (index: number): string => String.fromCharCode(97 + index);

export const sizeText = ({ widthMm, heightMm }: SealFinding): string =>
  `${widthMm.toFixed(1)} × ${heightMm.toFixed(1)} mm`;

export const shapeAndSize = (finding: SealFinding): string => `${shapeNames[finding.shape]} ${sizeText(finding)}`;

export const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

/** What is good about an imprint without remarks. */
export function praise({ measures }: SealFinding): string {
  const even = measures.evenness >= 0.85 ? '墨色均匀' : `墨色均匀度 ${measures.evenness.toFixed(2)}`;
  return `环线完整 ${percent(measures.ring)}，${even}，无笔迹压印`;
}
