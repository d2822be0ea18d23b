import type { ReactNode } from 'react';
import type { Finding } from '../../../shared/exchange/finding.ts';

/** What is wrong with the fields as a whole, above the grid. */
export function Loose({ findings }: { findings: readonly Finding[] }): ReactNode {
  return findings.map(({ field, code, level, message }) => (
    <p
      key={`${field} ${code}`}
      className={level === 'error' ? 'field-error' : 'field-warning'}
      data-field={field}
      data-level={level}
      tabIndex={-1}
    >
      {message}
    </p>
  ));
}
