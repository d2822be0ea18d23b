import { concatBytes, toHex, utf8 } from '../../electron/core/crypto/bytes.ts';
import { sm3 } from '../../electron/core/crypto/sm3.ts';
import { recipientIdOf } from '../../electron/core/crypto/station-id.ts';
import { headerOf, parties } from './craft-package.ts';
import type { Case, Cases } from './list-ydp.ts';

type Lines = (lines: string[]) => readonly string[];

const damaged = (about: string, lines: Lines): Case => ({ expect: 'header-damaged', about, craft: { lines } });
const ok = (about: string, lines: Lines): Case => ({ expect: 'ok', about, craft: { lines } });
const unsupported = (about: string, lines: Lines): Case => ({ expect: 'unsupported-version', about, craft: { lines } });
const first = (line: string): Lines => {
  return (lines) => lines.with(0, line);
};
const later = (count: number, body = '00'): string[] =>
  Array.from({ length: count }, (_, i) => `recipient later ${i.toString(16).padStart(32, '0')} ${body}`);
const withRecipient =
  (line: string): Lines =>
  (lines) => [...lines, line];
const created = (time: string): Lines => {
  return (lines) => lines.with(7, `created ${time}`);
};
/** Both copies of the header, digest line and all; the signature is over what they are. */
const header = (about: string, change: (header: Uint8Array) => Uint8Array): Case => ({
  expect: 'header-damaged',
  about,
  craft: { header: change },
});
const retold = (about: string, change: (text: string) => string): Case =>
  header(about, (bytes) => utf8(change(new TextDecoder().decode(bytes))));

