import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { programDir } from '../../electron/core/places.ts';

// Prints the compression of SM3 for one message, all rounds written out: only so do the machine's registers hold what a round needs,
// which makes it half as fast again as a loop. `node build/kernel/sm3-rounds.ts` writes the file; a test compares.

/** The printed source. */
export const roundsFile: string = join(programDir, 'electron/core/crypto/kernel/assembly/sm3-rounds.ts');

/** The AssemblyScript of the compression, 5.3 of GB/T 32905-2016. */
export function roundsSource(): string {
  const numbers = [0, 1, 2, 3, 4, 5, 6, 7];
  const lines = [
    '// Printed by build/kernel/sm3-rounds.ts.',
    '',
    '/** The state of the hash, eight words. */',
    'export const state: usize = memory.data(8 * 4, 16);',
    '',
    'const w: usize = memory.data(68 * 4, 16);',
    '',
    '/** Takes blocks of 64 bytes of one message into the state (5.3 of GB/T 32905-2016). */',
    'export function sm3Compress(message: usize, blocks: u32): void {',
    ...numbers.map((i) => `  let v${i} = load<u32>(state, ${4 * i});`),
    '  let r: u32;',
    '  let s: u32;',
    '  let x: u32;',
    '  let y: u32;',
    '  for (; blocks > 0; blocks--) {',
    ...Array.from({ length: 16 }, (_, i) => `    ${setWord(i, `bswap<u32>(load<u32>(message, ${4 * i}))`)}`),
    ...numbers.map((i) => `    let ${'abcdefgh'[i]} = v${i};`),
    ...Array.from({ length: 64 }, (_, j) => round(j)).flat(),
    ...numbers.map((i) => `    v${i} ^= ${'abcdefgh'[i]};`),
    '    message += 64;',
    '  }',
    ...numbers.map((i) => `  store<u32>(state, v${i}, ${4 * i});`),
    '}',
  ];
  return `${lines.join('\n')}\n`;
}

/** One round. Instead of moving the eight variables on by one each is known by its next name. */
function round(j: number): string[] {
  const names = (four: string) => Array.from({ length: 4 }, (_, i) => four[(i + 4 - (j % 4)) % 4]);
  const [a, b, c, d] = names('abcd');
  const [e, f, g, h] = names('efgh');
  const early = j < 16;
  const constant = early ? 0x79cc4519 : 0x7a879d8a;
  const turned = ((constant << (j % 32)) | (constant >>> (32 - (j % 32)))) >>> 0;
  const ff = early ? `(${a} ^ ${b} ^ ${c})` : `((${a} & ${b}) | (${c} & (${a} | ${b})))`;
  const gg = early ? `(${e} ^ ${f} ^ ${g})` : `(${g} ^ (${e} & (${f} ^ ${g})))`;
  return [
    `r = rotl<u32>(${a}, 12);`,
    `s = rotl<u32>(r + ${e} + ${turned}, 7);`,
    ...expansion(j + 4),
    `x = ${word(j)};`,
    `${d} += ${ff} + (s ^ r) + (x ^ y);`,
    `${h} += ${gg} + s + x;`,
    `${b} = rotl<u32>(${b}, 9);`,
    `${f} = rotl<u32>(${f}, 19);`,
    `${h} ^= rotl<u32>(${h}, 9) ^ rotl<u32>(${h}, 17);`,
  ].map((line) => `    ${line}`);
}

/** Word i of the expanded message in y, 5.3.2: of the first sixteen there is nothing to compute. */
function expansion(i: number): string[] {
  if (i < 16) return [`y = ${word(i)};`];
  return [
    `x = ${word(i - 16)} ^ ${word(i - 9)} ^ rotl<u32>(${word(i - 3)}, 15);`,
    `y = x ^ rotl<u32>(x, 15) ^ rotl<u32>(x, 23) ^ rotl<u32>(${word(i - 13)}, 7) ^ ${word(i - 6)};`,
    setWord(i, 'y'),
  ];
}

const word = (i: number): string => `load<u32>(w, ${4 * i})`;
const setWord = (i: number, value: string): string => `store<u32>(w, ${value}, ${4 * i});`;

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) writeFileSync(roundsFile, roundsSource());
