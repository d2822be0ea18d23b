import type { ReactNode } from 'react';
import { fingerprintGroups } from '../../../shared/exchange/partner.ts';
import './enrol.css';

/** A fingerprint as two people compare it: four rows of four groups, big, each row with its number. */
export function Fingerprint({ value, small = false }: { value: string; small?: boolean }): ReactNode {
  const groups = fingerprintGroups(value);
  const rows = [0, 4, 8, 12].map((at) => groups.slice(at, at + 4));
  return (
    <div
      className={small ? 'fingerprint fingerprint-small' : 'fingerprint'}
      role="img"
      aria-label={`指纹 ${groups.join(' ')}`}
    >
      {rows.map((row, at) => (
        <p key={row.join('')}>
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