const id = '0'.repeat(32);
/** The text header: its grammar and its limits. It is signed as it is, in both copies. */
export const headers: Cases = {
  'header-version-2': unsupported('a text header of version 2', first('yidi-package v2')),
  'header-version-of-nine-digits': unsupported('a text header of version 999999999', first('yidi-package v999999999')),
  'header-version-2-unknown-form': unsupported('a text header of version 2 that has no line of version 1', () => [
    'yidi-package v2',
    '你好',
  ]),
  'header-version-2-recipients': unsupported('a text header of version 2 with 100 recipients', (lines) => [
    ...lines.with(0, 'yidi-package v2'),
    ...later(100),
  ]),
  'header-version-0': damaged('version 0 in the first line', first('yidi-package v0')),
  'header-version-01': damaged('version 01 in the first line', first('yidi-package v01')),
  'header-version-02': damaged('version 02 in the first line', first('yidi-package v02')),
  'header-version-of-ten-digits': damaged('a version of ten digits', first('yidi-package v1234567890')),
  'header-version-fraction': damaged('version 2.0 in the first line', first('yidi-package v2.0')),
  'header-version-none': damaged('no version in the first line', first('yidi-package v')),
  'header-other-first-line': damaged('the first line is another', first('yidi-package 1')),
  'header-byte-order-mark': damaged('a byte order mark before the first line', first('\ufeffyidi-package v1')),
  'header-byte-order-mark-version-2': damaged('a byte order mark before version 2', first('\ufeffyidi-package v2')),

  'header-line-missing': damaged('no audit line', (lines) => lines.toSpliced(8, 1)),
  'header-lines-swapped': damaged('epoch after sequence', (lines) => lines.with(4, lines[5]!).with(5, lines[4]!)),
  'header-line-unknown': damaged('a line of an unknown word', (lines) => lines.toSpliced(9, 0, 'comment hello')),
  'header-line-behind': damaged('a line of an unknown word behind the recipients', (lines) => [
    ...lines,
    'comment hello',
  ]),
  'header-line-twice': damaged('two kind lines', (lines) => lines.toSpliced(3, 0, 'kind report')),
  'header-line-empty': damaged('an empty line', (lines) => [...lines, '']),
  'header-carriage-return': damaged('lines end in CR LF', (lines) => lines.map((line) => `${line}\r`)),
  'header-trailing-space': damaged('a space at the end of a line', (lines) => lines.with(2, 'kind report ')),
  'header-two-spaces': damaged('two spaces after a word', (lines) => lines.with(2, 'kind  report')),
  'header-tab': damaged('a tab after a word', (lines) => lines.with(2, 'kind\treport')),
  'header-word-capitals': damaged('a word in capitals', (lines) => lines.with(2, 'KIND report')),
  'header-not-ascii': damaged('Chinese letters in a line', (lines) => lines.with(2, 'kind 上报')),
  'header-capitals': damaged('the package id in capitals', (lines) =>
    lines.with(1, lines[1]!.toUpperCase().replace('PACKAGE', 'package')),
  ),
  'header-package-short': damaged('a package id of 31 digits', (lines) => lines.with(1, lines[1]!.slice(0, -1))),
  'header-package-long': damaged('a package id of 33 digits', (lines) => lines.with(1, `${lines[1]}0`)),
  'header-kind-unknown': damaged('an unknown kind', (lines) => lines.with(2, 'kind letter')),
  'header-kind-capitals': damaged('a kind in capitals', (lines) => lines.with(2, 'kind Report')),
  'header-sender-short': damaged('a sender id of 31 digits', (lines) => lines.with(3, lines[3]!.slice(0, -1))),
  'header-sender-long': damaged('a sender id of 33 digits', (lines) => lines.with(3, `${lines[3]}0`)),
  'header-sender-capitals': damaged('a sender id with a capital', (lines) =>
    lines.with(3, `${lines[3]!.slice(0, -1)}F`),
  ),
  'header-epoch-leading-zero': damaged('an epoch with a leading zero', (lines) => lines.with(4, 'epoch 01')),
  'header-epoch-large': damaged('an epoch of 2^53', (lines) => lines.with(4, 'epoch 9007199254740992')),
  'header-number-leading-zero': damaged('a sequence with a leading zero', (lines) => lines.with(5, 'sequence 01')),
  'header-number-large': damaged('a sequence of 2^53', (lines) => lines.with(5, 'sequence 9007199254740992')),
  'header-number-of-17-digits': damaged('a sequence of 17 digits', (lines) =>
    lines.with(5, 'sequence 10000000000000000'),
  ),
  'header-number-negative': damaged('a negative sequence', (lines) => lines.with(5, 'sequence -1')),
  'header-number-sign': damaged('a sequence with a sign', (lines) => lines.with(5, 'sequence +1')),
  'header-number-hexadecimal': damaged('a sequence in hexadecimal', (lines) => lines.with(5, 'sequence 0x1')),
  'header-number-fraction': damaged('a sequence with a fraction', (lines) => lines.with(5, 'sequence 1.0')),
  'header-number-exponent': damaged('a sequence with an exponent', (lines) => lines.with(5, 'sequence 1e3')),
  'header-number-empty': damaged('a sequence of no digits', (lines) => lines.with(5, 'sequence ')),
  'header-number-full-width': damaged('a sequence in full-width digits', (lines) => lines.with(5, 'sequence １')),
  'ok-header-numbers-zero': ok('epoch, sequence and audit sequence of zero', (lines) =>
    lines
      .with(4, 'epoch 0')
      .with(5, 'sequence 0')
      .with(8, `audit 0 ${'0'.repeat(64)}`),
  ),
  'ok-header-numbers-largest': ok('epoch, sequence and audit sequence of 2^53 - 1', (lines) =>
    lines
      .with(4, 'epoch 9007199254740991')
      .with(5, 'sequence 9007199254740991')
      .with(8, `audit 9007199254740991 ${'f'.repeat(64)}`),
  ),
  'header-previous-empty': damaged('no value after previous', (lines) => lines.with(6, 'previous ')),
  'header-previous-word': damaged('another word than none after previous', (lines) => lines.with(6, 'previous nil')),
  'header-previous-short': damaged('a previous id of 31 digits', (lines) => lines.with(6, `previous ${id.slice(1)}`)),
  'header-previous-long': damaged('a previous id of 33 digits', (lines) => lines.with(6, `previous ${id}0`)),
  'ok-previous': ok('a package with one before it', (lines) =>
    lines.with(5, 'sequence 2').with(6, `previous ${'12'.repeat(16)}`),
  ),
  'ok-receipt': ok('kind receipt', (lines) => lines.with(2, 'kind receipt')),
  'ok-decision': ok('kind decision', (lines) => lines.with(2, 'kind decision')),
  'ok-dispatch': ok('kind dispatch', (lines) => lines.with(2, 'kind dispatch')),

  'header-date-impossible': damaged('the 31st of November', created('2026-11-31T01:07:10Z')),
  'header-date-no-leap-year': damaged('the 29th of February in 2026', created('2026-02-29T01:07:10Z')),
  'header-date-1900': damaged('the 29th of February in 1900', created('1900-02-29T01:07:10Z')),
  'header-date-month-zero': damaged('a month of 00', created('2026-00-23T01:07:10Z')),
  'header-date-month-13': damaged('a month of 13', created('2026-13-23T01:07:10Z')),
  'header-date-day-zero': damaged('a day of 00', created('2026-11-00T01:07:10Z')),
  'header-date-hour-24': damaged('an hour of 24', created('2026-11-23T24:00:00Z')),
  'header-date-minute-60': damaged('a minute of 60', created('2026-11-23T01:60:00Z')),
  'header-date-second-60': damaged('a leap second', created('2016-12-31T23:59:60Z')),
  'header-date-offset': damaged('a time with an offset', created('2026-11-23T09:07:10+08:00')),
  'header-date-no-zone': damaged('a time without a zone', created('2026-11-23T01:07:10')),
  'header-date-small-letters': damaged('a time with small letters', created('2026-11-23t01:07:10z')),
  'header-date-space': damaged('a time with a space in it', created('2026-11-23 01:07:10Z')),
  'header-date-fraction': damaged('a time with milliseconds', created('2026-11-23T01:07:10.000Z')),
  'header-date-five-digits': damaged('a year of five digits', created('12026-11-23T01:07:10Z')),
  'ok-date-of-leap-year': ok('the 29th of February in 2028', created('2028-02-29T23:59:59Z')),
  'ok-date-2000': ok('the 29th of February in 2000', created('2000-02-29T00:00:00Z')),
  'ok-date-year-zero': ok('the 29th of February in 0000', created('0000-02-29T00:00:00Z')),
  'ok-date-year-9999': ok('the last second of 9999', created('9999-12-31T23:59:59Z')),
  'header-audit-short': damaged('an audit digest of 62 digits', (lines) => lines.with(8, lines[8]!.slice(0, -2))),
  'header-audit-long': damaged('an audit digest of 66 digits', (lines) => lines.with(8, `${lines[8]}00`)),
  'header-audit-capitals': damaged('an audit digest with a capital', (lines) =>
    lines.with(8, `${lines[8]!.slice(0, -1)}F`),
  ),
  'header-audit-large': damaged('an audit sequence of 2^53', (lines) =>
    lines.with(8, `audit 9007199254740992 ${'0'.repeat(64)}`),
  ),
  'header-audit-leading-zero': damaged('an audit sequence with a leading zero', (lines) =>
    lines.with(8, `audit 01 ${'0'.repeat(64)}`),
  ),

  'header-no-recipients': damaged('no recipient', (lines) => lines.slice(0, 9)),
  'header-recipient-twice': damaged('two recipients alike', (lines) => [...lines, lines[9]!]),
  'header-recipient-same-id': damaged(
    'two recipients of different types with one id',
    withRecipient(`recipient later ${recipientIdOf(parties.recipient.publicKey)} 00`),
  ),
  'header-recipient-same-unknown-id': damaged('two recipients of unknown types with one id', (lines) => [
    ...lines,
    `recipient later ${id} 00`,
    `recipient other ${id} 00`,
  ]),
  'header-recipient-odd': damaged('a body of an odd number of digits', withRecipient(`recipient later ${id} 000`)),
  'header-recipient-empty': damaged('a body of no digits', withRecipient(`recipient later ${id} `)),
  'header-recipient-no-body': damaged('a recipient line without a body', withRecipient(`recipient later ${id}`)),
  'header-recipient-capitals': damaged('a body in capitals', withRecipient(`recipient later ${id} FF`)),
  'header-recipient-id-short': damaged(
    'a recipient id of 31 digits',
    withRecipient(`recipient later ${id.slice(1)} 00`),
  ),
  'header-recipient-id-long': damaged('a recipient id of 33 digits', withRecipient(`recipient later ${id}0 00`)),
  'header-recipient-id-capitals': damaged(
    'a recipient id in capitals',
    withRecipient(`recipient later ${'F'.repeat(32)} 00`),
  ),
  'header-recipient-type-long': damaged(
    'a recipient type of 17 letters',
    withRecipient(`recipient ${'x'.repeat(17)} ${id} 00`),
  ),
  'header-recipient-type-empty': damaged('a recipient without a type', withRecipient(`recipient  ${id} 00`)),
  'header-recipient-type-capitals': damaged('a recipient type in capitals', withRecipient(`recipient SM9 ${id} 00`)),
  'header-recipient-type-letters': damaged('a recipient type with a dot', withRecipient(`recipient sm9.1 ${id} 00`)),
  'header-recipient-word-more': damaged(
    'one word more in a recipient line',
    withRecipient(`recipient later ${id} 00 00`),
  ),
  'ok-unknown-recipient-type': ok('recipients of types that this version does not know stand before ours', (lines) =>
    lines.toSpliced(9, 0, `recipient later-2 ${id} 00ff`, `recipient ${'z9-'.repeat(5)}- ${'1'.repeat(32)} 00`),
  ),
  'ok-64-recipients': ok('as many recipients as allowed', (lines) => [...lines, ...later(62)]),
  'header-recipients-65': {
    expect: 'limit-exceeded',
    about: '65 recipients',
    craft: { lines: (lines) => [...lines, ...later(63)] },
  },
  'header-recipients-65-malformed': {
    expect: 'limit-exceeded',
    about: '65 lines that begin like recipients, of which most are none, in a header that is none either',
    craft: { lines: (lines) => [...lines.with(2, 'kind letter'), ...Array.from({ length: 63 }, () => 'recipient x')] },
  },
  'header-recipients-64-malformed': damaged('64 recipients, of which one is none', (lines) => [
    ...lines,
    ...later(61),
    'recipient x',
  ]),
  'header-recipients-64-and-another': damaged('64 recipients and a line that begins nearly like one', (lines) => [
    ...lines,
    ...later(62),
    'recipients',
  ]),
  'ok-line-of-1024': ok('a line of 1024 bytes', withRecipient(`recipient xx ${id} ${'00'.repeat(489)}`)),
  'header-line-long': damaged('a line of 1025 bytes', withRecipient(`recipient x ${id} ${'00'.repeat(490)}`)),

  'header-digest-wrong': retold('a digest line that does not fit', (text) =>
    text.replace(/digest [0-9a-f]{64}\n$/, `digest ${'0'.repeat(64)}\n`),
  ),
  'header-digest-capitals': retold('the digest in capitals', (text) =>
    text.replace(/(?<=digest )[0-9a-f]{64}\n$/, (digits) => digits.toUpperCase()),
  ),
  'header-digest-of-its-line': header('a digest of all bytes up to its own word', (bytes) => {
    const before = bytes.subarray(0, -65);
    return concatBytes(before, utf8(`${toHex(sm3(before))}\n`));
  }),
  'header-digest-missing': retold('no digest line', (text) => text.replace(/digest .*\n$/, '')),
  'header-digest-not-last': header('a line after the digest', (bytes) => concatBytes(bytes, utf8('kind report\n'))),
  'header-digest-twice': header('two digest lines, each of what stands before it', (bytes) =>
    headerOf(new TextDecoder().decode(bytes).trimEnd().split('\n')),
  ),
  'header-digest-in-a-line': header('a right digest that does not begin its line', (bytes) => {
    const before = concatBytes(bytes.subarray(0, -72), utf8('comment '));
    return concatBytes(before, utf8(`digest ${toHex(sm3(before))}\n`));
  }),
  'header-digest-in-a-line-version-2': header('version 2, and a right digest that does not begin its line', () => {
    const before = utf8('yidi-package v2\ncomment ');
    return concatBytes(before, utf8(`digest ${toHex(sm3(before))}\n`));
  }),
  'header-no-line-feed': header('no line feed at the end', (bytes) => bytes.subarray(0, -1)),
};
