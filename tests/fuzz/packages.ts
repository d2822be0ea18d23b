import { crc32 } from 'node:zlib';
import { concatBytes } from '../../electron/core/crypto/bytes.ts';
import { sm3 } from '../../electron/core/crypto/sm3.ts';
import {
  encodeVolumeHeader,
  type Region,
  type VolumeHeader,
  type VolumeLayout,
} from '../../electron/core/exchange/format/volume-header.ts';
import type { Seeded } from '../fixtures/seeded.ts';
import { headerOf } from '../vectors/craft-package.ts';
import type { Kind } from './case.ts';
import { linesOf } from './headers.ts';
import { anyReader, recoveryReader } from './readers.ts';
import { NUMBERS, oneOf, spoil, spoilInPlace, spoilLines } from './spoil.ts';
import { type StockVolume, stock, type WholeStock, whole } from './stock.ts';

/** Files that were packages, changed by somebody who holds no key. */
export const packages: readonly Kind[] = [
  kind('file, bytes', 25, (random) => {
    const { files } = oneOf(random, stock);
    return one(random, files, (file) => spoil(random, file));
  }),
  kind('file, region', 40, (random) =>
    inVolume(random, ({ bytes, layout }) => spoil(random, bytes, regionOf(random, layout))),
  ),
  kind('file, cut', 10, (random) =>
    inVolume(random, ({ bytes, layout }) => {
      const at = borderOf(random, layout);
      return oneOf(random, [bytes.subarray(0, at), bytes.subarray(at), concatBytes(bytes, bytes.subarray(0, at))]);
    }),
  ),
  kind('file, regions moved', 10, (random) => inVolume(random, (volume) => moved(random, volume))),
  kind('file, spliced', 10, (random) => {
    const other = oneOf(random, oneOf(random, whole).volumes);
    return inVolume(random, ({ bytes, layout }) =>
      concatBytes(bytes.subarray(0, borderOf(random, layout)), other.bytes.subarray(borderOf(random, other.layout))),
    );
  }),
  kind('volume header, fields', 25, (random) => inVolume(random, (volume) => withFields(random, volume))),
  kind('volume header, in its form', 15, (random) => inVolume(random, (volume) => inForm(random, volume))),
  kind('text header, in its package', 15, (random) => {
    const { files, volumes, header } = oneOf(random, whole);
    const changed = headerOf(spoilLines(random, linesOf(header)));
    return random.below(2) === 0
      ? one(random, files, (_, i) => withHeader(volumes[i]!, changed))
      : volumes.map((volume) => withHeader(volume, changed));
  }),
  kind('index, in its package', 10, (random) => inVolume(random, (volume) => withIndex(random, volume))),
  kind('volumes, mixed', 10, (random) => mixed(random)),
  {
    name: 'recovery data',
    weight: 20,
    make: (random) => recoveryReader(random, spoilRecovery(random, oneOf(random, recoverable))),
  },
];

function kind(name: string, weight: number, make: (random: Seeded) => readonly Uint8Array[]): Kind {
  return { name, weight, make: (random) => anyReader(random, make(random)) };
}

const recoverable = whole.filter(({ volumes }) => volumes[0]!.volume.recoveryBytes > 0);

/** Files, one of them changed. */
function one(
  random: Seeded,
  files: readonly Uint8Array[],
  change: (file: Uint8Array, i: number) => Uint8Array,
): Uint8Array[] {
  const i = random.below(files.length);
  return files.with(i, change(files[i]!, i));
}

function inVolume(
  random: Seeded,
  change: (volume: StockVolume) => Uint8Array,
  { files, volumes }: WholeStock = oneOf(random, whole),
): Uint8Array[] {
  return one(random, files, (_, i) => change(volumes[i]!));
}

function regionsOf({ fileBytes, tableEntries, protectedBytes, ...regions }: VolumeLayout): Region[] {
  return Object.values(regions).filter(({ length }) => length > 0);
}

function regionOf(random: Seeded, layout: VolumeLayout): Region {
  return oneOf(random, regionsOf(layout));
}

/** Somewhere at the border of a region, or anywhere. */
function borderOf(random: Seeded, layout: VolumeLayout): number {
  if (random.below(2) === 0) return random.below(layout.fileBytes + 1);
  return Math.max(0, regionOf(random, layout).offset + random.below(5) - 2);
}

/** Regions swapped, doubled, left out, or put over one another. */
function moved(random: Seeded, { bytes, layout }: StockVolume): Uint8Array {
  const parts = regionsOf(layout).map(({ offset, length }) => bytes.subarray(offset, offset + length));
  const [a, b] = [random.below(parts.length), random.below(parts.length)];
  const changed = oneOf(random, [
    parts.with(a, parts[b]!).with(b, parts[a]!),
    parts.toSpliced(a, 0, parts[b]!),
    parts.toSpliced(a, 1),
    parts.with(a, parts[b]!),
  ]);
  return concatBytes(...changed);
}

/** Puts a volume header at the front, at the back, or at both. */
function withEnds(random: Seeded, bytes: Uint8Array, block: Uint8Array): Uint8Array {
  const changed = bytes.slice();
  const ends = random.below(6);
  if (ends !== 1) changed.set(block, 0);
  if (ends !== 2) changed.set(block, Math.max(0, bytes.length - block.length));
  return changed;
}

