import { concatBytes, utf8 } from '../../electron/core/crypto/bytes.ts';
import {
  BAGIT,
  type Bag,
  type Entry,
  INFO,
  MANIFEST,
  manifestLine,
  patchTar,
  TAG_MANIFEST,
  type Tag,
  tarFile,
} from './craft-bag.ts';
import type { Case, Cases } from './list-ydp.ts';

const x = utf8('x');
const two: readonly Entry[] = [
  ['100%', x],
  ['b', utf8('y')],
];

type Tags = (tags: readonly Tag[]) => readonly Tag[];
type Text = (text: string) => string;

const withText =
  (name: string, change: Text): Tags =>
  (tags) =>
    tags.map(([tag, text]) => [tag, tag === name ? change(text) : text]);
const without =
  (name: string): Tags =>
  (tags) =>
    tags.filter(([tag]) => tag !== name);
/** A bag whose tag files say something else; the tag manifest is made of them. */
const says = (about: string, tags: Tags, entries = two): Case => ({
  expect: 'contents-rejected',
  about,
  craft: { tags, entries },
});
const manifest = (about: string, change: Text): Case => says(about, withText(MANIFEST, change));
const info = (about: string, change: Text): Case => says(about, withText(INFO, change));
const ok = (about: string, tags: Tags): Case => ({ expect: 'ok', about, craft: { tags, entries: two } });
const joined = (about: string, tar: (bag: Bag) => Uint8Array, entries = two): Case => ({
  expect: 'contents-rejected',
  about,
  craft: { tar, entries },
});
/** Another tag manifest than the one that follows from the other tag files. */
const tagManifest = (about: string, change: (lines: string[]) => string): Case =>
  says(about, (tags) => [...tags, [TAG_MANIFEST, change(tags.map(([name, text]) => manifestLine(name, utf8(text))))]]);
/** A tag file under another name, which the tag manifest has too. */
const renamed = (name: string, other: string): Case =>
  says(`${other} in the place of ${name}`, (tags) => tags.map(([tag, text]) => [tag === name ? other : tag, text]));
/** A tag file under another name in the tar only. */
const misnamed = (name: string, other: string): Case =>
  joined(`${other} in the place of ${name}, which the tag manifest has`, ({ start, data, end }) =>
    concatBytes(...[start, ...data, ...end].map((file) => (nameOf(file) === name ? patchTar(file, 0, other) : file))),
  );
const nameOf = (file: Uint8Array): string => new TextDecoder().decode(file.subarray(0, file.indexOf(0)));
const swapped = (text: string): string =>
  text
    .split(/(?<=\n)/)
    .toReversed()
    .join('');
const filled =
  (bytes: number): Text =>
  (text) =>
    `${text}Note: ${'x'.repeat(bytes - text.length - 7)}\n`;

