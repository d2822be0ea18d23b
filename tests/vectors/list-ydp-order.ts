import { concatBytes } from '../../electron/core/crypto/bytes.ts';
import { payloadOf } from './craft-frames.ts';
import { parties } from './craft-package.ts';
import { flip, withDamagedIndex, withHeader, withOtherChunk, withOtherSeal } from './craft-volume.ts';
import type { Case, Cases } from './list-ydp.ts';

type Craft = NonNullable<Case['craft']>;
type Layout = Parameters<NonNullable<Craft['file']>>[1];

const twoChunks = payloadOf(65_545);
const both = (
  expect: Case['expect'],
  about: string,
  craft: Craft,
  more: Omit<Case, 'expect' | 'about' | 'craft'> = {},
): Case => ({
  expect,
  about,
  craft,
  ...more,
});
const version2 = (lines: string[]): string[] => lines.with(0, 'yidi-package v2');
const badKind = (lines: string[]): string[] => lines.with(2, 'kind letter');
const many = (lines: string[]): string[] => [
  ...lines,
  ...Array.from({ length: 63 }, (_, i) => `recipient later ${i.toString(16).padStart(32, '0')} 00`),
];
const badBack = (file: Uint8Array): Uint8Array => flip(file, file.length - 1);
const badFirstHeader = (file: Uint8Array, { header }: Layout): Uint8Array => flip(file, header.offset + 300);
const badHeaderCopy = (file: Uint8Array, { headerCopy }: Layout): Uint8Array => flip(file, headerCopy.offset + 300);
const badIndex = (file: Uint8Array, { index }: Layout): Uint8Array => flip(file, index.offset);
const badChunk = (file: Uint8Array, { payload }: Layout): Uint8Array => flip(file, payload.offset);

