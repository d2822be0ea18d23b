import type { ReactNode } from 'react';
import { fingerprintGroups } from '../../../shared/exchange/partner.ts';
import './enrol.css';

/** A fingerprint as two people compare it: four rows of four groups, big, each row with its number. */
export function Fingerprint({ value }: { value: string }): ReactNode {
  const groups = fingerprintGroups(value);
  const rows = [0, 4, 8, 12].map((at) => groups.slice(at, at + 4));
  return (
    <div className="key-print" role="img" aria-label={`指纹 ${groups.join(' ')}`}>
      {rows.map((row, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the four rows have no identity but their place
        <p key={at}>
          <i>{at + 1}</i>
          {row.map((group, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: groups have no identity but their place
            <span key={place}>{group}</span>
          ))}
        </p>
      ))}
    </div>
  );
}
