/** The parts of an information resource code (2.1.2): 类 1 digit, 项 2, 目 3, 细目 any length, then the sequence. */
export interface ResourceCode {
  readonly class: string;
  readonly item: string;
  readonly subItem: string;
  readonly detail: string;
  /** Digits as they were written, without a length of their own; '' where none is given yet. */
  readonly sequence: string;
}

/** Form of a whole code. The notice wants digits 原则上; letters occur behind the class. */
export const codeForm = /^[123][0-9A-Za-z]{2}[0-9A-Za-z]{3}[0-9A-Za-z]*\/[0-9]+$/;

/** Takes a code apart, whole or still being made; parts that are not there yet are ''. */
export function splitCode(code: string): ResourceCode {
  const slash = code.indexOf('/');
  const prefix = slash < 0 ? code : code.slice(0, slash);
  return {
    class: prefix.slice(0, 1),
    item: prefix.slice(1, 3),
    subItem: prefix.slice(3, 6),
    detail: prefix.slice(6),
    sequence: slash < 0 ? '' : code.slice(slash + 1),
  };
}

/** What stands before the slash: the classification. */
export function prefixOf(code: string): string {
  const slash = code.indexOf('/');
  return slash < 0 ? code : code.slice(0, slash);
}

/** Joins prefix and sequence number; six digits are written, more where it needs more. */
export function joinCode(prefix: string, sequence: number | string): string {
  const digits = String(sequence).replace(/^0+(?=\d)/, '');
  return `${prefix}/${digits === '' ? '' : digits.padStart(6, '0')}`;
}

/**
 * A code as sheets write it, in the form that is compared and stored: narrow characters, no blanks, `/` between prefix and sequence, six
 * digits where the sequence has fewer. Text that is no code stays as it is.
 */
export function normalizeCode(text: string): string {
  const plain = text
    .normalize('NFKC')
    .replace(/[\s\u200b]+/g, '')
    .replace(/[\\／∕]/g, '/');
  if (!codeForm.test(plain)) return plain;
  const slash = plain.indexOf('/');
  return joinCode(plain.slice(0, slash), plain.slice(slash + 1));
}

/** Whether classification and sequence are both there and in form. */
export function isCode(code: string): boolean {
  return codeForm.test(code) && /[1-9]/.test(code.slice(code.indexOf('/')));
}

/** Whether the classification part is complete enough to be given a sequence: 类, 项 and 目. */
export function isPrefix(prefix: string): boolean {
  return /^[123][0-9A-Za-z]{5,}$/.test(prefix);
}
