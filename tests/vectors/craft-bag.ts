import { createHash } from 'node:crypto';
import { concatBytes, utf8 } from '../../electron/core/crypto/bytes.ts';
import { TAR_END, tarHeader, tarPadding } from '../../electron/core/exchange/format/tar.ts';

/** A file below data/: its path without that, its contents as the manifests have them, and its tar blocks where they are unusual. */
export type Entry = readonly [path: string, bytes: Uint8Array, blocks?: Uint8Array];

/** A tag file. */
export type Tag = readonly [name: string, text: string];

/** The pieces of a bag's tar. */
export interface Bag {
  /** bagit.txt. */
  readonly start: Uint8Array;
  readonly data: readonly Uint8Array[];
  /** The other tag files, then the two zero blocks. */
  readonly end: readonly Uint8Array[];
}

/** @param change of the tag files; the tag manifest is made of what it gives, unless that has one */
export function bagOf(
  packageId: string,
  entries: readonly Entry[],
  change: (tags: readonly Tag[]) => readonly Tag[],
): Bag {
  const bytes = entries.reduce((sum, entry) => sum + entry[1].length, 0);
  const tags = change([
    [BAGIT, 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n'],
    [INFO, `External-Identifier: ${packageId}\nBagging-Date: 2026-11-23\nPayload-Oxum: ${bytes}.${entries.length}\n`],
    [MANIFEST, entries.map(([path, contents]) => manifestLine(`data/${path}`, contents)).join('')],
  ]);
  const tagManifest: Tag = [TAG_MANIFEST, tags.map(([name, text]) => manifestLine(name, utf8(text))).join('')];
  const all = tags.some(([name]) => name === TAG_MANIFEST) ? tags : [...tags, tagManifest];
  const files = (first: boolean): Uint8Array[] =>
    all.filter(([name]) => (name === BAGIT) === first).map(([name, text]) => tarFile(name, utf8(text)));
  return {
    start: concatBytes(...files(true)),
    data: entries.map(([path, contents, blocks]) => blocks ?? tarFile(`data/${path}`, contents)),
    end: [...files(false), TAR_END],
  };
}

export const BAGIT = 'bagit.txt';
export const INFO = 'bag-info.txt';
export const MANIFEST = 'manifest-sha256.txt';
export const TAG_MANIFEST = 'tagmanifest-sha256.txt';

export const joinBag = ({ start, data, end }: Bag): Uint8Array =>
  new Uint8Array(Buffer.concat([start, ...data, ...end]));

export function manifestLine(path: string, bytes: Uint8Array): string {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return `${sha256}  ${path.replaceAll('%', '%25')}\n`;
}

export const CREATED = '2026-11-23T01:07:10Z';
const MTIME = Date.parse(CREATED) / 1000;

/** The blocks of a file as a writer makes them, a pax header included where the path needs one. */
export function tarFile(path: string, bytes: Uint8Array): Uint8Array {
  return concatBytes(tarHeader(path, bytes.length, MTIME), bytes, tarPadding(bytes.length));
}

/** Writes over a place of the first block and gives the block its checksum again. */
export function patchTar(blocks: Uint8Array, offset: number, value: string | Uint8Array): Uint8Array {
  const patched = blocks.slice();
  patched.set(typeof value === 'string' ? utf8(value) : value, offset);
  return withChecksum(patched, (sum) => `${sum.toString(8).padStart(6, '0')}\0 `);
}

/** Writes the checksum of the first block anew. */
export function withChecksum(blocks: Uint8Array, form: (sum: number) => string): Uint8Array {
  const patched = blocks.slice();
  patched.set(utf8('        '), 148);
  const sum = patched.subarray(0, 512).reduce((total, byte) => total + byte, 0);
  patched.set(utf8(form(sum)), 148);
  return patched;
}

/** A pax header with these records, ready to stand before a file. */
export function paxHeader(records: string | Uint8Array): Uint8Array {
  const bytes = typeof records === 'string' ? utf8(records) : records;
  return concatBytes(
    patchTar(tarHeader('pax-header', bytes.length, MTIME), TYPE, 'x'),
    bytes,
    tarPadding(bytes.length),
  );
}

/** Offsets in a tar header. */
export const SIZE = 124;
export const TYPE = 156;
export const LINK = 157;
export const MAGIC = 257;
export const PREFIX = 345;
