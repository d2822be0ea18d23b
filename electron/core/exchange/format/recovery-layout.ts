import type { Region } from './volume-header.ts';

/** Bytes of a block of recovery: one bad sector of any common medium takes one or two of them. */
export const BLOCK_BYTES = 4096;

/** Blocks of a codeword: RS(255,232) over GF(2^8). */
export const DATA_PLACES = 232;
export const PARITY_PLACES = 23;

/** Copies of the check list: two before the parity blocks and one behind them. */
export const CHECK_COPIES = 3;

/** A check block: volume header (192) ‖ its number (4) ‖ zero (4) ‖ CRC-32 of 973 blocks ‖ CRC-32 of all this. */
export const CHECKS_A_BLOCK = 973;

/** How the recovery data of a volume lies in it; a chapter of docs/format/ydp-v1.md. Regions count from the start of the file. */
export interface RecoveryLayout {
  /** Blocks of the volume from its start to the end of the index, the last one filled up with zeros. */
  readonly dataBlocks: number;
  /** Block i, and likewise parity block i, belongs to codeword i mod groups. */
  readonly groups: number;
  readonly parityBlocks: number;
  /** Check blocks in each copy of the check list. */
  readonly checkBlocks: number;
  /** Zeros that bring the rest to whole blocks of the file. */
  readonly padding: Region;
  readonly checks: readonly [Region, Region, Region];
  readonly parity: Region;
  /** Bytes of all of it: the field R of the volume header. */
  readonly bytes: number;
}

/**
 * The recovery data of a volume follows from how many of its bytes are protected.
 * @param protectedBytes from the start of the file to the end of the index
 */
export function recoveryLayout(protectedBytes: number): RecoveryLayout {
  const dataBlocks = Math.ceil(protectedBytes / BLOCK_BYTES);
  const groups = Math.ceil(dataBlocks / DATA_PLACES);
  const parityBlocks = groups * PARITY_PLACES;
  const checkBlocks = Math.ceil((dataBlocks + parityBlocks) / CHECKS_A_BLOCK);
  let offset = protectedBytes;
  const next = (length: number): Region => {
    const region = { offset, length };
    offset += length;
    return region;
  };
  const padding = next(dataBlocks * BLOCK_BYTES - protectedBytes);
  const checkBytes = checkBlocks * BLOCK_BYTES;
  const before = [next(checkBytes), next(checkBytes)] as const;
  const parity = next(parityBlocks * BLOCK_BYTES);
  const checks = [...before, next(checkBytes)] as const;
  return { dataBlocks, groups, parityBlocks, checkBlocks, padding, checks, parity, bytes: offset - protectedBytes };
}
