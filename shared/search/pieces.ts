import { initialsOf } from '../china/pinyin-initials.ts';

// A hit on pieces is only a candidate: every hit is checked again with `includes` on the row's `found_by` text.

/** The text that a row is found by: its values in lower case and their pinyin initials, one a line. */
export function foundBy(texts: readonly string[]): string {
  const lines = new Set<string>();
  for (const text of new Set(texts)) {
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

/** Characters that are common in numbers and initials: of them, pairs tell too little apart. */
const plain = (chars: string): boolean => /^[0-9a-z]+$/.test(chars);
/** The same of one character, without a pattern: it is asked for each character that is indexed. */
function isPlain(char: string): boolean {
  const code = char.charCodeAt(0);
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39);
}

/** The pieces of every run of letters and digits in a text, for the index: each character, each pair, and each three of plain Latin letters and digits. */
export function piecesOf(text: string): string[] {
  const pieces = new Set<string>();
  for (const run of text.match(/[\p{L}\p{N}]+/gu) ?? []) {
    let before = '';
    let pair = '';
    // Plain characters up to here without another between them.
    let length = 0;
    for (const char of run) {
      length = isPlain(char) ? length + 1 : 0;
      pieces.add(char);
      if (length > 2) pieces.add(pair + char);
      if (before !== '') {
        pair = before + char;
        pieces.add(pair);
      }
      before = char;
    }
  }
  return [...pieces];
}

/** The pieces that an indexed text must have to contain the word: its threes and pairs, or its one character. */
export function piecesOfWord(word: string): string[] {
  const pieces = new Set<string>();
  for (const run of word.match(/[\p{L}\p{N}]+/gu) ?? []) {
    const chars = [...run];
    if (chars.length === 1) pieces.add(run);
    for (let at = 0; at + 1 < chars.length; at++) {
      const three = chars.slice(at, at + 3).join('');
      const before = chars.slice(Math.max(0, at - 1), at + 2).join('');
      if (at + 2 < chars.length && plain(three)) pieces.add(three);
      // A pair inside of a three that is asked for tells nothing more.
      else if (at === 0 || !plain(before)) pieces.add(`${chars[at]}${chars[at + 1]}`);
    }
  }
  return [...pieces];
}

/** Whether every text with the word's pieces contains the word, so that the hit need not be checked again. */
export function isPiece(word: string): boolean {
  return piecesOf(word).includes(word);
}
