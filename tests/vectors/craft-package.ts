import { createHash } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { concatBytes, toHex, utf8 } from '../../electron/core/crypto/bytes.ts';
import { generateKeyPair, type KeyPair, sm2SignDigest, sm2Wrap } from '../../electron/core/crypto/sm2.ts';
import { decodeSignature } from '../../electron/core/crypto/sm2-asn1.ts';
import { sm3 } from '../../electron/core/crypto/sm3.ts';
import { recipientIdOf, stationIdOf } from '../../electron/core/crypto/station-id.ts';
import {
  chunkDigest,
  cipherChunk,
  packageKeys,
  packageMac,
  signatureDigest,
} from '../../electron/core/exchange/format/package-keys.ts';
import { TAR_END, tarHeader, tarPadding } from '../../electron/core/exchange/format/tar.ts';
import {
  encodeVolumeHeader,
  type VolumeHeader,
  type VolumeLayout,
  volumeLayout,
} from '../../electron/core/exchange/format/volume-header.ts';
import { recoveryBytes, recoveryData } from './recovery-data.ts';
import { SeededRandom } from './seeded-random.ts';

const CHUNK = 65_536;
const CREATED = '2026-11-23T01:07:10Z';

const random = new SeededRandom('parties');
/** The stations of all vectors. */
export const parties = random.drive(() => ({
  signing: generateKeyPair(),
  encryption: generateKeyPair(),
  recipient: generateKeyPair(),
  stranger: generateKeyPair(),
}));
export const senderId = stationIdOf(parties.signing.publicKey, parties.encryption.publicKey);

/** Where a crafted package differs from a right one; whatever comes after the change is computed to fit it. */
export interface Craft {
  readonly seed: string;
  /** Files below data/. */
  readonly entries?: readonly (readonly [path: string, bytes: Uint8Array])[];
  readonly tar?: (bag: Bag) => Uint8Array;
  readonly frames?: (tar: Uint8Array) => Uint8Array;
  /** The plaintext of all chunks, leads included. */
  readonly payload?: (payload: Uint8Array) => Uint8Array;
  readonly recipients?: readonly KeyPair[];
  readonly fileKey?: (key: Uint8Array) => Uint8Array;
  readonly envelope?: (envelope: Uint8Array) => Uint8Array;
  /** Lines of the header before `digest`. */
  readonly lines?: (lines: string[]) => readonly string[];
  /** The whole header, digest line and all. */
  readonly header?: (header: Uint8Array) => Uint8Array;
  readonly lastFlag?: boolean;
  readonly table?: (table: Uint8Array) => Uint8Array;
  readonly macKey?: Uint8Array;
  readonly signer?: KeyPair;
  readonly seal?: (seal: Uint8Array) => Uint8Array;
  /** Whether volumes carry recovery data. */
  readonly recovery?: boolean;
  /** Chunks of each volume. */
  readonly volumes?: readonly number[];
  readonly volume?: (volume: VolumeHeader) => VolumeHeader;
  readonly file?: (bytes: Uint8Array, layout: VolumeLayout, number: number) => Uint8Array;
}

/** The pieces of a bag, for crafting a tar. */
export interface Bag {
  readonly start: Uint8Array;
  readonly data: readonly Uint8Array[];
  readonly end: readonly Uint8Array[];
}

export function tarFile(path: string, bytes: Uint8Array): Uint8Array {
  return concatBytes(tarHeader(path, bytes.length, Date.parse(CREATED) / 1000), bytes, tarPadding(bytes.length));
}

/** Changes a tar header block and gives it its checksum again. */
export function patchTar(file: Uint8Array, offset: number, text: string): Uint8Array {
  const patched = file.slice();
  patched.set(utf8(text), offset);
  patched.set(utf8('        '), 148);
  const sum = patched.subarray(0, 512).reduce((total, byte) => total + byte, 0);
  patched.set(utf8(`${sum.toString(8).padStart(6, '0')}\0 `), 148);
  return patched;
}

export function frame(
  original: Uint8Array,
  change: { method?: number; stored?: Uint8Array; length?: number } = {},
): Uint8Array {
  const stored = change.stored ?? original;
  const lead = new Uint8Array(9);
  const view = new DataView(lead.buffer);
  view.setUint8(0, change.method ?? 0);
  view.setUint32(1, stored.length);
  view.setUint32(5, change.length ?? original.length);
  return concatBytes(lead, stored);
}

export const deflated = (original: Uint8Array): Uint8Array =>
  frame(original, { method: 1, stored: deflateRawSync(original, { level: 9 }) });

/** Cuts a tar into frames of 256 KiB, stored or deflated. */
const cutInto =
  (one: (piece: Uint8Array) => Uint8Array) =>
  (tar: Uint8Array): Uint8Array => {
    const frames: Uint8Array[] = [];
    for (let at = 0; at < tar.length; at += 262_144) frames.push(one(tar.subarray(at, at + 262_144)));
    return concatBytes(...frames);
  };
export const storedFrames = cutInto((piece) => frame(piece));
export const deflatedFrames = cutInto(deflated);

/** Cuts frames into chunks and gives each its lead. Frames that are no frames are followed as far as they go. */
export function withLeads(frames: Uint8Array): Uint8Array {
  const room = CHUNK - 2;
  const firsts = new Map<number, number>();
  const view = new DataView(frames.buffer, frames.byteOffset, frames.length);
  for (let at = 0; at + 9 <= frames.length; at += 9 + view.getUint32(at + 1)) {
    const chunk = Math.floor(at / room);
    if (!firsts.has(chunk)) firsts.set(chunk, 2 + (at % room));
  }
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < frames.length; at += room) {
    const first = firsts.get(chunks.length) ?? 0;
    chunks.push(concatBytes(Uint8Array.of(first >> 8, first), frames.subarray(at, at + room)));
  }
  return concatBytes(...chunks);
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const line = (bytes: Uint8Array, path: string): string => `${sha256(bytes)}  ${path.replaceAll('%', '%25')}\n`;

