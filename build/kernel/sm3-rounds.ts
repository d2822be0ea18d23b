// Prints the compression of SM3, 5.3 of GB/T 32905-2016, for one message and for eight at once. What is computed for the message (5.3.2)
// stands between the rounds that use it, so that the machine works on both at a time. For one message all rounds are written out, for
// eight they would not fit into the decoder's cache. The eight are two groups of four, and a round of the one stands behind each round of the
// other: a round waits for the one before, and in the meantime the machine has the other group to work on.

/** How words are computed with: numbers, or vectors of four. `w` is where the words of the message are from the loop's round on. */
interface Words {
  readonly variable: (letter: string) => string;
  readonly xor: (...words: readonly string[]) => string;
  readonly and: (x: string, y: string) => string;
  readonly or: (x: string, y: string) => string;
  readonly add: (...words: readonly string[]) => string;
  readonly rotl: (x: string, bits: number) => string;
  readonly p0: (x: string) => string;
  readonly p1: (x: string) => string;
  readonly load: (index: number) => string;
  readonly store: (index: number, value: string) => string;
  /** T(j) <<< j of round j, the loop's round `index`. */
  readonly constant: (j: number, index: number) => string;
}

const infix =
  (operator: string) =>
  (...words: readonly string[]) =>
    `(${words.join(` ${operator} `)})`;
const nested =
  (name: string) =>
  (...words: readonly string[]) =>
    words.reduce((sum, word) => `${name}(${sum}, ${word})`);

const one: Words = {
  variable: (letter) => letter,
  xor: infix('^'),
  and: infix('&'),
  or: infix('|'),
  add: infix('+'),
  rotl: (x, bits) => `rotl<u32>(${x}, ${bits})`,
  p0: (x) => `(${x} ^ rotl<u32>(${x}, 9) ^ rotl<u32>(${x}, 17))`,
  p1: (x) => `(${x} ^ rotl<u32>(${x}, 15) ^ rotl<u32>(${x}, 23))`,
  load: (index) => `load<u32>(w, ${4 * index})`,
  store: (index, value) => `store<u32>(w, ${value}, ${4 * index});`,
  constant: (j) => String(((constantOf(j) << (j % 32)) | (constantOf(j) >>> (32 - (j % 32)))) >>> 0),
};

const LANES_OF_STATE = 8 * 16;
const LANES_OF_SCHEDULE = 68 * 16;

/** The words of four messages, the first or the second group. */
const four = (group: number): Words => ({
  variable: (letter) => `${letter}${group}`,
  xor: nested('v128.xor'),
  and: nested('v128.and'),
  or: nested('v128.or'),
  add: nested('i32x4.add'),
  rotl: (x, bits) => `rotate(${x}, ${bits})`,
  p0: (x) => `p0(${x})`,
  p1: (x) => `p1(${x})`,
  load: (index) => {
    const at = LANES_OF_SCHEDULE * group + 16 * index;
    return at < 0 ? `v128.load(w - ${-at})` : `v128.load(w, ${at})`;
  },
  store: (index, value) => `v128.store(w, ${value}, ${LANES_OF_SCHEDULE * group + 16 * index});`,
  constant: (_, index) => `v128.load(t, ${16 * index})`,
});
const groups = [four(0), four(1)];

const constantOf = (j: number): number => (j < 16 ? 0x79cc4519 : 0x7a879d8a);
const numbers = [0, 1, 2, 3, 4, 5, 6, 7];
const letter = (i: number): string => 'abcdefgh'[i]!;

