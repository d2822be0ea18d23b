import type { ReactNode } from 'react';
import { inkNames, type SealInk, sealInks } from '../../../shared/seal/scan.ts';
import { Keycap } from '../../components/Keycap.tsx';
import type { Batch } from './useScanDesk.ts';

/** What the seals of the next scans are stamped in: red ink is found by itself, blue and black only where that is said. */
export function InkChoice({ batch: { ink, setInk } }: { batch: Pick<Batch, 'ink' | 'setInk'> }): ReactNode {
  return (
    <nav className="sheet-filter ink-choice" aria-label="印泥颜色">
      <span className="secondary small">
        印泥 <Keycap name="I" />
      </span>
      {sealInks.map((one) => (
        <button
          key={one}
          type="button"
          aria-pressed={one === ink}
          className={one === ink ? 'on' : ''}
          onClick={() => setInk(one)}
        >
          {inkNames[one]}
        </button>
      ))}
    </nav>
  );
}

export const inkAfter = (ink: SealInk): SealInk => sealInks[(sealInks.indexOf(ink) + 1) % sealInks.length]!;
