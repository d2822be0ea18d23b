/** A piece of a script. `name` is a quoted identifier, `text` a quoted text without its quotes, `mark` one character of anything else. */
export interface Token {
  readonly kind: 'word' | 'name' | 'text' | 'mark';
  readonly text: string;
  /** From 1. */
  readonly line: number;
}

const closing: Readonly<Record<string, string>> = { '"': '"', '`': '`', '[': ']' };

/**
 * The tokens of an SQL script of any dialect, without comments. Never fails: what is not closed ends with the script. A backslash hides
 * the next character only in scripts of MySQL, told by their backticks; elsewhere it is a character like any other.
 */
export function* tokensOf(script: string): Generator<Token> {
  const backslash = script.includes('`');
  let at = 0;
  let line = 1;
  /** Takes what goes up to `end`; line ends in it are counted. */
  const upTo = (end: number): string => {
    const taken = script.slice(at, end < 0 ? script.length : end);
    for (let index = taken.indexOf('\n'); index >= 0; index = taken.indexOf('\n', index + 1)) line++;
    at += taken.length;
    return taken;
  };
  /** What stands between the quote at `at` and the next single one like `close`. */
  const quoted = (close: string, escaped: boolean): string => {
    let end = at + 1;
    while (end < script.length) {
      if (escaped && script[end] === '\\') end += 2;
      else if (script[end] !== close) end++;
      else if (script[end + 1] === close) end += 2;
      else break;
    }
    const inner = upTo(Math.min(end + 1, script.length)).slice(1, end < script.length ? -1 : undefined);
    const plain = inner.replaceAll(close + close, close);
    return escaped ? plain.replace(/\\(.)/gs, '$1') : plain;
  };
  while (at < script.length) {
    const char = script[at]!;
    const begun = line;
    if (/\s/.test(char)) upTo(at + 1);
    else if (script.startsWith('--', at) || (char === '#' && backslash)) upTo(script.indexOf('\n', at));
    else if (script.startsWith('/*', at)) {
      const end = script.indexOf('*/', at + 2);
      upTo(end < 0 ? end : end + 2);
    } else if (char === "'") yield { kind: 'text', text: quoted("'", backslash), line: begun };
    else if (closing[char] !== undefined && !(char === '[' && script[at + 1] === ']'))
      yield { kind: 'name', text: quoted(closing[char]!, false), line: begun };
    else {
      const word = wordAt(script, at);
      if (word === '') yield { kind: 'mark', text: upTo(at + 1), line: begun };
      // N'…' of SQL Server is a text.
      else if (/^n$/i.test(word) && script[at + 1] === "'") upTo(at + 1);
      else yield { kind: 'word', text: upTo(at + word.length), line: begun };
    }
  }
}

function wordAt(script: string, at: number): string {
  const word = /[\p{L}\p{N}_$]+/uy;
  word.lastIndex = at;
  return word.exec(script)?.[0] ?? '';
}