/** The AssemblyScript of both. */
export function sm3Rounds(): string {
  const lines = [
    '// Printed by build/kernel/sm3-rounds.ts.',
    '',
    "import { p0, p1, rotate } from './lanes';",
    '',
    '/** The state of the hash of one message, eight words. */',
    'export const state: usize = memory.data(8 * 4, 16);',
    '/** The states of eight, two groups of four: eight vectors of a word of each. */',
    `export const states: usize = memory.data(2 * ${LANES_OF_STATE}, 16);`,
    '',
    '/** The words of a block, 5.3.2. */',
    'const w: usize = memory.data(68 * 4, 16);',
    '/** Those of eight blocks, two groups of four: the caller puts the first sixteen of each there. */',
    `export const GROUP_OF_SCHEDULE: usize = ${LANES_OF_SCHEDULE};`,
    'export const schedule: usize = memory.data(2 * GROUP_OF_SCHEDULE, 16);',
    '/** T(j) <<< j of 4.2 in all lanes. */',
    'export const constants: usize = memory.data(64 * 16, 16);',
    '',
    '/** Takes blocks of 64 bytes of one message into the state. */',
    'export function sm3Compress(message: usize, blocks: u32): void {',
    ...numbers.map((i) => `  let v${i} = load<u32>(state, ${4 * i});`),
    ...scratch('u32', '  ', one),
    '  for (; blocks > 0; blocks--) {',
    ...Array.from({ length: 16 }, (_, i) => `    ${one.store(i, `bswap<u32>(load<u32>(message, ${4 * i}))`)}`),
    ...numbers.map((i) => `    let ${letter(i)} = v${i};`),
    ...Array.from({ length: 64 }, (_, j) => round(one, j, j))
      .flat()
      .map((line) => `    ${line}`),
    ...numbers.map((i) => `    v${i} ^= ${letter(i)};`),
    '    message += 64;',
    '  }',
    ...numbers.map((i) => `  store<u32>(state, v${i}, ${4 * i});`),
    '}',
    '',
    '/** Takes the blocks that lie in `schedule` into the states of those lanes of the two groups that are all ones. */',
    'export function compressEight(active0: v128, active1: v128): void {',
    ...eachState((i, g) => `  let ${letter(i)}${g} = v128.load(states, ${stateAt(i, g)});`),
    ...groups.flatMap((words) => scratch('v128', '  ', words)),
    '  let w = schedule;',
    '  let t = constants;',
    ...loop(0, 12),
    ...loop(12, 16),
    ...loop(16, 64),
    ...eachState((i, g) => {
      const added = `v128.and(${letter(i)}${g}, active${g})`;
      return `  v128.store(states, v128.xor(v128.load(states, ${stateAt(i, g)}), ${added}), ${stateAt(i, g)});`;
    }),
    '}',
  ];
  return `${lines.join('\n')}\n`;
}

const eachState = (line: (word: number, group: number) => string): string[] =>
  groups.flatMap((_, group) => numbers.map((word) => line(word, group)));
const stateAt = (word: number, group: number): number => LANES_OF_STATE * group + 16 * word;

const scratch = (type: string, indent: string, { variable }: Words): string[] =>
  ['r', 's', 'x', 'y'].map((name) => `${indent}let ${variable(name)}: ${type};`);

/** Rounds that are alike, both groups in turn. */
function loop(from: number, to: number): string[] {
  return [
    `  for (const end = schedule + ${16 * to}; w < end; w += 64) {`,
    ...[0, 1, 2, 3].flatMap((i) => groups.flatMap((words) => round(words, from + i, i))).map((line) => `    ${line}`),
    '    t += 64;',
    '  }',
  ];
}

/** Round j. Instead of moving the eight variables on by one each is known by its next name. */
function round(words: Words, j: number, index: number): string[] {
  const { variable, xor, and, or, add, rotl, p0, p1, load, store, constant } = words;
  const names = (letters: string) => numbers.map((i) => variable(letters[(i + 4 - (j % 4)) % 4]!));
  const [a, b, c, d] = names('abcd') as [string, string, string, string];
  const [e, f, g, h] = names('efgh') as [string, string, string, string];
  const [r, s, x, y] = [...'rsxy'].map(variable) as [string, string, string, string];
  const ff = j < 16 ? xor(a, b, c) : or(and(a, b), and(c, or(a, b)));
  const gg = j < 16 ? xor(e, f, g) : xor(g, and(e, xor(f, g)));
  // Word j + 4; the first sixteen are the block itself.
  const expansion =
    j < 12
      ? [`${y} = ${load(index + 4)};`]
      : [
          `${x} = ${xor(load(index - 12), load(index - 5), rotl(load(index + 1), 15))};`,
          `${y} = ${xor(p1(x), xor(rotl(load(index - 9), 7), load(index - 2)))};`,
          store(index + 4, y),
        ];
  return [
    `${r} = ${rotl(a, 12)};`,
    `${s} = ${rotl(add(r, e, constant(j, index)), 7)};`,
    ...expansion,
    `${x} = ${load(index)};`,
    `${d} = ${add(add(ff, d), add(xor(s, r), xor(x, y)))};`,
    `${h} = ${add(add(gg, h), add(s, x))};`,
    `${b} = ${rotl(b, 9)};`,
    `${f} = ${rotl(f, 19)};`,
    `${h} = ${p0(h)};`,
  ];
}
