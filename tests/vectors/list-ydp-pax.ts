import { concatBytes, utf8 } from '../../electron/core/crypto/bytes.ts';
import { INFO, joinBag, LINK, PREFIX, patchTar, paxHeader, SIZE, TYPE, tarFile } from './craft-bag.ts';
import type { Case, Cases } from './list-ydp.ts';

const x = utf8('x');
const named = tarFile('data/a', x);
const unnamed = tarFile('see-pax-header', x);
const path = '15 path=data/a\n';

/** A bag with one file that lies behind this pax header; the manifests have what the header is meant to say. */
const lies = (
  expect: Case['expect'],
  about: string,
  header: string | Uint8Array,
  { file = unnamed, as = 'a', bytes = x }: { file?: Uint8Array; as?: string; bytes?: Uint8Array } = {},
): Case => ({
  expect,
  about,
  craft: {
    entries: [[as, bytes, concatBytes(typeof header === 'string' ? paxHeader(header) : header, file)]],
  },
});
const ok = (...of: Parameters<typeof lies> extends [unknown, ...infer Rest] ? Rest : never): Case => lies('ok', ...of);
const rejected = (...of: Parameters<typeof lies> extends [unknown, ...infer Rest] ? Rest : never): Case =>
  lies('contents-rejected', ...of);
const size = (value: string): string => `${value.length + 9} size=${value}\n`;
const raw = (...parts: readonly (string | number)[]): Uint8Array =>
  concatBytes(...parts.map((part) => (typeof part === 'string' ? utf8(part) : Uint8Array.of(part))));

