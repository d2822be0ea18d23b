import { concatBytes, utf8 } from '../../electron/core/crypto/bytes.ts';
import { joinBag, LINK, MAGIC, PREFIX, patchTar, paxHeader, SIZE, TYPE, tarFile, withChecksum } from './craft-bag.ts';
import type { Case, Cases } from './list-ydp.ts';

const x = utf8('x');
const a = tarFile('data/a', x);
const none = new Uint8Array(0);
const block = new Uint8Array(512);

/** A bag with one file, whose blocks are these; the manifests have it as it is meant to be. */
const lies = (expect: Case['expect'], about: string, blocks: Uint8Array, bytes = x, path = 'a'): Case => ({
  expect,
  about,
  craft: { entries: [[path, bytes, blocks]] },
});
const rejected = (about: string, blocks: Uint8Array, bytes = x, path = 'a'): Case =>
  lies('contents-rejected', about, blocks, bytes, path);
const joined = (about: string, change: (tar: Uint8Array) => Uint8Array): Case => ({
  expect: 'contents-rejected',
  about,
  craft: { tar: (bag) => change(joinBag(bag)) },
});
/** An entry that the manifests have as a file of no bytes. */
const typed = (about: string, type: string, link = ''): Case =>
  rejected(
    `${about}, listed as an empty file`,
    patchTar(patchTar(tarFile('data/a', none), TYPE, type), LINK, link),
    none,
  );
/** An entry that the manifests do not have, before a file that they have. */
const passedOver = (
  about: string,
  name: string,
  type: string,
  { link = '', bytes = none }: { link?: string; bytes?: Uint8Array } = {},
): Case => ({
  expect: 'contents-rejected',
  about: `${about}, which the manifests pass over`,
  craft: {
    tar: ({ start, data, end }) =>
      concatBytes(start, patchTar(patchTar(tarFile(name, bytes), TYPE, type), LINK, link), ...data, ...end),
  },
});
const field = (offset: number, value: string | Uint8Array, file = a): Uint8Array => patchTar(file, offset, value);
const checksum = (form: (digits: string) => string): Uint8Array => withChecksum(a, (sum) => form(sum.toString(8)));
const longName = `data/${'a'.repeat(120)}`;

