import { createHash } from 'node:crypto';
import { refuse } from '../../../../shared/contract/failures.ts';
import { concatBytes } from '../../crypto/bytes.ts';
import { BagPaths } from './bag-path.ts';
import { BAGIT_TXT } from './bag-writer.ts';
import type { ByteReader } from './byte-reader.ts';
import { ENTRIES, TAG_FILE_BYTES } from './limits.ts';
import { ExpectedManifest } from './manifest.ts';
import type { FileMarks } from './payload-marks.ts';
import { readPax, readTarBlock, TAR_BLOCK } from './tar.ts';

/** A file of a package. Its bytes can be read once, before the next entry is asked for; what is left unread is skipped. */
export interface PackageEntry {
  /** Below the bag's `data/`. */
  readonly path: string;
  readonly size: number;
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** A tag file of the bag, given along for whoever writes the bag out; read like an entry. */
export interface BagTagFile {
  readonly tag: string;
  readonly bytes: AsyncIterable<Uint8Array>;
}

/**
 * Reads a bag out of its tar. Every file below data/ comes as it lies there; when the sequence ends without a refusal, the
 * manifests have been checked. Refuses `contents-rejected` and `limit-exceeded`.
 */
export async function* readBag(tar: ByteReader, marks: FileMarks): AsyncGenerator<PackageEntry | BagTagFile> {
  const paths = new BagPaths();
  const manifest = new ExpectedManifest();
  const tagManifest = new ExpectedManifest();
  let bytes = 0;

  yield await tagFile(tar, await readHead(tar, marks), 'bagit.txt', tagManifest, (text) => {
    if (text !== BAGIT_TXT) rejected('bagit.txt 不合规定');
  });

  let head = await readHead(tar, marks);
  for (; head?.path.startsWith('data/'); head = await readHead(tar, marks)) {
    const path = head.path.slice('data/'.length);
    const problem = paths.add(path);
    if (problem !== undefined) rejected(`文件名“${printable(path)}”${problem}`);
    if (paths.count > ENTRIES) refuse('limit-exceeded', { what: `包内文件超过 ${ENTRIES} 个` });
    const contents = new Contents(tar, head.size);
    yield { path, size: head.size, bytes: contents };
    manifest.add(await contents.finish(), head.path);
    bytes += head.size;
  }

  const oxum = `Payload-Oxum: ${bytes}.${manifest.count}`;
  yield await tagFile(tar, head, 'bag-info.txt', tagManifest, (text) => {
    if (!text.split('\n').includes(oxum)) rejected('bag-info.txt 的文件数或字节数不符');
  });
  // Manifests are not parsed but compared with the ones that belong to what was read: their order is that of the tar.
  for (const [tag, expected] of [
    ['manifest-sha256.txt', manifest],
    ['tagmanifest-sha256.txt', tagManifest],
  ] as const) {
    const { path, size } = (await readHead(tar, marks)) ?? { path: '', size: 0 };
    if (path !== tag) rejected(`应有 ${tag}`);
    if (size !== expected.bytes) rejected(`${tag} 与内容不符`);
    const contents = new Contents(tar, size);
    yield { tag, bytes: contents };
    const [found, wanted] = [await contents.finish(), expected.sha256()];
    if (found !== wanted) rejected(`${tag} 与内容不符`);
    if (expected === manifest) tagManifest.add(found, tag);
  }
  if ((await readHead(tar, marks)) !== undefined) rejected('清单之后还有文件');
  if (!(await tar.atEnd())) rejected('归档结尾之后还有内容');
  marks.readTo(Number.POSITIVE_INFINITY, false);
}

/** A short tag file, read whole and checked before it is given out. */
async function tagFile(
  tar: ByteReader,
  head: Head | undefined,
  tag: string,
  tagManifest: ExpectedManifest,
  check: (text: string) => void,
): Promise<BagTagFile> {
  if (head?.path !== tag) return rejected(`应有 ${tag}，却是${head ? `“${printable(head.path)}”` : '归档结尾'}`);
  if (head.size > TAG_FILE_BYTES) rejected(`${tag} 过大`);
  const contents = new Contents(tar, head.size);
  const pieces: Uint8Array[] = [];
  for await (const piece of contents) pieces.push(piece);
  check(new TextDecoder('utf-8', { ignoreBOM: true }).decode(concatBytes(...pieces)));
  tagManifest.add(await contents.finish(), tag);
  return { tag, bytes: once(pieces) };
}

async function* once(pieces: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* pieces;
}

/** A file's path in the tar and its size. */
export interface Head {
  readonly path: string;
  readonly size: number;
}

/** The next file's path and size, or undefined at the two zero blocks. */
export async function readHead(tar: ByteReader, marks: FileMarks): Promise<Head | undefined> {
  const position = tar.position;
  const block = await tar.exact(TAR_BLOCK);
  const end = block.every((byte) => byte === 0);
  marks.readTo(position, !end);
  if (end) {
    if ((await tar.exact(TAR_BLOCK)).some((byte) => byte !== 0)) rejected('归档结尾不合规定');
    return undefined;
  }
  const first = readTarBlock(block);
  if (typeof first === 'string') return rejected(first);
  if (first.type === '0') return { path: first.name, size: first.size };
  if (first.size > PAX_BYTES) rejected('归档的扩展头过大');
  const pax = readPax(await tar.exact(first.size));
  if (typeof pax === 'string') return rejected(pax);
  await skipPadding(tar, first.size);
  const file = readTarBlock(await tar.exact(TAR_BLOCK));
  if (typeof file === 'string') return rejected(file);
  if (file.type !== '0') return rejected('归档的扩展头之后不是文件');
  return { path: pax.path ?? file.name, size: pax.size ?? file.size };
}

async function skipPadding(tar: ByteReader, size: number): Promise<void> {
  const padding = await tar.exact((TAR_BLOCK - (size % TAR_BLOCK)) % TAR_BLOCK);
  if (padding.some((byte) => byte !== 0)) rejected('归档的填充不是零');
}

/** The bytes of one entry, hashed on their way. */
export class Contents implements AsyncIterable<Uint8Array> {
  private readonly tar: ByteReader;
  private readonly sha256 = createHash('sha256');
  private readonly size: number;
  private left: number;

  constructor(tar: ByteReader, size: number) {
    this.tar = tar;
    this.size = size;
    this.left = size;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    while (this.left > 0) {
      const piece = await this.tar.some(this.left);
      this.left -= piece.length;
      this.sha256.update(piece);
      yield piece;
    }
  }

  /** Passes over what was not read and over the padding, and gives the SHA-256 of the whole file, hex. */
  async finish(): Promise<string> {
    for await (const _ of this);
    await skipPadding(this.tar, this.size);
    return this.sha256.digest('hex');
  }
}

/** Room for a path of 1024 bytes and a size. */
const PAX_BYTES = 2048;

function rejected(reason: string): never {
  return refuse('contents-rejected', { reason });
}

function printable(path: string): string {
  return JSON.stringify(path.slice(0, 100)).slice(1, -1);
}
