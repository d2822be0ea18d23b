import { createHash } from 'node:crypto';

/**
 * A test vector as text. Lines `word: value` first, then each file of the package as `file: name` and lines of base64, with an
 * empty line before each `file:`. `expect` is `ok` or the failure code; for `ok` there is an `entry: sha256 path` for each file.
 */
export interface Vector {
  readonly name: string;
  readonly expect: string;
  readonly about: string;
  /** Public signing key of the sender, as the receiver knows it; missing where the receiver does not know the sender. */
  readonly sender: string | undefined;
  /** Private encryption key of the receiver. */
  readonly key: string;
  readonly entries: readonly string[];
  readonly files: readonly { readonly name: string; readonly bytes: Uint8Array }[];
}

export function encodeVector(vector: Vector): string {
  const head = [
    `expect: ${vector.expect}`,
    `about: ${vector.about}`,
    ...(vector.sender === undefined ? [] : [`sender: ${vector.sender}`]),
    `key: ${vector.key}`,
    ...vector.entries.map((entry) => `entry: ${entry}`),
  ];
  const files = vector.files.map(({ name, bytes }) => {
    const base64 =
      Buffer.from(bytes)
        .toString('base64')
        .match(/.{1,100}/g) ?? [];
    return ['', `file: ${name}`, ...base64];
  });
  return `${[...head, ...files.flat()].join('\n')}\n`;
}

export function decodeVector(name: string, text: string): Vector {
  const [head = '', ...files] = text.trimEnd().split('\n\n');
  const values = (word: string): string[] =>
    head.split('\n').flatMap((line) => (line.startsWith(`${word}: `) ? [line.slice(word.length + 2)] : []));
  return {
    name,
    expect: values('expect')[0]!,
    about: values('about')[0]!,
    sender: values('sender')[0],
    key: values('key')[0]!,
    entries: values('entry'),
    files: files.map((block) => {
      const [first = '', ...base64] = block.split('\n');
      return { name: first.replace(/^file: /, ''), bytes: new Uint8Array(Buffer.from(base64.join(''), 'base64')) };
    }),
  };
}

export function entryLine(path: string, bytes: Uint8Array): string {
  return `${createHash('sha256').update(bytes).digest('hex')} ${path}`;
}