/** Two things are wrong, and the one that is checked first gives the code: chapter 10 of the document. */
export const order: Cases = {
  'order-limit-before-length': both('limit-exceeded', 'more chunks than a package may have, and cut', {
    volume: (volume) => ({ ...volume, number: 2, last: false, firstChunk: 4_194_304, payloadBytes: 65_536 }),
  }),
  'order-front-before-limit': both(
    'header-damaged',
    'zeros at the front, and at the end more chunks than a package may have',
    {
      ...twoChunks,
      volumes: [{ chunks: 1, number: 2, last: false }],
      volume: (volume) => ({ ...volume, firstChunk: 4_194_304 }),
      file: (file) => file.slice().fill(0, 0, 192),
    },
  ),
  'order-length-before-back': both(
    'payload-damaged',
    'bytes behind the end, and a volume header that ends the file changed',
    {
      file: (file) => badBack(concatBytes(file, file.subarray(-192))),
    },
  ),
  'order-back-before-header-version': both(
    'header-damaged',
    'the volume header at the end changed, and a text header of version 2',
    { lines: version2, file: badBack },
  ),
  'order-back-before-header-limit': both('header-damaged', 'the volume header at the end changed, and 65 recipients', {
    lines: many,
    file: badBack,
  }),
  'order-version-before-recipients': both('unsupported-version', 'version 2 with 65 recipients', {
    lines: (lines) => many(version2(lines)),
  }),
  'order-version-before-grammar': both('unsupported-version', 'version 2 with an unknown kind', {
    lines: (lines) => badKind(version2(lines)),
  }),
  'order-version-before-copy': both('unsupported-version', 'version 2, and the second copy damaged', {
    lines: version2,
    file: badHeaderCopy,
  }),
  'order-version-of-second-copy': both('unsupported-version', 'version 2, and the first copy damaged', {
    lines: version2,
    file: badFirstHeader,
  }),
  'order-version-of-both-damaged': both('header-damaged', 'version 2, and both copies damaged', {
    lines: version2,
    file: (file, layout) => badHeaderCopy(badFirstHeader(file, layout), layout),
  }),
  'order-version-of-first-copy': both('unsupported-version', 'version 2 in the first copy, version 1 in the second', {
    lines: version2,
    file: (file) => withHeader(file, 'headerCopy', (text) => text.replace('v2', 'v1')),
  }),
  'order-version-not-of-second-copy': both('header-damaged', 'version 1 in the first copy, version 2 in the second', {
    file: (file) => withHeader(file, 'headerCopy', (text) => text.replace('v1', 'v2')),
  }),
  'order-recipients-before-grammar': both('limit-exceeded', '65 recipients and an unknown kind', {
    lines: (lines) => many(badKind(lines)),
  }),
  'order-recipients-before-copy': both('limit-exceeded', '65 recipients, and the second copy damaged', {
    lines: many,
    file: badHeaderCopy,
  }),
  'order-recipients-of-second-copy': both('limit-exceeded', '65 recipients, and the first copy damaged', {
    lines: many,
    file: badFirstHeader,
  }),
  'order-header-before-package-id': both(
    'header-damaged',
    'the second text header damaged, and another package id in the volume header',
    { volume: (volume) => ({ ...volume, packageId: '00'.repeat(16) }), file: badHeaderCopy },
  ),
  'order-header-before-index': both('header-damaged', 'the second text header and the first table damaged', {
    file: (file, layout) => badHeaderCopy(badIndex(file, layout), layout),
  }),
  'order-package-id-before-index': both(
    'volume-of-another-package',
    'another package id in the volume header, and the first table damaged',
    { volume: (volume) => ({ ...volume, packageId: '00'.repeat(16) }), file: badIndex },
  ),
  'order-index-before-volume-digest': both('payload-damaged', 'the first table damaged, and a wrong volume digest', {
    volume: (volume) => ({ ...volume, volumeDigest: new Uint8Array(32) }),
    file: badIndex,
  }),
  'order-file-before-file': both(
    'payload-damaged',
    'the table of the first file damaged, and the second cut: one file after the other',
    {},
    { files: ([own]) => [withDamagedIndex(own!), own!.subarray(0, 100)] },
  ),
  'order-file-before-file-again': both(
    'truncated',
    'the first file cut, and the table of the second damaged: one file after the other',
    {},
    { files: ([own]) => [own!.subarray(0, 100), withDamagedIndex(own!)] },
  ),
  'order-index-before-missing-volume': both(
    'payload-damaged',
    'the table of the last of two volumes damaged, and the first missing',
    { ...twoChunks, volumes: [1, 1], file: badIndex },
    { files: ([, last]) => [last!] },
  ),
  'order-headers-before-missing-volume': both(
    'volume-of-another-package',
    'the last volumes of two packages, whose other volumes are missing',
    { ...twoChunks, volumes: [1, 1] },
    { files: ([, one], [, other]) => [one!, other!] },
  ),
  'order-same-number-before-missing-volume': both(
    'volume-of-another-package',
    'two different second volumes of one package, and the first missing',
    { ...twoChunks, volumes: [1, 1] },
    { files: ([, last]) => [last!, withOtherSeal(last!)] },
  ),
  'order-missing-volume-before-tables': both(
    'missing-volume',
    'volume 2 missing, and in volume 1 another chunk than volume 3 says',
    { ...twoChunks, volumes: [1, { number: 3, chunks: 1 }] },
    { files: ([first, third]) => [withOtherChunk(first!), third!] },
  ),
  'order-missing-volume-before-recipient': both(
    'missing-volume',
    'the first of two volumes missing, and none of the recipients is ours',
    { ...twoChunks, volumes: [1, 1] },
    { stranger: true, files: ([, last]) => [last!] },
  ),
  'order-recipient-before-sender': both(
    'not-for-this-station',
    'none of the recipients is ours, and the sender is unknown',
    {},
    { stranger: true, senderUnknown: true },
  ),
  'order-sender-before-signature': both(
    'unknown-sender',
    'the sender is unknown, and the signature that of another',
    { signer: parties.stranger },
    { senderUnknown: true },
  ),
  'order-recipient-before-signature': both(
    'not-for-this-station',
    'none of the recipients is ours, and the signature that of another',
    { signer: parties.stranger },
    { stranger: true },
  ),
  'order-signature-before-envelope': both(
    'signature-invalid',
    'the signature of another, and an envelope that does not open',
    {
      signer: parties.stranger,
      envelope: (envelope) => flip(envelope, envelope.length - 1),
    },
  ),
  'order-signature-before-chunks': both('signature-invalid', 'the signature of another, and a chunk damaged', {
    signer: parties.stranger,
    file: badChunk,
  }),
  'order-mac-before-chunks': both('contents-rejected', 'an HMAC of another key, and a chunk damaged', {
    macKey: new Uint8Array(32),
    file: badChunk,
  }),
  'order-volumes-before-chunks': both(
    'missing-volume',
    'a chunk of the last of two volumes damaged, and the first missing',
    { ...twoChunks, volumes: [1, 1], file: badChunk },
    { files: ([, last]) => [last!] },
  ),
};
