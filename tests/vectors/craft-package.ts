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
import {
  encodeVolumeHeader,
  type VolumeHeader,
  type VolumeLayout,
  volumeLayout,
} from '../../electron/core/exchange/format/volume-header.ts';
import { type Bag, bagOf, CREATED, type Entry, joinBag, type Tag } from './craft-bag.ts';
import { CHUNK, deflatedFrames, withLeads } from './craft-frames.ts';
import { recoveryBytes, recoveryData } from './recovery-data.ts';
import { SeededRandom } from './seeded-random.ts';

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
  readonly entries?: readonly Entry[];
  readonly tags?: (tags: readonly Tag[]) => readonly Tag[];
  readonly tar?: (bag: Bag) => Uint8Array;
  readonly frames?: (tar: Uint8Array) => Uint8Array;
  /** The plaintext of all chunks, leads included. */
  readonly payload?: (payload: Uint8Array) => Uint8Array;
  readonly recipients?: readonly KeyPair[];
  readonly fileKey?: (key: Uint8Array) => Uint8Array;
  readonly envelope?: (envelope: Uint8Array, fileKey: Uint8Array, recipient: KeyPair) => Uint8Array;
  /** Lines of the header before `digest`. */
  readonly lines?: (lines: string[]) => readonly string[];
  /** The whole header, digest line and all. */
  readonly header?: (header: Uint8Array) => Uint8Array;
  readonly lastFlag?: boolean;
  readonly table?: (table: Uint8Array) => Uint8Array;
  readonly macKey?: Uint8Array;
  readonly signer?: KeyPair;
  readonly seal?: (seal: Uint8Array) => Uint8Array;
  /** The ciphertext, changed after the seal was made by somebody who has no key; the table is made to fit. */
  readonly forged?: (ciphertext: Uint8Array) => Uint8Array;
  /** Whether volumes carry recovery data. */
  readonly recovery?: boolean;
  readonly volumes?: readonly Run[];
  readonly volume?: (volume: VolumeHeader) => VolumeHeader;
  readonly file?: (bytes: Uint8Array, layout: VolumeLayout, number: number) => Uint8Array;
}

/** The chunks of a volume: how many, and what else it says of itself where that is not what follows from its neighbours. */
export type Run = number | { readonly chunks: number; readonly firstChunk?: number; number?: number; last?: boolean };

export const DEFAULT_ENTRIES: readonly Entry[] = [['records/catalog.jsonl', utf8('{"name":"企业基本信息"}\n')]];

const same = <T>(value: T): T => value;

/** The volumes of a package that is right but for what `craft` changes. */
export function craftPackage(craft: Craft): Uint8Array[] {
  const source = new SeededRandom(craft.seed);
  return source.drive(() => {
    const packageId = toHex(source.bytes(16));
    const fileKey = (craft.fileKey ?? same)(source.bytes(32));
    const keys = packageKeys(fileKey, packageId);

    const tar = (craft.tar ?? joinBag)(bagOf(packageId, craft.entries ?? DEFAULT_ENTRIES, craft.tags ?? same));
    const payload = (craft.payload ?? same)(withLeads((craft.frames ?? deflatedFrames)(tar)));

    const recipients = (craft.recipients ?? [parties.encryption, parties.recipient]).map((recipient) => {
      const right = sm2Wrap(fileKey, recipient.publicKey);
      const envelope = craft.envelope?.(right, fileKey, recipient) ?? right;
      return `recipient sm2 ${recipientIdOf(recipient.publicKey)} ${toHex(envelope)}`;
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
    const header = (craft.header ?? same)(headerOf((craft.lines ?? same)(lines)));

    let ciphertext: Uint8Array = payload.slice();
    for (const [chunk, bytes] of chunksOf(ciphertext).entries()) cipherChunk(keys, chunk, bytes);
    let table = (craft.table ?? same)(tableOf(ciphertext, craft.lastFlag));
    const macKeys = craft.macKey ? packageKeys(craft.macKey, packageId) : keys;
    const mac = packageMac(macKeys, sm3(header.subarray(0, -72)), table);
    const signer = craft.signer ?? parties.signing;
    const e = signatureDigest(signer.publicKey, header, mac, table);
    const signature = decodeSignature(sm2SignDigest(e, signer.privateKey))!;
    const seal = (craft.seal ?? same)(concatBytes(mac, signature));
    if (craft.forged) {
      ciphertext = craft.forged(ciphertext);
      table = tableOf(ciphertext);
    }

    let next = 0;
    return (craft.volumes ?? [table.length / 32]).map((run, i, all) => {
      const {
        chunks,
        firstChunk = next,
        number = i + 1,
        last = i === all.length - 1,
      } = typeof run === 'number' ? { chunks: run } : run;
      next = firstChunk + chunks;
      const own = ciphertext.subarray(firstChunk * CHUNK, next * CHUNK);
      const ownTable = table.subarray(firstChunk * 32, next * 32);
      const index = last ? concatBytes(table.subarray(0, next * 32), seal) : ownTable;
      const before = 192 + header.length + own.length + index.length;
      const volume = (craft.volume ?? same)({
        packageId,
        number,
        last,
        headerBytes: header.length,
        firstChunk,
        chunks,
        payloadBytes: own.length,
        recoveryBytes: craft.recovery ? recoveryBytes(before) : 0,
        indexDigest: sm3(index),
        volumeDigest: sm3(ownTable),
      });
      const block = encodeVolumeHeader(volume);
      const first = concatBytes(block, header, own, index);
      const recovery = craft.recovery ? recoveryData(first, block) : new Uint8Array(0);
      const bytes = concatBytes(first, recovery, header, index, block);
      return (craft.file ?? same)(bytes, volumeLayout(volume), number);
    });
  });
}

/** A text header of these lines, its digest line included. */
export function headerOf(lines: readonly string[]): Uint8Array {
  const body = utf8(lines.map((text) => `${text}\n`).join(''));
  return concatBytes(body, utf8(`digest ${toHex(sm3(body))}\n`));
}

function chunksOf(payload: Uint8Array): Uint8Array[] {
  const count = Math.max(1, Math.ceil(payload.length / CHUNK));
  return Array.from({ length: count }, (_, chunk) => payload.subarray(chunk * CHUNK, (chunk + 1) * CHUNK));
}

function tableOf(ciphertext: Uint8Array, lastFlag = true): Uint8Array {
  const digests = chunksOf(ciphertext).map((bytes, chunk, all) =>
    chunkDigest(chunk, lastFlag && chunk === all.length - 1, bytes),
  );
  return concatBytes(...digests);
}