/** The tag files of the bag. Each says what it says of all that came; all of it is signed. */
export const bags: Cases = {
  'bag-bagit-missing': says('bagit.txt is missing', without(BAGIT)),
  'bag-bagit-misnamed': misnamed(BAGIT, 'BAGIT.txt'),
  'bag-bagit-version': says(
    'a bagit.txt of another version',
    withText(BAGIT, (text) => text.replace('1.0', '0.97')),
  ),
  'bag-bagit-line-more': says(
    'a bagit.txt with a line more',
    withText(BAGIT, (text) => `${text}Note: x\n`),
  ),
  'bag-bagit-byte-order-mark': says(
    'a bagit.txt that begins with a byte order mark',
    withText(BAGIT, (text) => `\ufeff${text}`),
  ),
  'bag-bagit-carriage-return': says(
    'a bagit.txt with CR LF',
    withText(BAGIT, (text) => text.replaceAll('\n', '\r\n')),
  ),
  'bag-info-missing': says('bag-info.txt is missing', without(INFO)),
  'bag-info-renamed': renamed(INFO, 'BAG-INFO.txt'),
  'bag-info-misnamed': misnamed(INFO, 'BAG-INFO.txt'),
  'bag-oxum-missing': info('no Payload-Oxum', (text) => text.replace(/Payload-Oxum.*\n/, '')),
  'bag-oxum-bytes': info('a Payload-Oxum of a byte more', (text) => text.replace('Oxum: 2.2', 'Oxum: 3.2')),
  'bag-oxum-files': info('a Payload-Oxum of a file more', (text) => text.replace('Oxum: 2.2', 'Oxum: 2.3')),
  'bag-oxum-longer': info('a Payload-Oxum that goes on', (text) => text.replace('Oxum: 2.2', 'Oxum: 2.20')),
  'bag-oxum-indented': info('a Payload-Oxum that does not begin its line', (text) =>
    text.replace('Payload', ' Payload'),
  ),
  'bag-oxum-carriage-return': info('a Payload-Oxum that ends in CR LF', (text) => text.replace('2.2\n', '2.2\r\n')),
  'bag-oxum-capitals': info('a Payload-Oxum in capitals', (text) => text.replace('Payload-Oxum', 'PAYLOAD-OXUM')),
  'ok-bag-info-lines': ok(
    'other lines in bag-info.txt, and Payload-Oxum as the first',
    withText(INFO, () => 'Payload-Oxum: 2.2\n备注：x\n\n: Payload-Oxum: 9.9\n'),
  ),
  'ok-bag-info-oxum-only': ok(
    'nothing but Payload-Oxum in bag-info.txt',
    withText(INFO, () => 'Payload-Oxum: 2.2\n'),
  ),
  'ok-bag-info-of-64-kib': ok('a bag-info.txt of 64 KiB', withText(INFO, filled(65_536))),
  'bag-info-large': says('a bag-info.txt of one byte more than 64 KiB', withText(INFO, filled(65_537))),

  'bag-manifest-missing': says('manifest-sha256.txt is missing', without(MANIFEST)),
  'bag-manifest-renamed': renamed(MANIFEST, 'manifest-sha512.txt'),
  'bag-manifest-misnamed': misnamed(MANIFEST, 'manifest-sha512.txt'),
  'bag-manifest-digest': manifest('a wrong digest in the manifest', (text) =>
    text.replace(/^./, (digit) => (digit === '0' ? '1' : '0')),
  ),
  'bag-manifest-path': manifest('another path in the manifest', (text) => text.replace('data/b', 'data/c')),
  'bag-manifest-empty': manifest('a manifest of nothing', () => ''),
  'bag-manifest-line-missing': manifest('a manifest that lacks the last file', (text) =>
    text.replace(/[^\n]*data\/b\n/, ''),
  ),
  'bag-manifest-line-more': manifest(
    'a manifest with a file that is not there',
    (text) => text + manifestLine('data/c', x),
  ),
  'bag-manifest-line-twice': manifest(
    'a manifest with a line twice',
    (text) => text + manifestLine('data/b', utf8('y')),
  ),
  'bag-manifest-order': manifest('a manifest in another order than the tar', swapped),
  'bag-manifest-no-line-feed': manifest('no line feed at the end of the manifest', (text) => text.slice(0, -1)),
  'bag-manifest-line-empty': manifest('an empty line at the end of the manifest', (text) => `${text}\n`),
  'bag-manifest-carriage-return': manifest('a manifest with CR LF', (text) => text.replaceAll('\n', '\r\n')),
  'bag-manifest-one-space': manifest('one space behind each digest', (text) => text.replaceAll('  ', ' ')),
  'bag-manifest-star': manifest('an asterisk before each path, as for binary files', (text) =>
    text.replaceAll('  ', ' *'),
  ),
  'bag-manifest-capitals': manifest('digests in capitals', (text) =>
    text.replace(/^\w+/gm, (digest) => digest.toUpperCase()),
  ),
  'bag-manifest-dot': manifest('paths that begin with ./', (text) => text.replaceAll('data/', './data/')),
  'bag-manifest-percent': manifest('a percent sign that is not encoded', (text) => text.replace('%25', '%')),
  'bag-manifest-percent-more': manifest('a letter that is encoded without need', (text) =>
    text.replace('data/b', 'data/%62'),
  ),
  'bag-manifest-byte-order-mark': manifest('a manifest that begins with a byte order mark', (text) => `\ufeff${text}`),

  'bag-tag-manifest-missing': joined('the tag manifest is missing', ({ start, data, end }) =>
    concatBytes(start, ...data, ...end.toSpliced(2, 1)),
  ),
  'bag-tag-manifest-misnamed': misnamed(TAG_MANIFEST, 'tagmanifest-sha512.txt'),
  'bag-tag-manifest-empty': tagManifest('a tag manifest of nothing', () => ''),
  'bag-tag-manifest-digest': tagManifest('a wrong digest in the tag manifest', (lines) =>
    lines.join('').replace(/^./, (digit) => (digit === '0' ? '1' : '0')),
  ),
  'bag-tag-manifest-line-missing': tagManifest('a tag manifest without bag-info.txt', (lines) => lines[0]! + lines[2]!),
  'bag-tag-manifest-order': tagManifest('a tag manifest in another order', (lines) => lines.toReversed().join('')),
  'bag-tag-manifest-no-line-feed': tagManifest('no line feed at the end of the tag manifest', (lines) =>
    lines.join('').slice(0, -1),
  ),
  'bag-tag-manifest-of-itself': tagManifest(
    'a tag manifest with a file more',
    (lines) => lines.join('') + manifestLine('more.txt', x),
  ),

  'bag-order-info-first': joined('bag-info.txt before the files', ({ start, data, end }) =>
    concatBytes(start, end[0]!, ...data, ...end.slice(1)),
  ),
  'bag-order-manifests-first': joined('all tag files before the files', ({ start, data, end }) =>
    concatBytes(start, ...end.slice(0, 3), ...data, end[3]!),
  ),
  'bag-order-bagit-behind': joined('bagit.txt behind the files', ({ start, data, end }) =>
    concatBytes(...data, start, ...end),
  ),
  'bag-order-manifest-before-info': joined('the manifest before bag-info.txt', ({ start, data, end }) =>
    concatBytes(start, ...data, end[1]!, end[0]!, ...end.slice(2)),
  ),
  'bag-file-behind': joined('a file below data/ behind the manifests, which list it', ({ start, data, end }) =>
    concatBytes(start, data[0]!, ...end.slice(0, 3), data[1]!, end[3]!),
  ),
  'bag-tag-file-behind': joined('one more tag file behind the manifests', ({ start, data, end }) =>
    concatBytes(start, ...data, ...end.slice(0, 3), tarFile('more.txt', x), end[3]!),
  ),
  'bag-tag-file-between': joined('one more tag file before the manifest', ({ start, data, end }) =>
    concatBytes(start, ...data, end[0]!, tarFile('more.txt', x), ...end.slice(1)),
  ),
  'bag-tag-file-twice': joined('bag-info.txt twice', ({ start, data, end }) =>
    concatBytes(start, ...data, end[0]!, ...end),
  ),
};
