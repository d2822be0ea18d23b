import type { ReactNode } from 'react';
import type { ImprintView } from '../../../shared/seal/methods.ts';
import { letterOf, praise } from './verdict.tsx';

/** Why an imprint has its verdict, and what the bureau remarked. */
export function Reasons({ imprint }: { imprint: ImprintView }): ReactNode {
  const { finding, remarks } = imprint;
  return (
    <ul className="imprint-reasons">
      {finding.reasons.map((reason, i) => (
        <li key={`${reason.code}${letterOf(i)}`}>
          <i className={`letter letter-${reason.level}`}>{letterOf(i)}</i>
          {reason.message}
        </li>
      ))}
      {finding.reasons.length === 0 ? <li className="secondary">{praise(finding)}</li> : null}
      {remarks.map(({ field, remark }) => (
        <li key={field + remark} className="bad">
          退回意见：{remark}
        </li>
      ))}
    </ul>
  );
}