/** One or two fields of the volume header are any number, and the checksum fits. */
function withFields(random: Seeded, { bytes }: StockVolume): Uint8Array {
  const block = bytes.slice(0, 192);
  const view = new DataView(block.buffer);
  for (let left = 1 + random.below(2); left > 0; left--) {
    const [at, width] = oneOf(random, FIELDS);
    const number = BigInt(random.below(3) === 0 ? random.below(2 ** 32) : oneOf(random, NUMBERS));
    if (width === 2) view.setUint16(at, Number(number & 0xffffn));
    else if (width === 4) view.setUint32(at, Number(number & 0xffffffffn));
    else view.setBigUint64(at, random.below(2) === 0 ? number : view.getBigUint64(at) + number);
  }
  block.set(sm3(block.subarray(0, 160)), 160);
  return withEnds(random, bytes, block);
}

const FIELDS: readonly (readonly [offset: number, width: 2 | 4 | 8])[] = [
  ...([
    [8, 2],
    [10, 2],
    [12, 4],
    [32, 4],
    [36, 4],
  ] as const),
  ...([16, 24, 40, 48, 56, 64, 72, 80, 88, 96, 128] as const).map((offset) => [offset, 8] as const),
];

/** Another volume header that keeps all rules of its form, so that only what it says of the file is wrong. */
function inForm(random: Seeded, { bytes, volume }: StockVolume): Uint8Array {
  const number = (): number => (random.below(2) === 0 ? random.below(10) : oneOf(random, NUMBERS));
  let changed: VolumeHeader = { ...volume };
  for (let left = 1 + random.below(2); left > 0; left--) {
    const chunks = Math.min(2 ** 35, Math.max(1, number()));
    changed = oneOf<VolumeHeader>(random, [
      { ...changed, chunks, payloadBytes: chunks * 65_536 },
      { ...changed, headerBytes: Math.min(2 ** 32 - 1, Math.max(1, number())) },
      { ...changed, number: 1, firstChunk: 0 },
      { ...changed, number: 2 + random.below(3), firstChunk: Math.max(1, Math.min(2 ** 35, number())) },
      { ...changed, last: !changed.last, payloadBytes: changed.chunks * 65_536 },
      { ...changed, packageId: random.bytes(16).toString('hex') },
      { ...changed, volumeDigest: random.bytes(32) },
      { ...changed, recoveryBytes: changed.recoveryBytes > 0 ? 0 : 4096 * 26 },
    ]);
  }
  return withEnds(random, bytes, encodeVolumeHeader(changed));
}

/** The volume with another text header, and all that is said of it without a key made to fit. */
function withHeader({ bytes, volume, layout }: StockVolume, header: Uint8Array): Uint8Array {
  const changed = { ...volume, headerBytes: Math.max(1, header.length), recoveryBytes: 0 };
  const block = encodeVolumeHeader(changed);
  const part = ({ offset, length }: Region): Uint8Array => bytes.subarray(offset, offset + length);
  return concatBytes(block, header, part(layout.payload), part(layout.index), header, part(layout.index), block);
}

/** The volume with a changed table or seal of the same length, and digests that fit. */
function withIndex(random: Seeded, { bytes, volume, layout }: StockVolume): Uint8Array {
  const { offset, length } = layout.index;
  const index = spoilInPlace(random, bytes.subarray(offset, offset + length));
  const own = layout.tableEntries * 32;
  const fits = random.below(3) > 0;
  const volumeDigest = fits ? sm3(index.subarray(own - volume.chunks * 32, own)) : volume.volumeDigest;
  const block = encodeVolumeHeader({ ...volume, indexDigest: sm3(index), volumeDigest });
  const changed = withEnds(random, bytes, block);
  changed.set(index, offset);
  changed.set(index, layout.indexCopy.offset);
  return changed;
}

/** Volumes of two packages, some of them missing, doubled, changed. */
function mixed(random: Seeded): Uint8Array[] {
  const many = whole.filter(({ files }) => files.length > 1);
  const files = [...oneOf(random, many).files, ...oneOf(random, random.below(3) === 0 ? whole : many).files];
  const chosen = Array.from({ length: 1 + random.below(4) }, () => oneOf(random, files));
  return random.below(3) === 0 ? one(random, chosen, (file) => spoil(random, file)) : chosen;
}

/** Recovery data changed, most often with its own checksums made right again, and with something for it to restore. */
function spoilRecovery(random: Seeded, { files, volumes }: WholeStock): Uint8Array[] {
  return files.map((file, i) => {
    const { recovery, payload, index } = volumes[i]!.layout;
    let changed = random.below(3) > 0 ? spoil(random, file, recovery) : file.slice();
    const blocks = Math.floor(changed.length / 4096);
    for (let left = random.below(4); left > 0; left--) {
      const at =
        Math.ceil(recovery.offset / 4096) + random.below(Math.max(1, blocks - Math.ceil(recovery.offset / 4096)));
      const block = changed.subarray(at * 4096, (at + 1) * 4096);
      if (block.length < 4096) continue;
      const header = oneOf(random, [true, false, false]);
      block.set(spoilInPlace(random, block.subarray(0, header ? 160 : 4092)));
      if (header) block.set(sm3(block.subarray(0, 160)), 160);
      new DataView(block.buffer, block.byteOffset).setUint32(4092, crc32(block.subarray(0, 4092)));
    }
    if (random.below(2) === 0) changed = spoil(random, changed, oneOf(random, [payload, index]));
    if (random.below(4) === 0) changed.fill(0, 0, 192);
    if (random.below(4) === 0) changed.fill(0, Math.max(0, changed.length - 192));
    return changed;
  });
}