export function bag(packageId: string, entries: readonly (readonly [string, Uint8Array])[]): Bag {
  const bytes = entries.reduce((sum, entry) => sum + entry[1].length, 0);
  const tags = new Map([
    ['bagit.txt', 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n'],
    [
      'bag-info.txt',
      `External-Identifier: ${packageId}\nBagging-Date: 2026-11-23\nPayload-Oxum: ${bytes}.${entries.length}\n`,
    ],
    ['manifest-sha256.txt', entries.map(([path, contents]) => line(contents, `data/${path}`)).join('')],
  ]);
  const tagManifest = [...tags].map(([name, text]) => line(utf8(text), name)).join('');
  const tag = (name: string): Uint8Array => tarFile(name, utf8(tags.get(name)!));
  return {
    start: tag('bagit.txt'),
    data: entries.map(([path, contents]) => tarFile(`data/${path}`, contents)),
    end: [
      tag('bag-info.txt'),
      tag('manifest-sha256.txt'),
      tarFile('tagmanifest-sha256.txt', utf8(tagManifest)),
      TAR_END,
    ],
  };
}

export const joinBag = ({ start, data, end }: Bag): Uint8Array => concatBytes(start, ...data, ...end);

const same = <T>(value: T): T => value;

/** The volumes of a package that is right but for what `craft` changes. */
export function craftPackage(craft: Craft): Uint8Array[] {
  const source = new SeededRandom(craft.seed);
  return source.drive(() => {
    const packageId = toHex(source.bytes(16));
    const fileKey = (craft.fileKey ?? same)(source.bytes(32));
    const keys = packageKeys(fileKey, packageId);

    const entries = craft.entries ?? [['records/catalog.jsonl', utf8('{"name":"企业基本信息"}\n')]];
    const tar = (craft.tar ?? joinBag)(bag(packageId, entries));
    const payload = (craft.payload ?? same)(withLeads((craft.frames ?? deflatedFrames)(tar)));

    const recipients = (craft.recipients ?? [parties.encryption, parties.recipient]).map(({ publicKey }) => {
      const envelope = (craft.envelope ?? same)(sm2Wrap(fileKey, publicKey));
      return `recipient sm2 ${recipientIdOf(publicKey)} ${toHex(envelope)}`;
    });
    const lines = [
      'yidi-package v1',
      `package ${packageId}`,
      'kind report',
      `sender ${senderId}`,
      'epoch 20261123',
      'sequence 1',
      'previous none',
      `created ${CREATED}`,
      `audit 41 ${toHex(source.bytes(32))}`,
      ...recipients,
    ];
    const body = utf8(
      (craft.lines ?? same)(lines)
        .map((text) => `${text}\n`)
        .join(''),
    );
    const header = (craft.header ?? same)(concatBytes(body, utf8(`digest ${toHex(sm3(body))}\n`)));

    const count = Math.max(1, Math.ceil(payload.length / CHUNK));
    const ciphertext = payload.slice();
    const digests: Uint8Array[] = [];
    for (let chunk = 0; chunk < count; chunk++) {
      const bytes = ciphertext.subarray(chunk * CHUNK, (chunk + 1) * CHUNK);
      cipherChunk(keys, chunk, bytes);
      digests.push(chunkDigest(chunk, chunk === count - 1 ? (craft.lastFlag ?? true) : false, bytes));
    }
    const table = (craft.table ?? same)(concatBytes(...digests));
    const mac = packageMac(craft.macKey ? packageKeys(craft.macKey, packageId) : keys, sm3(body), table);
    const signer = craft.signer ?? parties.signing;
    const e = signatureDigest(signer.publicKey, header, mac, table);
    const signature = decodeSignature(sm2SignDigest(e, signer.privateKey))!;
    const seal = (craft.seal ?? same)(concatBytes(mac, signature));

    let firstChunk = 0;
    return (craft.volumes ?? [count]).map((chunks, i, all) => {
      const last = i === all.length - 1;
      const own = ciphertext.subarray(firstChunk * CHUNK, (firstChunk + chunks) * CHUNK);
      const ownTable = table.subarray(firstChunk * 32, (firstChunk + chunks) * 32);
      const index = last ? concatBytes(table, seal) : ownTable;
      const before = 192 + header.length + own.length + index.length;
      const volume = (craft.volume ?? same)({
        packageId,
        number: i + 1,
        last,
        headerBytes: header.length,
        firstChunk,
        chunks,
        payloadBytes: own.length,
        recoveryBytes: craft.recovery ? recoveryBytes(before) : 0,
        indexDigest: sm3(index),
        volumeDigest: sm3(ownTable),
      });
      firstChunk += chunks;
      const block = encodeVolumeHeader(volume);
      const first = concatBytes(block, header, own, index);
      const recovery = craft.recovery ? recoveryData(first, block) : new Uint8Array(0);
      const bytes = concatBytes(first, recovery, header, index, block);
      return (craft.file ?? same)(bytes, volumeLayout(volume), i + 1);
    });
  });
}

/** Gives a volume header that was changed its checksum again. */
export function resealVolumeHeader(file: Uint8Array, offset: number, change: (block: Uint8Array) => void): Uint8Array {
  const changed = file.slice();
  const block = changed.subarray(offset, offset + 192);
  change(block);
  block.set(sm3(block.subarray(0, 160)), 160);
  return changed;
}

export function flip(bytes: Uint8Array, offset: number): Uint8Array {
  const changed = bytes.slice();
  changed[offset]! ^= 1;
  return changed;
}
