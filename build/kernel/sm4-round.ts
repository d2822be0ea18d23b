import { type Circuit, circuitOf } from './sm4-circuit.ts';
import { ties } from './ties.ts';

// Prints the S-box of the kernel, its rounds and the transposition of bits.

/** The circuit of the kernel: of all towers and many ways to break ties the one of the fewest gates, see search.ts. */
export const circuit: Circuit = circuitOf({ w: 0x5c, z: 0x26, y: 0x07 }, ties(8));

const planes = [0, 1, 2, 3, 4, 5, 6, 7];
const gates = circuit.gates.map(({ op, a, b }, i) => `const v${i + 8} = v128.${op}(v${a}, v${b});`);
/** Bytes of a state: four words. */
export const STATE_BYTES = 4 * 128;

const result = (plane: number): string => `v${circuit.outputs[plane]}`;

/** The AssemblyScript of the rounds and of the S-box alone. */
export function sm4Round(): string {
  const lines = [
    `// Printed by build/kernel/sm4-round.ts: ${gates.length} gates for the S-box, derived in build/kernel/sm4-circuit.ts.`,
    '//',
    '// A word is eight planes of 16 bytes, plane k of bit k of its bytes; lane j of a plane belongs to byte j of the word, the most significant',
    '// first. So the word <<< 8 is the lanes one further, and the word <<< 2 the planes two further, of which the two that come out at the top',
    '// go in at the bottom of the byte before.',
    '',
    '/** A(I(A(x))) of every byte, the S-box of GB/T 32907-2016 without its constants. */',
    'export function substitute(planes: usize): void {',
    ...planes.map((i) => `  const v${i} = v128.load(planes, ${16 * i});`),
    ...gates.map((line) => `  ${line}`),
    ...planes.map((i) => `  v128.store(planes, ${result(i)}, ${16 * i});`),
    '}',
    '',
    '/**',
    ' * Four rounds (6.1 of the standard) of two states, one behind the other, without the constants of the S-box, so that each word has its',
    ' * place again: a ⊕= L(A(I(A(b ⊕ c ⊕ d ⊕ key)))). They are written out, which saves a twentieth of the time; a line of the one state stands',
    ' * beside the same line of the other, for a gate waits for those before, and that saves a quarter.',
    ' *',
    ' * L(t) = t ⊕ (t <<< 2) ⊕ (t <<< 10) ⊕ (t <<< 18) ⊕ (t <<< 24). With w = t <<< 24, p = t ⊕ w and r = p <<< 16 that is p ⊕ ((t ⊕ r) <<< 2),',
    ' * and (t ⊕ r) <<< 8 = w ⊕ r.',
    ' */',
    'export function fourRounds(states: usize, keys: usize): void {',
    ...[0, 1, 2, 3].flatMap((n) => {
      const [first, second] = [round(n, 'a'), round(n, 'b')] as const;
      return ['  {', ...first.flatMap((line, i) => [`    ${line}`, `    ${second[i]}`]), '  }'];
    }),
    '}',
    '',
    '/** Turns the planes of a word into bytes: afterwards lane n of vector b is the word of block 8n + b. */',
    'export function transpose(word: usize): void {',
    '  const order = v128.load(bytesAcross);',
    ...planes.map((i) => `  let x${i} = v128.load(word, ${16 * i});`),
    '  let t: v128;',
    ...transposition().map((line) => `  ${line}`),
    ...planes.map((i) => `  v128.store(word, i8x16.relaxed_swizzle(x${i}, order), ${16 * i});`),
    '}',
    '',
    'const masks: usize = memory.data<u8>([',
    ...[0x55, 0x33, 0x0f].map((mask) => `  ${Array.from({ length: 16 }, () => mask).join(', ')},`),
    '], 16);',
    '/** Byte n of each lane from lane n. */',
    'const bytesAcross: usize = memory.data<u8>([0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15], 16);',
  ];
  return `${lines.join('\n')}\n`;
}

/**
 * Squares of 1, 2 and 4 bits are swapped across the diagonal, the upper right with the lower left ones: first in pairs of vectors that
 * are neighbours, then in those that are two and four apart.
 */
function transposition(): string[] {
  return [1, 2, 4].flatMap((width) =>
    planes
      .filter((i) => (i & width) === 0)
      .flatMap((i) => [
        `t = v128.and(v128.xor(i64x2.shr_u(x${i}, ${width}), x${i + width}), v128.load(masks, ${16 * Math.log2(width)}));`,
        `x${i} = v128.xor(x${i}, i64x2.shl(t, ${width}));`,
        `x${i + width} = v128.xor(x${i + width}, t);`,
      ]),
  );
}

/** The n-th of the rounds, which changes word n of the first (a) or second (b) state. */
function round(n: number, state: 'a' | 'b'): string[] {
  const words = state === 'a' ? 0 : STATE_BYTES;
  const at = (word: number, i: number) => words + 128 * (word % 4) + 16 * i;
  const load = (word: number, i: number) => `v128.load(states, ${at(word, i)})`;
  const lines = [
    ...planes.flatMap((i) => [
      `const x${i} = v128.xor(v128.xor(${load(n + 1, i)}, ${load(n + 2, i)}), ${load(n + 3, i)});`,
      `const v${i} = v128.xor(x${i}, v128.load(keys, ${128 * n + 16 * i}));`,
    ]),
    ...gates,
    ...planes.flatMap((i) => [
      `const w${i} = i32x4.shuffle(${result(i)}, ${result(i)}, 3, 0, 1, 2);`,
      `const p${i} = v128.xor(${result(i)}, w${i});`,
      `const r${i} = i32x4.shuffle(p${i}, p${i}, 2, 3, 0, 1);`,
    ]),
    ...planes.map((i) => {
      const from = (i + 6) % 8;
      const moved = `v128.xor(${i < 2 ? `w${from}` : result(from)}, r${from})`;
      return `v128.store(states, v128.xor(${load(n, i)}, v128.xor(p${i}, ${moved})), ${at(n, i)});`;
    }),
  ];
  return lines.map((line) => line.replace(/\b(?!v128)[xvwpr]\d+\b/g, (name) => name + state));
}
