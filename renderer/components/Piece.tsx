import type { ReactNode } from 'react';
import { differenceOf } from './difference.ts';

interface PieceProps {
  readonly before: string;
  readonly after: string;
  readonly side: 'before' | 'after';
}

/** One side of two texts that differ: what is the same on both stays plain, the old piece is struck through and the new one tinted. */
export function Piece({ before: old, after: now, side }: PieceProps): ReactNode {
  const { head, before, after, tail } = differenceOf(old, now);
  return (
    <>
      {head}
      {side === 'before' ? before ? <del>{before}</del> : null : after ? <ins>{after}</ins> : null}
      {tail}
    </>
  );
}