/** The tar around the files. What only a dishonest or faulty sender can do: all of it is signed. */
export const tars: Cases = {
  'tar-cut': joined('the tar ends within a file', (tar) => tar.subarray(0, 1600)),
  'tar-cut-in-padding': joined('the tar ends with the contents of its last file, without padding', (tar) =>
    tar.subarray(0, tar.findLastIndex((byte) => byte !== 0) + 1),
  ),
  'tar-no-end': joined('the two zero blocks are missing', (tar) => tar.subarray(0, -1024)),
  'tar-one-end-block': joined('one zero block at the end', (tar) => tar.subarray(0, -512)),
  'tar-second-end-block': joined('the second block at the end is not all zeros', (tar) => tar.with(-1, 1)),
  'tar-three-end-blocks': joined('three zero blocks at the end', (tar) => concatBytes(tar, block)),
  'tar-filled-up': joined('zeros up to 10240 bytes, as tar writes them to tapes', (tar) =>
    concatBytes(tar, new Uint8Array(10_240 - tar.length)),
  ),
  'tar-byte-behind-end': joined('a byte behind the end', (tar) => concatBytes(tar, x)),
  'tar-file-behind-end': joined('a file behind the end', (tar) => concatBytes(tar, tarFile('data/more', x))),
  'tar-zero-block-inside': {
    expect: 'contents-rejected',
    about: 'a zero block between two files',
    craft: { tar: ({ start, data, end }) => concatBytes(start, block, ...data, ...end) },
  },

  'tar-checksum': rejected(
    'a checksum that is one too high',
    withChecksum(a, (sum) => `${octal6(sum + 1)}\0 `),
  ),
  'tar-checksum-signed': rejected(
    'a checksum over bytes taken as signed numbers',
    withChecksum(field(265, Uint8Array.of(0x80, 0x80)), (sum) => `${octal6(sum - 512)}\0 `),
  ),
  'tar-checksum-five-digits': rejected(
    'a checksum of five digits',
    checksum((digits) => `${digits.padStart(5, '0')}\0  `),
  ),
  'tar-checksum-leading-spaces': rejected(
    'a checksum with spaces before it',
    checksum((digits) => `${digits.padStart(6)}\0 `),
  ),
  'tar-checksum-eight-digits': rejected(
    'a checksum of eight digits',
    checksum((digits) => digits.padStart(8, '0')),
  ),
  'ok-tar-checksum-seven-digits': lies(
    'ok',
    'a checksum of seven digits and a NUL',
    checksum((digits) => `${digits.padStart(7, '0')}\0`),
  ),
  'ok-tar-checksum-two-spaces': lies(
    'ok',
    'a checksum of six digits and two spaces',
    checksum((digits) => `${digits.padStart(6, '0')}  `),
  ),
  'ok-tar-checksum-two-zeros': lies(
    'ok',
    'a checksum of six digits and two NUL',
    checksum((digits) => `${digits.padStart(6, '0')}\0\0`),
  ),

  'tar-padding': rejected('padding that is not zero', a.with(-1, 1)),
  'tar-padding-first': rejected('the first byte of padding is not zero', a.with(513, 1)),
  'tar-padding-of-tag-file': {
    expect: 'contents-rejected',
    about: 'padding of a tag file that is not zero',
    craft: { tar: ({ start, data, end }) => concatBytes(start.with(-1, 1), ...data, ...end) },
  },
  'tar-magic-gnu': rejected('a header of GNU tar', field(MAGIC, 'ustar  \0')),
  'tar-magic-none': rejected('a header of the seventh edition, without magic', field(MAGIC, new Uint8Array(8))),
  'tar-magic-space': rejected('a magic that ends in a space', field(MAGIC, 'ustar 00')),
  'tar-version': rejected('a ustar header of version 01', field(MAGIC + 6, '01')),
  'tar-prefix': rejected('a path that is split into prefix and name', field(PREFIX, 'data', tarFile('a', x))),
  'tar-prefix-beside': rejected('a prefix beside a whole path', field(PREFIX, 'b')),
  'tar-prefix-last-byte': rejected('a prefix of zeros up to its last byte', field(PREFIX + 154, 'b')),
  'ok-tar-not-looked-at': lies(
    'ok',
    'mode, ids, time, owner names, device numbers and the last 12 bytes are nothing that makes sense',
    (
      [
        [100, 124],
        [136, 148],
        [265, 345],
        [500, 512],
      ] as const
    ).reduce((file: Uint8Array, [from, to]) => field(from, new Uint8Array(to - from).fill(0xe9), file), a),
  ),

  'tar-size-no-number': rejected(
    'a size with a letter in it',
    field(SIZE, '0000000000x', tarFile('data/a', none)),
    none,
  ),
  'tar-size-ten-digits': rejected('a size of ten digits', field(SIZE, '0000000001\0 ')),
  'tar-size-twelve-digits': rejected('a size of twelve digits', field(SIZE, '000000000001')),
  'tar-size-leading-spaces': rejected('a size with spaces before it', field(SIZE, '          1 ')),
  'tar-size-base-256': rejected(
    'a size in base 256, as GNU tar has it',
    field(SIZE, Uint8Array.of(0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)),
  ),
  'ok-tar-size-space': lies('ok', 'a size that ends in a space', field(SIZE, '00000000001 ')),
  'ok-tar-name-of-100': lies(
    'ok',
    'a name that fills its field',
    tarFile(`data/${'n'.repeat(95)}`, x),
    x,
    'n'.repeat(95),
  ),
  'tar-name-behind-zero': rejected('a byte behind the zero that ends a name', field(50, 'b')),
  'tar-name-not-ascii': rejected('a name in UTF-8 without a pax header', field(5, 'é'), x, 'é'),
  'tar-name-empty': rejected(
    'an empty name, where a pax header replaces it',
    concatBytes(paxHeader('15 path=data/a\n'), field(0, new Uint8Array(100))),
  ),
  'tar-name-replaced-not-ascii': rejected(
    'a name that is not ASCII, where a pax header replaces it',
    concatBytes(paxHeader('15 path=data/a\n'), field(5, 'é')),
  ),

  'tar-hard-link': typed('a hard link', '1', 'data/b'),
  'tar-symbolic-link': typed('a symbolic link', '2', '/etc/passwd'),
  'tar-character-device': typed('a character device', '3'),
  'tar-block-device': typed('a block device', '4'),
  'tar-folder': typed('a folder', '5'),
  'tar-fifo': typed('a named pipe', '6'),
  'tar-contiguous-file': typed('a contiguous file', '7'),
  'tar-old-type': typed('a file of the old type NUL', '\0'),
  'tar-type-unknown': typed('an entry of type Z', 'Z'),
  'tar-link-name': typed('a regular file with a link name', '0', 'b'),
  'tar-link-name-last-byte': rejected('a link name of zeros up to its last byte', field(LINK + 99, 'b')),
  'tar-hard-link-unlisted': passedOver('a hard link', 'data/a', '1', { link: 'data/records/catalog.jsonl' }),
  'tar-symbolic-link-unlisted': passedOver('a symbolic link', 'data/a', '2', { link: '/etc/passwd' }),
  'tar-character-device-unlisted': passedOver('a character device', 'data/a', '3'),
  'tar-block-device-unlisted': passedOver('a block device', 'data/a', '4'),
  'tar-folder-unlisted': passedOver('a folder', 'data/records/', '5'),
  'tar-fifo-unlisted': passedOver('a named pipe', 'data/a', '6'),
  'tar-type-unknown-unlisted': passedOver('an entry of type Z', 'data/a', 'Z'),
  'tar-global-pax': passedOver('a global pax header', 'pax-global', 'g', { bytes: utf8('18 comment=hello.\n') }),
  'tar-gnu-long-name': rejected(
    'a long name as GNU tar has it',
    concatBytes(
      patchTar(tarFile('././@LongLink', utf8(`${longName}\0`)), TYPE, 'L'),
      tarFile(longName.slice(0, 100), x),
    ),
    x,
    longName.slice(5),
  ),
};

function octal6(sum: number): string {
  return sum.toString(8).padStart(6, '0');
}
