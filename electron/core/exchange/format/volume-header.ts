import { equalBytes, fromHex, toHex } from '../../crypto/bytes.ts';
import { SM3_BYTES, sm3 } from '../../crypto/sm3.ts';
import { CHUNK_BYTES } from './limits.ts';
import { recoveryLayout } from './recovery-layout.ts';

/** Bytes of a volume header; it stands at the front of every .ydp file and again, as its trailer, at the end. */
export const VOLUME_HEADER_BYTES = 192;

/** HMAC-SM3 (32) ‖ r (32) ‖ s (32); the last volume carries it behind the table. */
export const SEAL_BYTES = 96;

/** What a volume says about itself. Chapter 3 of docs/format/ydp-v1.md. */
export interface VolumeHeader {
  readonly packageId: string;
  /** Counts from 1. */
  readonly number: number;
  /** The number of the last volume is the count of volumes. */
  readonly last: boolean;
  /** Bytes of the text header. */
  readonly headerBytes: number;
  /** Number of the first chunk in this volume; chunks are counted through the whole package from 0. */
  readonly firstChunk: number;
  readonly chunks: number;
  readonly payloadBytes: number;
  /** Bytes of recovery data: none, or as many as `recoveryLayout` gives. */
  readonly recoveryBytes: number;
  /** SM3 over table ‖ seal as they stand in this volume. */
  readonly indexDigest: Uint8Array;
  /** SM3 over the digests of this volume's own chunks: the volume's number on paper. */
  readonly volumeDigest: Uint8Array;
}

/** A stretch of a file. */
export interface Region {
  readonly offset: number;
  readonly length: number;
}

/** Where the parts of a volume lie. `copy` is the second one, near the end of the file. */
export interface VolumeLayout {
  readonly front: Region;
  readonly header: Region;
  readonly payload: Region;
  readonly index: Region;
  readonly recovery: Region;
  readonly headerCopy: Region;
  readonly indexCopy: Region;
  readonly back: Region;
  readonly fileBytes: number;
  /** Bytes that recovery data protects: all from the start of the file to the end of the index. */
  readonly protectedBytes: number;
  /** Digests in the table: those of all chunks in the last volume, of its own chunks in every other. */
  readonly tableEntries: number;
}

export function volumeLayout(header: VolumeHeader): VolumeLayout {
  const tableEntries = header.last ? header.firstChunk + header.chunks : header.chunks;
  const indexBytes = tableEntries * SM3_BYTES + (header.last ? SEAL_BYTES : 0);
  let offset = 0;
  const next = (length: number): Region => {
    const region = { offset, length };
    offset += length;
    return region;
  };
  return {
    front: next(VOLUME_HEADER_BYTES),
    header: next(header.headerBytes),
    payload: next(header.payloadBytes),
    index: next(indexBytes),
    protectedBytes: offset,
    recovery: next(header.recoveryBytes),
    headerCopy: next(header.headerBytes),
    indexCopy: next(indexBytes),
    back: next(VOLUME_HEADER_BYTES),
    fileBytes: offset,
    tableEntries,
  };
}

export function encodeVolumeHeader(header: VolumeHeader): Uint8Array {
  const bytes = new Uint8Array(VOLUME_HEADER_BYTES);
  const view = new DataView(bytes.buffer);
  bytes.set(MAGIC);
  view.setUint16(8, VERSION);
  view.setUint16(10, header.last ? LAST : 0);
  view.setUint32(12, header.number);
  bytes.set(fromHex(header.packageId), 16);
  view.setUint32(32, header.headerBytes);
  setNumber(view, 40, header.firstChunk);
  setNumber(view, 48, header.chunks);
  setNumber(view, 56, header.payloadBytes);
  setNumber(view, 64, header.recoveryBytes);
  setNumber(view, 72, volumeLayout(header).fileBytes);
  bytes.set(header.indexDigest, 96);
  bytes.set(header.volumeDigest, 128);
  bytes.set(sm3(bytes.subarray(0, 160)), 160);
  return bytes;
}

/** What the first bytes of a file, or 192 bytes near its end, turn out to be. */
export type VolumeHeaderFound =
  | { readonly is: 'volume'; readonly header: VolumeHeader }
  /** Our file and our version, but the checksum or a rule does not hold. */
  | { readonly is: 'damaged' }
  | { readonly is: 'other-version'; readonly version: number }
  | { readonly is: 'foreign' }
  /** Too short, and the beginning of a volume header as far as it goes. */
  | { readonly is: 'cut' };

export function parseVolumeHeader(bytes: Uint8Array): VolumeHeaderFound {
  const magic = bytes.subarray(0, MAGIC.length);
  if (Buffer.compare(magic, MAGIC.subarray(0, magic.length)) !== 0) return { is: 'foreign' };
  if (bytes.length < VOLUME_HEADER_BYTES) return { is: 'cut' };
  const view = new DataView(bytes.buffer, bytes.byteOffset, VOLUME_HEADER_BYTES);
  const version = view.getUint16(8);
  if (version !== VERSION) return { is: 'other-version', version };
  if (!equalBytes(sm3(bytes.subarray(0, 160)), bytes.subarray(160, 192))) return { is: 'damaged' };
  const header: VolumeHeader = {
    packageId: toHex(bytes.subarray(16, 32)),
    number: view.getUint32(12),
    last: (view.getUint16(10) & LAST) !== 0,
    headerBytes: view.getUint32(32),
    firstChunk: getNumber(view, 40),
    chunks: getNumber(view, 48),
    payloadBytes: getNumber(view, 56),
    recoveryBytes: getNumber(view, 64),
    indexDigest: bytes.slice(96, 128),
    volumeDigest: bytes.slice(128, 160),
  };
  // Canonical: what a rule leaves open must be zero, and the stated file length must be the one that follows.
  const same = holds(header) && equalBytes(encodeVolumeHeader(header), bytes.subarray(0, VOLUME_HEADER_BYTES));
  return same ? { is: 'volume', header } : { is: 'damaged' };
}

const MAGIC = new TextEncoder().encode('YIDI-YDP');
const VERSION = 1;
const LAST = 1;

function holds(header: VolumeHeader): boolean {
  const { number, last, firstChunk, chunks, payloadBytes } = header;
  if (![firstChunk, chunks, payloadBytes, header.recoveryBytes].every(Number.isSafeInteger)) return false;
  if (!Number.isSafeInteger(volumeLayout(header).fileBytes)) return false;
  if (number < 1 || chunks < 1 || (number === 1) !== (firstChunk === 0)) return false;
  if (header.headerBytes < 1) return false;
  if (header.recoveryBytes > 0 && header.recoveryBytes !== recoveryLayout(volumeLayout(header).protectedBytes).bytes)
    return false;
  if (!last) return payloadBytes === chunks * CHUNK_BYTES;
  if (firstChunk === 0 && chunks === 1 && payloadBytes === 0) return true;
  return payloadBytes > (chunks - 1) * CHUNK_BYTES && payloadBytes <= chunks * CHUNK_BYTES;
}

function setNumber(view: DataView, offset: number, value: number): void {
  view.setBigUint64(offset, BigInt(value));
}

function getNumber(view: DataView, offset: number): number {
  return Number(view.getBigUint64(offset));
}
