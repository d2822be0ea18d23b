import { crc32 } from 'node:zlib';
import { concatBytes } from '../../electron/core/crypto/bytes.ts';

// Recovery data straight from chapter 3 of docs/format/ydp-v1.md, one byte after the other: what the program's own is compared with.

const BLOCK = 4096;

/** Bytes of recovery data behind `protectedBytes` of a volume. */
export function recoveryBytes(protectedBytes: number): number {
  const { padding, checkBlocks, groups } = countsOf(protectedBytes);
  return padding + BLOCK * (3 * checkBlocks + 23 * groups);
}

/** Padding, check lists and parity for a volume whose first bytes, up to the end of the index, are these. */
export function recoveryData(protectedPart: Uint8Array, volumeHeader: Uint8Array): Uint8Array {
  const { padding, dataBlocks, groups, checkBlocks } = countsOf(protectedPart.length);
  const data = concatBytes(new Uint8Array(192), protectedPart.subarray(192), new Uint8Array(padding));
  const parity = new Uint8Array(23 * groups * BLOCK);
  for (let group = 0; group < groups; group++) {
    for (let column = 0; column < BLOCK; column++) {
      const codeword = Array.from({ length: 232 }, (_, place) => data[(place * groups + group) * BLOCK + column] ?? 0);
      for (const [j, byte] of parityOf(codeword).entries()) parity[(j * groups + group) * BLOCK + column] = byte;
    }
  }
  const crcs = [...blocksOf(data), ...blocksOf(parity)].map((block) => crc32(block));
  if (crcs.length !== dataBlocks + 23 * groups) throw new Error('blocks counted wrongly');
  const checks = Array.from({ length: checkBlocks }, (_, k) => {
    const block = new Uint8Array(BLOCK);
    const view = new DataView(block.buffer);
    block.set(volumeHeader);
    view.setUint32(192, k);
    for (const [i, crc] of crcs.slice(k * 973, (k + 1) * 973).entries()) view.setUint32(200 + 4 * i, crc);
    view.setUint32(4092, crc32(block.subarray(0, 4092)));
    return block;
  });
  return concatBytes(new Uint8Array(padding), ...checks, ...checks, parity, ...checks);
}

function countsOf(protectedBytes: number) {
  const dataBlocks = Math.ceil(protectedBytes / BLOCK);
  const groups = Math.ceil(dataBlocks / 232);
  const checkBlocks = Math.ceil((dataBlocks + 23 * groups) / 973);
  return { dataBlocks, groups, checkBlocks, padding: BLOCK * dataBlocks - protectedBytes };
}

function* blocksOf(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += BLOCK) yield bytes.subarray(at, at + BLOCK);
}

const exponentials = new Uint8Array(255);
const logarithms = new Uint8Array(256);
for (let i = 0, x = 1; i < 255; i++) {
  exponentials[i] = x;
  logarithms[x] = i;
  x <<= 1;
  if (x > 255) x ^= 0x11d;
}
const multiply = (a: number, b: number): number =>
  a === 0 || b === 0 ? 0 : exponentials[(logarithms[a]! + logarithms[b]!) % 255]!;

/**
 * The polynomial with the coefficient c(p) at x^(254 - p) has the roots α^-r, r = 0 … 22, so parity is what remains when the data
 * are divided by the product of all x - α^-r.
 */
const divisor = (() => {
  let product = [1];
  for (let r = 0; r < 23; r++) {
    const root = exponentials[(255 - r) % 255]!;
    product = [...product, 0].map((value, i) => value ^ multiply(i > 0 ? product[i - 1]! : 0, root));
  }
  return product;
})();

function parityOf(data: readonly number[]): number[] {
  const rest = [...data, ...new Array<number>(23).fill(0)];
  for (let at = 0; at < 232; at++) {
    const lead = rest[at]!;
    if (lead !== 0) for (const [i, value] of divisor.entries()) rest[at + i]! ^= multiply(value, lead);
  }
  return rest.slice(232);
}
