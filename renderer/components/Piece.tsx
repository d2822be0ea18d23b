import type { ReactNode } from 'react';
import { differenceOf } from './difference.ts';

interface PieceProps {
  readonly before: string;
  readonly after: string;
  readonly side: 'before' | 'after';
  /** Characters that are shown of what is the same around the piece; all of them where absent. */
  readonly around?: number;
}

/** One side of two texts that differ: what is the same on both stays plain, the old piece is struck through and the new one tinted. */
export function Piece({ before: old, after: now, side, around = Number.POSITIVE_INFINITY }: PieceProps): ReactNode {
  const { head, before, after, tail } = differenceOf(old, now);
  return (
    <>
      {head.length > around ? `…${[...head].slice(-around).join('')}` : head}
      {side === 'before' ? before ? <del>{before}</del> : null : after ? <ins>{after}</ins> : null}
      {tail.length > around ? `${[...tail].slice(0, around).join('')}…` : tail}
    </>
  );
}
