import { crc32 } from 'node:zlib';
import { equalBytes } from '../../crypto/bytes.ts';
import { BLOCK_BYTES, CHECKS_A_BLOCK, type RecoveryLayout, recoveryLayout } from './recovery-layout.ts';
import {
  encodeVolumeHeader,
  parseVolumeHeader,
  VOLUME_HEADER_BYTES,
  type VolumeHeader,
  volumeLayout,
} from './volume-header.ts';

/**
 * Blocks of a check list, as many as `into` has room for.
 * @param crcs CRC-32 of every block of the volume, data blocks first
 * @param from number of the first check block wanted
 */
export function encodeChecks(header: VolumeHeader, crcs: Uint32Array, from: number, into: Uint8Array): void {
  const block = encodeVolumeHeader(header);
  into.fill(0);
  for (let k = 0; k < into.length / BLOCK_BYTES; k++) {
    const bytes = into.subarray(k * BLOCK_BYTES, (k + 1) * BLOCK_BYTES);
    const view = new DataView(bytes.buffer, bytes.byteOffset, BLOCK_BYTES);
    bytes.set(block);
    view.setUint32(NUMBER_AT, from + k);
    const own = crcs.subarray((from + k) * CHECKS_A_BLOCK, (from + k + 1) * CHECKS_A_BLOCK);
    for (const [i, crc] of own.entries()) view.setUint32(LIST_AT + 4 * i, crc);
    view.setUint32(CRC_AT, crc32(bytes.subarray(0, CRC_AT)));
  }
}

/**
 * Whether these 4096 bytes are check block `number` of this volume, in the only form that it can have.
 * @param header of the volume, encoded
 * @param listed how many CRC it holds
 */
export function isCheckBlock(bytes: Uint8Array, header: Uint8Array, number: number, listed: number): boolean {
  if (bytes.length !== BLOCK_BYTES || !equalBytes(bytes.subarray(0, VOLUME_HEADER_BYTES), header)) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, BLOCK_BYTES);
  if (view.getUint32(NUMBER_AT) !== number || view.getUint32(NUMBER_AT + 4) !== 0) return false;
  if (bytes.subarray(LIST_AT + 4 * listed, CRC_AT).some((byte) => byte !== 0)) return false;
  return view.getUint32(CRC_AT) === crc32(bytes.subarray(0, CRC_AT));
}

/** CRC-32 `i` of a check block. */
export function checkOf(block: Uint8Array, i: number): number {
  return new DataView(block.buffer, block.byteOffset, BLOCK_BYTES).getUint32(LIST_AT + 4 * i);
}

/** CRC-32 that check block `number` holds. */
export function checksListed({ dataBlocks, parityBlocks }: RecoveryLayout, number: number): number {
  return Math.min(CHECKS_A_BLOCK, dataBlocks + parityBlocks - number * CHECKS_A_BLOCK);
}

/**
 * The volume header in a block, if the block is a check block and lies in its file where it belongs.
 * @param offset where the block lies
 */
export function volumeHeaderOfChecks(block: Uint8Array, offset: number): VolumeHeader | undefined {
  const found = parseVolumeHeader(block);
  if (found.is !== 'volume' || found.header.recoveryBytes === 0) return undefined;
  const layout = recoveryLayout(volumeLayout(found.header).protectedBytes);
  const number = new DataView(block.buffer, block.byteOffset, BLOCK_BYTES).getUint32(NUMBER_AT);
  if (number >= layout.checkBlocks) return undefined;
  const header = block.subarray(0, VOLUME_HEADER_BYTES);
  if (!isCheckBlock(block, header, number, checksListed(layout, number))) return undefined;
  const belongs = layout.checks.some((list) => list.offset + number * BLOCK_BYTES === offset);
  return belongs ? found.header : undefined;
}

const NUMBER_AT = VOLUME_HEADER_BYTES;
const LIST_AT = NUMBER_AT + 8;
const CRC_AT = BLOCK_BYTES - 4;