/** Pax headers, which stand before a file and say its path or size. All of it is signed. */
export const pax: Cases = {
  'ok-pax-not-needed': ok('a pax header for a path that needs none', path),
  'ok-pax-empty': ok('a pax header without records', '', { file: named }),
  'ok-pax-size': ok('a pax header that says the size which the header of the file says too', size('1'), {
    file: named,
  }),
  'ok-pax-size-instead': ok('a pax header that says the size, with none in the header of the file', size('1'), {
    file: patchTar(named, SIZE, '00000000000'),
  }),
  'ok-pax-size-zero': ok('a pax header that says a size of zero', size('0'), {
    file: tarFile('data/a', new Uint8Array(0)),
    bytes: new Uint8Array(0),
  }),
  'ok-pax-size-and-path': ok('a pax header with size and path, in this order', `${size('1')}${path}`),
  'ok-pax-two-blocks': ok(
    'a pax header that fills more than one block',
    `632 path=data/${'abcdefgh/'.repeat(68)}${'b'.repeat(5)}\n`,
    { as: `${'abcdefgh/'.repeat(68)}${'b'.repeat(5)}` },
  ),
  'ok-pax-tag-file': {
    expect: 'ok',
    about: 'a tag file behind a pax header',
    craft: {
      tar: (bag) => joinBag({ ...bag, end: [paxHeader(`${INFO.length + 9} path=${INFO}\n`), ...bag.end] }),
    },
  },

  'pax-escape': rejected('a pax path out of the folder', '21 path=data/../evil\n', { as: '../evil' }),
  'pax-unknown-key': rejected('a pax record of an unknown key', '17 comment=hello\n', { file: named }),
  'pax-link-path': rejected('a pax record with a link', '19 linkpath=data/b\n', { file: named }),
  'pax-time': rejected('a pax record with a time, as other writers make them', '20 mtime=1763861230\n', {
    file: named,
  }),
  'pax-key-capitals': rejected('a pax record of the key PATH', '15 PATH=data/a\n', { file: named }),
  'pax-path-twice': rejected('a pax path given twice', `${path}${path}`),
  'pax-size-twice': rejected('a pax size given twice', `${size('1')}${size('1')}`, { file: named }),
  'pax-length-beyond': rejected('a pax record longer than the header', '99 path=data/a\n'),
  'pax-length-beyond-by-one': rejected('a pax record one byte longer than the header', '16 path=data/a\n'),
  'pax-length-short': rejected('a pax record that ends before its line feed', '14 path=data/a\n'),
  'pax-length-zero': rejected('a pax record of length 0', '0 path=data/a\n'),
  'pax-length-of-itself': rejected('a pax record no longer than its length', '2 path=data/a\n'),
  'pax-length-leading-zero': rejected('a pax record whose length has a leading zero', '016 path=data/a\n'),
  'pax-length-sign': rejected('a pax record whose length has a sign', '+16 path=data/a\n'),
  'pax-length-none': rejected('a pax record without a length', 'path=data/a\n'),
  'pax-two-spaces': rejected('two spaces behind the length of a pax record', '16  path=data/a\n'),
  'pax-no-line-feed': rejected('a pax record that ends in a NUL', '15 path=data/a\0'),
  'pax-no-equals': rejected('a pax record without an equals sign', '8 path\n', { file: named }),
  'pax-zeros-behind': rejected('zeros behind the records of a pax header', `${path}\0\0`),
  'pax-line-feed-behind': rejected('a line feed behind the records of a pax header', `${path}\n`),
  'pax-not-utf8': rejected('a pax path that is not UTF-8', paxHeader(raw('15 path=data/', 0xff, '\n')), {
    as: '\ufffd',
  }),
  'pax-surrogate': rejected(
    'a pax path with half a surrogate pair',
    paxHeader(raw('17 path=data/', 0xed, 0xa0, 0x80, '\n')),
    {
      as: '\ufffd\ufffd\ufffd',
    },
  ),
  'pax-utf8-overlong': rejected(
    'a pax path with an overlong form of a letter',
    paxHeader(raw('16 path=data/', 0xc1, 0xa1, '\n')),
    {
      as: 'a',
    },
  ),
  'pax-size-no-number': rejected('a pax size with a letter behind it', size('1x'), { file: named }),
  'pax-size-empty': rejected('an empty pax size', size(''), { file: named }),
  'pax-size-leading-zero': rejected('a pax size with a leading zero', size('01'), { file: named }),
  'pax-size-sign': rejected('a pax size with a sign', size('+1'), { file: named }),
  'pax-size-fraction': rejected('a pax size with a fraction', size('1.0'), { file: named }),
  'pax-size-hexadecimal': rejected('a pax size in hexadecimal', size('0x1'), { file: named }),
  'pax-size-too-large': rejected('a pax size above what the file has', size('2'), { file: named }),
  'pax-size-too-small': rejected('a pax size of zero for a file of one byte', size('0'), { file: named }),
  'pax-size-beyond-end': rejected('a pax size of more than the whole tar', size('1000000000000'), { file: named }),
  'pax-path-empty': rejected('an empty pax path', '8 path=\n', { file: named }),
  'pax-large': rejected('a pax header of more than 2048 bytes, for a path that is too long as well', record(2049), {
    as: record(2049).slice('2049 path=data/'.length, -1),
  }),
  'pax-twice': rejected('two pax headers before a file', concatBytes(paxHeader(path), paxHeader(path))),
  'pax-as-file': rejected('a second pax header that is listed as the file', path, {
    file: patchTar(unnamed, TYPE, 'x'),
  }),
  'pax-then-folder': rejected('a pax header before a folder that is listed as an empty file', path, {
    file: patchTar(tarFile('see-pax-header', new Uint8Array(0)), TYPE, '5'),
    bytes: new Uint8Array(0),
  }),
  'pax-without-file': {
    expect: 'contents-rejected',
    about: 'a pax header and then the end',
    craft: { tar: (bag) => joinBag({ ...bag, end: bag.end.toSpliced(-1, 0, paxHeader(path)) }) },
  },
  'pax-padding': rejected('padding of a pax header that is not zero', paxHeader(path).with(-1, 1)),
  'pax-link-name': rejected('a pax header with a link name', patchTar(paxHeader(path), LINK, 'data/b')),
  'pax-prefix': rejected('a pax header with a prefix', patchTar(paxHeader(path), PREFIX, 'data')),
  'pax-name-empty': rejected('a pax header without a name', patchTar(paxHeader(path), 0, new Uint8Array(100))),
};

/** A record of this many bytes, for a path. */
function record(length: number): string {
  const start = `${length} path=data/`;
  const parts = 'abcdefghi/'.repeat(length / 10);
  return `${start}${parts.slice(0, length - start.length - 2)}z\n`;
}
