import { deflateRawSync } from 'node:zlib';
import { concatBytes, utf8 } from '../../electron/core/crypto/bytes.ts';
import { TAR_END, tarHeader, tarPadding } from '../../electron/core/exchange/format/tar.ts';
import { type Bag, frame, joinBag, patchTar, storedFrames, tarFile } from './craft-package.ts';
import type { Case } from './list-ydp.ts';
import { accepted, payloadOf } from './list-ydp-accepted.ts';

type Change<T> = (value: T) => Uint8Array;

const rejected = (about: string, tar: Change<Bag>): Case => ({ expect: 'contents-rejected', about, craft: { tar } });
const badFrames = (expect: Case['expect'], about: string, frames: Change<Uint8Array>): Case => ({
  expect,
  about,
  craft: { frames },
});

/** A bag whose one file is another one; the manifests stay, so only the first fault found matters. */
const withFile = (...data: Uint8Array[]): Change<Bag> => {
  return ({ start, end }) => concatBytes(start, ...data, ...end);
};
const named = (about: string, path: string): Case => rejected(about, withFile(tarFile(path, utf8('x'))));
const typed = (about: string, type: string, link = ''): Case =>
  rejected(about, withFile(patchTar(patchTar(tarFile('data/a', new Uint8Array(0)), 156, type), 157, link)));
const pax = (text: string): Uint8Array => {
  const records = utf8(text);
  const lead = patchTar(tarHeader('pax-header', records.length, 0), 156, 'x');
  return concatBytes(lead, records, tarPadding(records.length), tarFile('see-pax-header', utf8('x')));
};
/** Replaces one of the closing tag files: 0 bag-info, 1 manifest, 2 tag manifest. */
const withTag =
  (index: number, name: string, text: string): Change<Bag> =>
  ({ start, data, end }) =>
    concatBytes(start, ...data, ...end.with(index, tarFile(name, utf8(text))));

const zeros = new Uint8Array(262_144);

const withLead = (payload: Uint8Array, at: number, lead: number): Uint8Array =>
  concatBytes(payload.subarray(0, at), Uint8Array.of(lead >> 8, lead), payload.subarray(at + 2));
const badPayload = (about: string, payload: Change<Uint8Array>): Case => ({
  expect: 'contents-rejected',
  about,
  craft: { payload },
});
const throughChunk = accepted['ok-frame-through-chunk']!.craft!;

