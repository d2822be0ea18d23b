import { initialsOf } from '../china/pinyin-initials.ts';

// A hit on pieces is only a candidate: every hit is checked again with `includes` on the row's `found_by` text.

/** The text that a row is found by: its values in lower case and their pinyin initials, one a line. */
export function foundBy(texts: readonly string[]): string {
  const lines = new Set<string>();
  for (const text of texts) {
    const line = text.normalize('NFKC').toLowerCase().trim();
    if (!line) continue;
    lines.add(line);
    const initials = initialsOf(line);
    if (initials !== line) lines.add(initials);
  }
  return [...lines].join('\n');
}

/** The words of a search, each of which a row must contain. */
export function searchWords(query: string): string[] {
  return query.normalize('NFKC').toLowerCase().split(/\s+/).filter(Boolean);
}

/** The one- and two-character pieces of every run of letters and digits in a text, for the index. */
export function piecesOf(text: string): string[] {
  const pieces = new Set<string>();
  for (const run of text.match(/[\p{L}\p{N}]+/gu) ?? []) {
    const chars = [...run];
    chars.forEach((char, at) => {
      pieces.add(char);
      const next = chars[at + 1];
      if (next !== undefined) pieces.add(char + next);
    });
  }
  return [...pieces];
}

/** The pieces that an indexed text must have to contain the word: its pairs, or its one character. */
export function piecesOfWord(word: string): string[] {
  const pieces = new Set<string>();
  for (const run of word.match(/[\p{L}\p{N}]+/gu) ?? []) {
    const chars = [...run];
    if (chars.length === 1) pieces.add(run);
    for (let at = 0; at + 1 < chars.length; at++) pieces.add(`${chars[at]}${chars[at + 1]}`);
  }
  return [...pieces];
}
