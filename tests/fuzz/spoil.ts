import { concatBytes } from '../../electron/core/crypto/bytes.ts';
import type { Region } from '../../electron/core/exchange/format/volume-header.ts';
import type { Seeded } from '../fixtures/seeded.ts';

/** One of these. */
export function oneOf<T>(random: Seeded, things: readonly T[]): T {
  return things[random.below(things.length)]!;
}

/** The bytes with one to three changes that begin within the region; they may be fewer or more then. */
export function spoil(random: Seeded, bytes: Uint8Array, within?: Region): Uint8Array {
  let changed = new Uint8Array(bytes);
  for (let left = 1 + random.below(3); left > 0; left--) {
    const { offset, length } = within ?? { offset: 0, length: changed.length };
    const at = Math.min(changed.length, offset + random.below(Math.max(1, length)));
    changed = new Uint8Array(oneOf(random, CHANGES)(random, changed, at));
  }
  return changed;
}

/** The same with its length kept: cut, or filled up with zeros. */
export function spoilInPlace(random: Seeded, bytes: Uint8Array): Uint8Array {
  const kept = new Uint8Array(bytes.length);
  kept.set(spoil(random, bytes).subarray(0, bytes.length));
  return kept;
}

/** The text with one to three of its lines changed. */
export function spoilLines(random: Seeded, lines: readonly string[]): string[] {
  let changed = [...lines];
  for (let left = 1 + random.below(3); left > 0 && changed.length > 0; left--) {
    const at = random.below(changed.length);
    const line = changed[at] ?? '';
    changed = oneOf(random, LINE_CHANGES)(random, changed, at, line);
  }
  return changed;
}

/** Numbers at which something may go over. */
export const NUMBERS: readonly number[] = [
  0,
  1,
  2,
  31,
  32,
  127,
  128,
  191,
  192,
  255,
  256,
  511,
  512,
  4095,
  4096,
  65_534,
  65_535,
  65_536,
  65_537,
  262_143,
  262_144,
  262_145,
  4_194_303,
  4_194_304,
  4_194_305,
  2 ** 31 - 1,
  2 ** 31,
  2 ** 32 - 1,
  2 ** 32,
  2 ** 38,
  2 ** 53 - 1,
];

type Change = (random: Seeded, bytes: Uint8Array, at: number) => Uint8Array;

/** Bytes of a run that is changed: most often a few. */
function runOf(random: Seeded): number {
  return oneOf(random, [1, 1, 2, 4, 8, 9, 32, 64, 192, 512, 4096, 65_536]);
}

const CHANGES: readonly Change[] = [
  flip,
  flip,
  flip,
  (random, bytes, at) => bytes.fill(oneOf(random, [0, 0, 0xff, random.below(256)]), at, at + runOf(random)),
  (random, bytes, at) => {
    bytes.set(random.bytes(Math.min(runOf(random), bytes.length - at)), at);
    return bytes;
  },
  (_, bytes, at) => bytes.subarray(0, at),
  (_, bytes, at) => bytes.subarray(at),
  (random, bytes, at) => insert(bytes, at, random.bytes(runOf(random))),
  (random, bytes, at) => insert(bytes, at, new Uint8Array(runOf(random))),
  (random, bytes, at) => insert(bytes, at, bytes.subarray(at, at + runOf(random))),
  (random, bytes, at) => concatBytes(bytes.subarray(0, at), bytes.subarray(at + runOf(random))),
  (random, bytes, at) => {
    const [length, to] = [runOf(random), random.below(bytes.length + 1)];
    bytes.copyWithin(to, at, at + length);
    return bytes;
  },
  putNumber,
  putNumber,
];

function flip(random: Seeded, bytes: Uint8Array, at: number): Uint8Array {
  if (at < bytes.length) bytes[at]! ^= 1 << random.below(8);
  return bytes;
}

function insert(bytes: Uint8Array, at: number, run: Uint8Array): Uint8Array {
  return concatBytes(bytes.subarray(0, at), run, bytes.subarray(at));
}

function putNumber(random: Seeded, bytes: Uint8Array, at: number): Uint8Array {
  const number = BigInt(oneOf(random, NUMBERS)) + BigInt(oneOf(random, [0, 0, 1, -1]));
  const width = oneOf(random, [2, 4, 8]);
  for (let i = 0; i < width && at + i < bytes.length; i++) {
    bytes[at + i] = Number((number >> BigInt(8 * (width - 1 - i))) & 0xffn);
  }
  return bytes;
}

type LineChange = (random: Seeded, lines: string[], at: number, line: string) => string[];

const WORDS: readonly string[] = [
  ...[
    '',
    'none',
    'v1',
    'v2',
    'v01',
    'sm2',
    'report',
    'request',
    'bureau',
    '-1',
    '1.5',
    '00',
    '1e3',
    '+1',
    'NaN',
    '0x10',
  ],
  ...[
    '__proto__',
    'constructor',
    'ABCDEF',
    'é',
    '驿',
    '\u2028',
    '\ud800',
    '\0',
    '\t',
    '\r',
    '0'.repeat(32),
    'f'.repeat(64),
  ],
  ...['9007199254740991', '9007199254740992', '99999999999999999999', '0000-00-00T00:00:00Z', '2019-02-29T00:00:00Z'],
  ...['2019-01-01T24:00:00Z', '2019-06-30T23:59:60Z', '0'.repeat(1025), 'ab'.repeat(2000)],
];

const inLine = (change: (random: Seeded, line: string) => string): LineChange => {
  return (random, lines, at, line) => lines.with(at, change(random, line));
};

const LINE_CHANGES: readonly LineChange[] = [
  (_, lines, at) => lines.toSpliced(at, 1),
  (_, lines, at, line) => lines.toSpliced(at, 0, line),
  (random, lines, at) => lines.toSpliced(at, 0, oneOf(random, WORDS)),
  (random, lines, at, line) => {
    const other = random.below(lines.length);
    return lines.with(at, lines[other]!).with(other, line);
  },
  (random, lines, at, line) => lines.toSpliced(at, 0, ...new Array<string>(random.below(80)).fill(line)),
  (_, lines, at, line) => lines.toSpliced(at, 2, `${line}${lines[at + 1] ?? ''}`),
  inLine((random, line) => {
    const words = line.split(' ');
    return words.with(random.below(words.length), oneOf(random, WORDS)).join(' ');
  }),
  inLine((random, line) => {
    const at = random.below(line.length + 1);
    return `${line.slice(0, at)}${oneOf(random, [...WORDS, ' ', '0', 'a', '1'])}${line.slice(at)}`;
  }),
  inLine((random, line) => {
    const at = random.below(line.length + 1);
    return `${line.slice(0, at)}${oneOf(random, [...'0123456789abcdefA -:TZ'])}${line.slice(at + 1)}`;
  }),
  inLine((random, line) => {
    const digits = [...line.matchAll(/[0-9a-f]/g)];
    const at = digits.length > 0 ? oneOf(random, digits).index : line.length;
    return `${line.slice(0, at)}${random.below(16).toString(16)}${line.slice(at + 1)}`;
  }),
  inLine((random, line) => line.slice(0, random.below(line.length + 1))),
  inLine((random, line) => line.slice(0, line.lastIndexOf(' ') + 1) + oneOf(random, NUMBERS)),
  inLine((_, line) => line.toUpperCase()),
];
