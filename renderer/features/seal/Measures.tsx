import type { ReactNode } from 'react';
import { DPI_WARN, FAINT_WARN, PEN_WARN, RING_MISSING_REJECT } from '../../../shared/seal/limits.ts';
import type { SealFinding } from '../../../shared/seal/scan.ts';
import { percent } from './verdict.tsx';

interface Measure {
  readonly label: string;
  readonly text: string;
  /** Filled share of the bar, and where its limit stands. */
  readonly share: number;
  readonly limit: number;
  readonly good: boolean;
}

/** A resolution beyond this adds nothing to the bar. */
const FULL_DPI = 600;
/** Fresh ink; see shared/seal/limits.ts. */
const FULL_DENSITY = 0.7;
const EVEN = 0.75;
const COVERED_BAR = 0.2;

/** The figures behind the verdict, each with its limit; shown where the page is wide. */
export function Measures({ finding, dpi }: { finding: SealFinding; dpi: number }): ReactNode {
  const { ring, evenness, covered, density } = finding.measures;
  const rows: Measure[] = [
    {
      label: '环线完整',
      text: percent(ring),
      share: ring,
      limit: 1 - RING_MISSING_REJECT,
      good: ring >= 1 - RING_MISSING_REJECT,
    },
    { label: '墨色均匀', text: evenness.toFixed(2), share: evenness, limit: EVEN, good: evenness >= EVEN },
    {
      label: '墨色浓度',
      text: density.toFixed(2),
      share: density / FULL_DENSITY,
      limit: FAINT_WARN / FULL_DENSITY,
      good: density >= FAINT_WARN,
    },
    {
      label: '压印',
      text: percent(covered),
      share: covered / COVERED_BAR,
      limit: PEN_WARN / COVERED_BAR,
      good: covered < PEN_WARN,
    },
    {
      label: '分辨率',
      text: `${Math.round(dpi)} dpi`,
      share: dpi / FULL_DPI,
      limit: DPI_WARN / FULL_DPI,
      good: dpi >= DPI_WARN,
    },
  ];
  const tone = finding.verdict === 'reject' ? 'bad' : 'warn';
  return (
    <dl className="measures">
      {rows.map(({ label, text, share, limit, good }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd className={`mono strong ${good ? '' : tone}`}>{text}</dd>
          <div className={`measure-bar ${good ? '' : tone}`} aria-hidden="true">
            <i style={{ width: `${100 * Math.max(0, Math.min(1, share))}%` }} />
            <b style={{ left: `${100 * Math.min(0.99, limit)}%` }} />
          </div>
        </div>
      ))}
    </dl>
  );
}
