/** What is wrong with one identifier: an `error` cannot be right on a genuine paper, a `warning` has to be looked at. */
export interface Problem {
  readonly level: 'error' | 'warning';
  /** Stable, with the identifier's name first: `uscc-length`, `resident-id-birth`. */
  readonly code: string;
  /** The reason in Chinese, without a full stop, to stand behind a field's name. Never says which digit would be right. */
  readonly reason: string;
}

export const problem = (level: Problem['level'], code: string, reason: string): Problem => ({ level, code, reason });

/**
 * An identifier as people type or paste it, brought to the form that the standards speak of: full-width letters and digits
 * narrowed, blanks and separators of reading groups removed, letters in upper case.
 */
export function normalizeIdentifier(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\s\u200b\ufeff'’-]/g, '')
    .toUpperCase();
}
