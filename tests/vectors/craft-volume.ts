import { concatBytes } from '../../electron/core/crypto/bytes.ts';
import { sm3 } from '../../electron/core/crypto/sm3.ts';
import { chunkDigest } from '../../electron/core/exchange/format/package-keys.ts';
import {
  parseVolumeHeader,
  type VolumeLayout,
  volumeLayout,
} from '../../electron/core/exchange/format/volume-header.ts';
import { headerOf } from './craft-package.ts';

/** Where the parts of a right volume lie. */
export function layoutOf(file: Uint8Array): VolumeLayout {
  const found = parseVolumeHeader(file.subarray(0, 192));
  if (found.is !== 'volume') throw new Error('volume expected');
  return volumeLayout(found.header);
}

export function flip(bytes: Uint8Array, ...offsets: readonly number[]): Uint8Array {
  const changed = bytes.slice();
  for (const offset of offsets) changed[offset]! ^= 1;
  return changed;
}

/** Changes a volume header where it stands in a file, at these places or at both ends, and gives it its checksum again. */
export function resealVolumeHeader(
  file: Uint8Array,
  change: (block: DataView) => void,
  offsets: readonly number[] = [0, file.length - 192],
): Uint8Array {
  const changed = file.slice();
  for (const offset of offsets) {
    const block = changed.subarray(offset, offset + 192);
    change(new DataView(block.buffer, block.byteOffset, block.length));
    block.set(sm3(block.subarray(0, 160)), 160);
  }
  return changed;
}

/** Changes the lines of the text header in one of its places, without its length, and gives it its digest again. */
export function withHeader(
  file: Uint8Array,
  place: 'header' | 'headerCopy',
  change: (text: string) => string,
): Uint8Array {
  const { offset, length } = layoutOf(file)[place];
  const lines = change(new TextDecoder().decode(file.subarray(offset, offset + length))).split('\n');
  const changed = file.slice();
  changed.set(headerOf(lines.slice(0, -2)), offset);
  return changed;
}

export const withDamagedPayload = (file: Uint8Array): Uint8Array => flip(file, layoutOf(file).payload.offset);
export const withDamagedIndex = (file: Uint8Array): Uint8Array => flip(file, layoutOf(file).index.offset);

/** A last volume with a byte behind its payload that its volume headers count. */
export function withLongerPayload(file: Uint8Array): Uint8Array {
  const end = layoutOf(file).index.offset;
  const longer = concatBytes(file.subarray(0, end), new Uint8Array(1), file.subarray(end));
  return resealVolumeHeader(longer, (block) => {
    for (const at of [56, 72]) block.setBigUint64(at, block.getBigUint64(at) + 1n);
  });
}

/** A last volume with a bit of its seal changed in both places, and the index digest made to fit. */
export function withOtherSeal(file: Uint8Array): Uint8Array {
  const { index, indexCopy } = layoutOf(file);
  const changed = flip(file, index.offset + index.length - 1, indexCopy.offset + indexCopy.length - 1);
  return withDigests(changed, 96, sm3(changed.subarray(index.offset, index.offset + index.length)));
}

/** A first volume of one chunk, not the last, with a bit of that changed, and the volume's own digests made to fit. */
export function withOtherChunk(file: Uint8Array): Uint8Array {
  const { payload, index, indexCopy } = layoutOf(file);
  const changed = flip(file, payload.offset);
  const digest = chunkDigest(0, false, changed.subarray(payload.offset, index.offset));
  changed.set(digest, index.offset);
  changed.set(digest, indexCopy.offset);
  return withDigests(withDigests(changed, 96, sm3(digest)), 128, sm3(digest));
}

const withDigests = (file: Uint8Array, at: number, digest: Uint8Array): Uint8Array =>
  resealVolumeHeader(file, (block) => new Uint8Array(block.buffer, block.byteOffset).set(digest, at));
