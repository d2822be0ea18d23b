import { concatBytes, utf8 } from '../../electron/core/crypto/bytes.ts';
import { recipientIdOf } from '../../electron/core/crypto/station-id.ts';
import { flip, parties } from './craft-package.ts';
import type { Case } from './list-ydp.ts';

const damaged = (about: string, lines: (lines: string[]) => readonly string[]): Case => ({
  expect: 'header-damaged',
  about,
  craft: { lines },
});

/** The text header: its grammar, its limits, whom it is for and who it is from. */
export const headers: Readonly<Record<string, Case>> = {
  'header-version-2': {
    expect: 'unsupported-version',
    about: 'a text header of version 2',
    craft: { lines: (lines) => lines.with(0, 'yidi-package v2') },
  },
  'header-other-first-line': damaged('the first line is another', (lines) => lines.with(0, 'yidi-package 1')),
  'header-line-missing': damaged('no audit line', (lines) => lines.toSpliced(8, 1)),
  'header-lines-swapped': damaged('epoch after sequence', (lines) => lines.with(4, lines[5]!).with(5, lines[4]!)),
  'header-line-unknown': damaged('a line of an unknown word', (lines) => lines.toSpliced(9, 0, 'comment hello')),
  'header-line-twice': damaged('two kind lines', (lines) => lines.toSpliced(3, 0, 'kind report')),
  'header-line-empty': damaged('an empty line', (lines) => [...lines, '']),
  'header-line-long': damaged('a recipient line of more than 1024 bytes', (lines) => [
    ...lines,
    `recipient later ${'0'.repeat(32)} ${'00'.repeat(500)}`,
  ]),
  'header-carriage-return': damaged('lines end in CR LF', (lines) => lines.map((line) => `${line}\r`)),
  'header-trailing-space': damaged('a space at the end of a line', (lines) => lines.with(2, 'kind report ')),
  'header-two-spaces': damaged('two spaces after a word', (lines) => lines.with(2, 'kind  report')),
  'header-capitals': damaged('the package id in capitals', (lines) =>
    lines.with(1, lines[1]!.toUpperCase().replace('PACKAGE', 'package')),
  ),
  'header-kind-unknown': damaged('an unknown kind', (lines) => lines.with(2, 'kind letter')),
  'header-leading-zero': damaged('a number with a leading zero', (lines) => lines.with(5, 'sequence 01')),
  'header-number-large': damaged('a number above 2^53 - 1', (lines) => lines.with(5, 'sequence 9007199254740992')),
  'header-number-negative': damaged('a negative number', (lines) => lines.with(5, 'sequence -1')),
  'header-id-short': damaged('a sender id of 31 digits', (lines) => lines.with(3, lines[3]!.slice(0, -1))),
  'header-previous-empty': damaged('no value after previous', (lines) => lines.with(6, 'previous ')),
  'header-date-impossible': damaged('the 31st of November', (lines) => lines.with(7, 'created 2026-11-31T01:07:10Z')),
  'header-date-offset': damaged('a time with an offset', (lines) => lines.with(7, 'created 2026-11-23T09:07:10+08:00')),
  'header-audit-short': damaged('an audit digest of 62 digits', (lines) => lines.with(8, lines[8]!.slice(0, -2))),
  'header-not-ascii': damaged('a Chinese letter in a line', (lines) => lines.with(2, 'kind 上报')),
  'header-no-recipients': damaged('no recipient', (lines) => lines.slice(0, 9)),
  'header-recipient-twice': damaged('two recipients alike', (lines) => [...lines, lines[9]!]),
  'header-recipient-same-id': damaged('two recipients with one id', (lines) => [
    ...lines,
    `recipient later ${recipientIdOf(parties.recipient.publicKey)} 00`,
  ]),
  'header-recipient-odd': damaged('an envelope of an odd number of digits', (lines) =>
    lines.with(9, lines[9]!.slice(0, -1)),
  ),
  'header-recipient-empty': damaged('an envelope of no bytes', (lines) =>
    lines.with(9, lines[9]!.split(' ').slice(0, 3).join(' ')),
  ),
  'header-recipients-65': {
    expect: 'limit-exceeded',
    about: '65 recipients',
    craft: {
      lines: (lines) => [
        ...lines,
        ...Array.from({ length: 63 }, (_, i) => `recipient later ${i.toString(16).padStart(32, '0')} 00`),
      ],
    },
  },
  'header-64-kib': {
    expect: 'limit-exceeded',
    about: 'a header above 64 KiB',
    craft: {
      lines: (lines) => [
        ...lines,
        ...Array.from(
          { length: 62 },
          (_, i) => `recipient later ${i.toString(16).padStart(32, '0')} ${'00'.repeat(520)}`,
        ),
      ],
    },
  },
  'header-digest-wrong': {
    expect: 'header-damaged',
    about: 'a digest line that does not fit, in both copies',
    craft: { header: (header) => flip(header, header.length - 2) },
  },
  'header-digest-capitals': {
    expect: 'header-damaged',
    about: 'the digest in capitals',
    craft: {
      header: (header) => {
        const text = new TextDecoder().decode(header);
        const at = text.lastIndexOf('digest ') + 7;
        return utf8(text.slice(0, at) + text.slice(at).toUpperCase());
      },
    },
  },
  'header-digest-missing': {
    expect: 'header-damaged',
    about: 'no digest line',
    craft: { header: (header) => header.subarray(0, header.length - 72) },
  },
  'header-digest-not-last': {
    expect: 'header-damaged',
    about: 'a line after the digest',
    craft: { header: (header) => concatBytes(header, utf8('kind report\n')) },
  },
  'header-no-line-feed': {
    expect: 'header-damaged',
    about: 'no line feed at the end',
    craft: { header: (header) => header.subarray(0, -1) },
  },
  'not-for-us': { expect: 'not-for-this-station', about: 'none of the recipients is ours', stranger: true },
  'not-for-us-known-type': {
    expect: 'not-for-this-station',
    about: 'our key is named by a recipient type that this version does not know',
    craft: { lines: (lines) => lines.map((line) => line.replace('recipient sm2', 'recipient later')) },
  },
  'sender-unknown': { expect: 'unknown-sender', about: 'the receiver does not know the sender', senderUnknown: true },
  'signature-of-another': {
    expect: 'signature-invalid',
    about: 'signed by another station',
    craft: { signer: parties.stranger },
  },
  'signature-changed': {
    expect: 'signature-invalid',
    about: 'a bit of s changed, digests made to fit',
    craft: { seal: (seal) => flip(seal, 95) },
  },
  'signature-r-changed': {
    expect: 'signature-invalid',
    about: 'a bit of r changed, digests made to fit',
    craft: { seal: (seal) => flip(seal, 32) },
  },
  'signature-zero': {
    expect: 'signature-invalid',
    about: 'r and s are zero',
    craft: { seal: (seal) => concatBytes(seal.subarray(0, 32), new Uint8Array(64)) },
  },
  'mac-changed': {
    expect: 'signature-invalid',
    about: 'a bit of the HMAC changed, digests made to fit',
    craft: { seal: (seal) => flip(seal, 0) },
  },
  'mac-of-another-key': {
    expect: 'contents-rejected',
    about: 'signed by the sender, but the HMAC was made with another file key',
    craft: { macKey: new Uint8Array(32) },
  },
  'envelope-changed': {
    expect: 'contents-rejected',
    about: 'signed by the sender, but the envelope does not open',
    craft: { envelope: (envelope) => flip(envelope, envelope.length - 1) },
  },
  'envelope-not-der': {
    expect: 'contents-rejected',
    about: 'signed by the sender, but the envelope is no ASN.1',
    craft: { envelope: (envelope) => flip(envelope, 0) },
  },
  'envelope-short-key': {
    expect: 'contents-rejected',
    about: 'a file key of 16 bytes',
    craft: { fileKey: (key) => key.subarray(0, 16) },
  },
};
