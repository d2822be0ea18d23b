import { z } from 'zod';
import type { ReadCharacter } from '../license/reading.ts';
import { RING_AGREED, RING_FOREIGN, RING_NEAR, RING_SURE } from './limits.ts';
import type { NoteLine } from './note.ts';

/** What the text along the border of a seal was read as, beside the name of its organ: a hint, which keeps nobody from anything. */
export const RingView = z.object({
  text: z.string(),
  /** 0 to 1. */
  confidence: z.number(),
  organ: z.string(),
  /** Characters of the name that were read otherwise or not at all; null: it is another name. */
  apart: z.int().nullable(),
});
export type RingView = z.infer<typeof RingView>;

/** Compares what was read at two sizes with the organ's name. Null: not surely enough to say anything. */
export function matchRing(readings: NoteLine | null, organ: string): RingView | null {
  const name = lettersOf(organ);
  const [one, other] = (readings ?? [[], []]).map((line) => readingOf(line, name)) as [Reading, Reading];
  const best = other.apart < one.apart ? other : one;
  const longer = Math.max(one.letters.length, other.letters.length);
  // Two readings of one text that differ are guesses.
  const agreed = longer === 0 ? 0 : 1 - edits(one.letters, other.letters, false) / longer;
  const confidence = best.confidence * agreed;
  const said = { text: best.letters.join(''), confidence: Math.round(confidence * 100) / 100, organ };
  if (best.apart <= Math.max(1, name.length * RING_NEAR) && confidence >= RING_AGREED)
    return { ...said, apart: best.apart };
  const foreign = best.letters.filter((letter) => !name.includes(letter)).length;
  const another = foreign >= Math.max(2, best.letters.length * RING_FOREIGN);
  return confidence >= RING_SURE && another ? { ...said, apart: null } : null;
}

interface Reading {
  readonly letters: readonly string[];
  readonly confidence: number;
  readonly apart: number;
}

function readingOf(line: readonly ReadCharacter[], name: readonly string[]): Reading {
  const read = line.filter(({ text }) => isHan(text));
  const letters = lettersOf(read.map(({ text }) => text).join(''));
  return {
    letters,
    confidence: read.reduce((sum, one) => sum + one.confidence / 100, 0) / Math.max(1, read.length),
    apart: edits(name, letters, true),
  };
}

const isHan = (text: string): boolean => /\p{Script=Han}/u.test(text);
const lettersOf = (text: string): string[] => [...text.normalize('NFKC')].filter(isHan);

/** Edits that make `name` of `text`; `piece`: of any piece of it, what stands before and behind costs nothing. */
function edits(name: readonly string[], text: readonly string[], piece: boolean): number {
  let row = Array.from({ length: text.length + 1 }, (_, i) => (piece ? 0 : i));
  for (const [at, letter] of name.entries()) {
    const next = [at + 1];
    for (let i = 1; i <= text.length; i++)
      next.push(Math.min(row[i - 1]! + (text[i - 1] === letter ? 0 : 1), row[i]! + 1, next[i - 1]! + 1));
    row = next;
  }
  return piece ? Math.min(...row) : row.at(-1)!;
}
