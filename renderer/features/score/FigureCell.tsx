import type { ReactNode } from 'react';
import { type Figure, pointsOf, type ScoreRow } from '../../../shared/score/score.ts';

/** 12/15, 19.8万/30万; — for what nobody has said. */
export function fraction({ numerator, denominator }: Figure): string {
  if (denominator === 0) return '不涉及';
  return `${short(numerator)}/${short(denominator)}`;
}

function short(value: number | null): string {
  if (value === null) return '—';
  return value < 10_000 ? String(value) : `${Number((value / 10_000).toFixed(1))}万`;
}

interface FigureCellProps {
  readonly figure: Figure;
  readonly weight: number;
  readonly chosen: boolean;
  readonly onChoose: () => void;
}

/** One figure of a department: its points, and what they come from. */
export function FigureCell({ figure, weight, chosen, onChoose }: FigureCellProps): ReactNode {
  const points = pointsOf(figure, weight);
  return (
    <button type="button" tabIndex={-1} className="score-figure" data-chosen={chosen} onClick={onChoose}>
      <span className="faint small score-fraction">{fraction(figure)}</span>
      <span className="grow">{points?.toFixed(2) ?? '—'}</span>
    </button>
  );
}

/** How the rank has moved since the last sheet of the period before. */
export function Moved({ row: { rank, before } }: { row: ScoreRow }): ReactNode {
  if (before === null || before.rank === null || rank === null) return <span className="faint">—</span>;
  const up = before.rank - rank;
  if (up === 0) return <span className="secondary text-face">持平</span>;
  return <span className={`text-face ${up > 0 ? 'good' : 'bad'}`}>{`${up > 0 ? '升' : '降'} ${Math.abs(up)}`}</span>;
}