/** What only a dishonest or faulty sender can do: everything here is signed. */
export const contents: Readonly<Record<string, Case>> = {
  'payload-empty': {
    expect: 'contents-rejected',
    about: 'no payload at all',
    craft: { payload: () => new Uint8Array(0) },
  },
  'frame-inflates-too-far': badFrames('limit-exceeded', 'a frame that inflates to more than it says', (tar) =>
    frame(tar, { method: 1, stored: deflateRawSync(zeros), length: 1000 }),
  ),
  'frame-too-large': badFrames('limit-exceeded', 'a frame of more than 256 KiB', () =>
    frame(zeros, { method: 1, stored: deflateRawSync(zeros), length: 262_145 }),
  ),
  'frames-expand-too-far': {
    expect: 'limit-exceeded',
    about: 'frames that expand to more than a hundred times the payload and 16 MiB',
    craft: {
      entries: [['datasets/zeros.bin', new Uint8Array(20_000_000)]],
    },
  },
  'frame-inflates-short': badFrames('contents-rejected', 'a frame that inflates to less than it says', (tar) =>
    frame(tar, { method: 1, stored: deflateRawSync(tar), length: tar.length + 1 }),
  ),
  'frame-no-deflate': badFrames('contents-rejected', 'a deflate frame of noise', (tar) =>
    frame(tar, { method: 1, stored: new Uint8Array(50).fill(0xff) }),
  ),
  'frame-behind-deflate': badFrames('contents-rejected', 'bytes behind the end of the deflate data', (tar) =>
    frame(tar, { method: 1, stored: concatBytes(deflateRawSync(tar), utf8('more')) }),
  ),
  'frame-deflate-larger': badFrames('contents-rejected', 'a deflate frame that is not shorter than its contents', () =>
    frame(utf8('x'), { method: 1, stored: deflateRawSync(utf8('x')) }),
  ),
  'frame-method-unknown': badFrames('contents-rejected', 'a frame of method 4', (tar) => frame(tar, { method: 4 })),
  'frame-mark-inside-file': badFrames('contents-rejected', 'a frame says that a file begins where none does', (tar) =>
    concatBytes(frame(tar.subarray(0, 512)), frame(tar.subarray(512), { method: 2 })),
  ),
  'frame-mark-at-end': badFrames('contents-rejected', 'a frame says that a file begins where the tar ends', (tar) =>
    concatBytes(frame(tar.subarray(0, -1024)), frame(tar.subarray(-1024), { method: 2 })),
  ),
  'chunk-lead-wrong': badPayload('a lead that points into its first frame', (payload) => withLead(payload, 0, 3)),
  'chunk-lead-none': badPayload('a lead of 0 though a frame begins', (payload) => withLead(payload, 0, 0)),
  'chunk-lead-one': badPayload('a lead that points into itself', (payload) => withLead(payload, 0, 1)),
  'chunk-lead-beyond': badPayload('a lead that points behind its chunk', (payload) =>
    withLead(payload, 0, payload.length),
  ),
  'chunk-lead-second': {
    expect: 'contents-rejected',
    about: 'a lead in the second chunk though a frame goes through all of it',
    craft: { ...throughChunk, payload: (payload) => withLead(payload, 65_536, 2) },
  },
  'chunk-of-lead-only': {
    expect: 'contents-rejected',
    about: 'a last chunk with nothing behind its lead',
    craft: { ...payloadOf(65_536), payload: (payload) => concatBytes(payload, new Uint8Array(2)) },
  },
  'frame-stored-length': badFrames('contents-rejected', 'a stored frame whose two lengths differ', (tar) =>
    frame(tar, { length: tar.length - 1 }),
  ),
  'frame-empty': badFrames('contents-rejected', 'a frame of no bytes', (tar) =>
    concatBytes(frame(new Uint8Array(0)), storedFrames(tar)),
  ),
  'frame-cut': badFrames('contents-rejected', 'the last frame is cut', (tar) => storedFrames(tar).subarray(0, -1)),
  'frame-lead-cut': badFrames('contents-rejected', 'four bytes behind the last frame', (tar) =>
    concatBytes(storedFrames(tar), new Uint8Array(4)),
  ),
  'tar-cut': rejected('the tar ends within a file', (bag) => joinBag(bag).subarray(0, 1600)),
  'tar-no-end': rejected('the two zero blocks are missing', (bag) => joinBag(bag).subarray(0, -1024)),
  'tar-one-end-block': rejected('one zero block and then a file', ({ start, data, end }) =>
    concatBytes(start, new Uint8Array(512), ...data, ...end),
  ),
  'tar-behind-end': rejected('a file behind the end', (bag) =>
    concatBytes(joinBag(bag), tarFile('data/more', utf8('x'))),
  ),
  'tar-checksum': rejected(
    'a tar header with a wrong checksum',
    withFile(patchTar(tarFile('data/a', utf8('x')), 0, 'data/b').map((byte, i) => (i === 4 ? byte ^ 1 : byte))),
  ),
  'tar-padding': rejected('padding that is not zero', withFile(tarFile('data/a', utf8('x')).fill(1, 1000))),
  'tar-gnu': rejected('a header of GNU tar', withFile(patchTar(tarFile('data/a', utf8('x')), 257, 'ustar  \0'))),
  'tar-prefix': rejected(
    'a path that is split into prefix and name',
    withFile(patchTar(tarFile('a', utf8('x')), 345, 'data')),
  ),
  'tar-size': rejected(
    'a size that is no number',
    withFile(patchTar(tarFile('data/a', utf8('x')), 124, '0000000000x')),
  ),
  'tar-hard-link': typed('a hard link', '1', 'data/b'),
  'tar-symbolic-link': typed('a symbolic link', '2', '/etc/passwd'),
  'tar-character-device': typed('a character device', '3'),
  'tar-block-device': typed('a block device', '4'),
  'tar-folder': typed('a folder', '5'),
  'tar-fifo': typed('a named pipe', '6'),
  'tar-old-type': typed('a file of the old type NUL', '\0'),
  'tar-gnu-long-name': typed('a GNU long name', 'L'),
  'tar-global-pax': typed('a global pax header', 'g'),
  'tar-link-name': typed('a regular file with a link name', '0', 'data/b'),
  'pax-escape': rejected('a pax path out of the folder', withFile(pax('22 path=data/../../a1\n'))),
  'pax-unknown-key': rejected('a pax record of an unknown key', withFile(pax('14 linkpath=a\n'))),
  'pax-twice': rejected('a pax path given twice', withFile(pax('15 path=data/a\n15 path=data/b\n'))),
  'pax-length': rejected('a pax record longer than the header', withFile(pax('99 path=data/a\n'))),
  'pax-not-utf8': rejected('a pax path that is not UTF-8', withFile(patchPax(pax('16 path=data/ab\n')))),
  'pax-without-file': rejected(
    'a pax header and then the end',
    withFile(pax('15 path=data/a\n').subarray(0, 1024), TAR_END),
  ),
  'path-up': named('a path that climbs out', 'data/../../evil'),
  'path-dot': named('a path with a dot part', 'data/./a'),
  'path-absolute': named('an absolute path', '/etc/passwd'),
  'path-double-slash': named('a path with an empty part', 'data//a'),
  'path-slash-at-end': named('a path that ends in a slash', 'data/a/'),
  'path-empty': named('no path below data/', 'data/'),
  'path-backslash': named('a backslash', 'data/..\\evil'),
  'path-drive': named('a drive letter', 'data/C:evil'),
  'path-stream': named('an alternate data stream', 'data/a.txt:evil'),
  'path-line-feed': named('a line feed', 'data/a\nb'),
  'path-nul': rejected('a NUL in a pax path', withFile(pax('17 path=data/a\0b\n'))),
  'path-device': named('a Windows device name', 'data/NUL.txt'),
  'path-dot-at-end': named('a name that ends in a dot', 'data/a.'),
  'path-space-at-end': named('a name that ends in a space', 'data/a '),
  'path-part-long': named('a part of 256 bytes', `data/${'a'.repeat(256)}`),
  'path-long': named('a path of more than 1024 bytes', `data/${'abcdefghi/'.repeat(103)}x`),
  'path-twice': rejected('the same path twice', withFile(tarFile('data/a', utf8('x')), tarFile('data/a', utf8('x')))),
  'path-twice-by-case': rejected(
    'two paths that differ by case',
    withFile(tarFile('data/a', utf8('x')), tarFile('data/A', utf8('x'))),
  ),
  'path-file-as-folder': rejected(
    'a file that is a folder too',
    withFile(tarFile('data/a', utf8('x')), tarFile('data/a/b', utf8('x'))),
  ),
  'path-folder-as-file': rejected(
    'a folder that is a file too',
    withFile(tarFile('data/a/b', utf8('x')), tarFile('data/a', utf8('x'))),
  ),
  'path-beside-data': named('a file beside data/', 'evil.txt'),
  'bag-no-bagit': rejected('bagit.txt is missing', ({ data, end }) => concatBytes(...data, ...end)),
  'bag-bagit-version': rejected('a bagit.txt of another version', ({ data, end }) =>
    concatBytes(
      tarFile('bagit.txt', utf8('BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n')),
      ...data,
      ...end,
    ),
  ),
  'bag-info-missing': rejected('bag-info.txt is missing', ({ start, data, end }) =>
    concatBytes(start, ...data, ...end.slice(1)),
  ),
  'bag-oxum': rejected('a wrong Payload-Oxum', withTag(0, 'bag-info.txt', 'Payload-Oxum: 1.1\n')),
  'bag-manifest-missing': rejected('manifest-sha256.txt is missing', ({ start, data, end }) =>
    concatBytes(start, ...data, ...end.toSpliced(1, 1)),
  ),
  'bag-manifest-digest': rejected(
    'a digest in the manifest is wrong',
    withTag(1, 'manifest-sha256.txt', `${'0'.repeat(64)}  data/records/catalog.jsonl\n`),
  ),
  'bag-manifest-empty': rejected('the manifest lists nothing', withTag(1, 'manifest-sha256.txt', '')),
  'bag-file-not-listed': rejected('a file that the manifest does not list', ({ start, data, end }) =>
    concatBytes(start, ...data, tarFile('data/more', utf8('x')), ...end),
  ),
  'bag-tag-manifest': rejected('the tag manifest is wrong', withTag(2, 'tagmanifest-sha256.txt', 'x')),
  'bag-tag-manifest-missing': rejected('the tag manifest is missing', ({ start, data, end }) =>
    concatBytes(start, ...data, ...end.toSpliced(2, 1)),
  ),
  'bag-file-behind': rejected('a file behind the manifests', ({ start, data, end }) =>
    concatBytes(start, ...data, ...end.slice(0, 3), tarFile('data/more', utf8('x')), TAR_END),
  ),
  'bag-tag-file-large': rejected('a bag-info.txt above 64 KiB', withTag(0, 'bag-info.txt', 'x'.repeat(65_537))),
};

function patchPax(bytes: Uint8Array): Uint8Array {
  const changed = bytes.slice();
  changed[512 + 13] = 0xff;
  return changed;
}
