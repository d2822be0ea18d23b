import { createHash } from 'node:crypto';
import { refuse } from '../../../../shared/contract/failures.ts';
import { equalBytes, utf8 } from '../../crypto/bytes.ts';
import { BagPaths } from './bag-path.ts';
import { BAGIT_TXT, manifestLine } from './bag-writer.ts';
import type { ByteReader } from './byte-reader.ts';
import { ENTRIES, TAG_FILE_BYTES } from './limits.ts';
import { readPax, readTarBlock, TAR_BLOCK } from './tar.ts';

/** A file of a package. Its bytes can be read once, before the next entry is asked for; what is left unread is skipped. */
export interface PackageEntry {
  /** Below the bag's `data/`. */
  readonly path: string;
  readonly size: number;
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** A tag file of the bag, given along for whoever writes the bag out. */
export interface BagTagFile {
  readonly tag: string;
  readonly bytes: Uint8Array;
}

/**
 * Reads a bag out of its tar. Every file below data/ comes as it lies there; when the sequence ends without a refusal, the
 * manifests have been checked. Refuses `contents-rejected` and `limit-exceeded`.
 */
export async function* readBag(tar: ByteReader): AsyncGenerator<PackageEntry | BagTagFile> {
  const paths = new BagPaths();
  const manifest: string[] = [];
  const tagManifest: string[] = [];
  let bytes = 0;

  const tagFile = async (head: Head | undefined, tag: string, limit: number): Promise<BagTagFile> => {
    if (head?.path !== tag) return rejected(`应有 ${tag}，却是${head ? `“${head.path}”` : '归档结尾'}`);
    if (head.size > limit) rejected(`${tag} 过大`);
    const contents = await tar.exact(head.size);
    await skipPadding(tar, head.size);
    tagManifest.push(manifestLine(createHash('sha256').update(contents).digest('hex'), tag));
    return { tag, bytes: contents };
  };

  const bagit = await tagFile(await readHead(tar), 'bagit.txt', TAG_FILE_BYTES);
  if (!equalBytes(bagit.bytes, utf8(BAGIT_TXT))) rejected('bagit.txt 不合规定');
  yield bagit;

  let head = await readHead(tar);
  for (; head?.path.startsWith('data/'); head = await readHead(tar)) {
    const path = head.path.slice('data/'.length);
    const problem = paths.add(path);
    if (problem !== undefined) rejected(`文件名“${printable(path)}”${problem}`);
    if (paths.count > ENTRIES) refuse('limit-exceeded', { what: `包内文件超过 ${ENTRIES} 个` });
    const contents = new Contents(tar, head.size);
    yield { path, size: head.size, bytes: contents };
    const sha256 = await contents.finish();
    await skipPadding(tar, head.size);
    manifest.push(manifestLine(sha256, head.path));
    bytes += head.size;
  }

  const info = await tagFile(head, 'bag-info.txt', TAG_FILE_BYTES);
  const oxum = `Payload-Oxum: ${bytes}.${manifest.length}`;
  if (!new TextDecoder().decode(info.bytes).split('\n').includes(oxum)) rejected('bag-info.txt 的文件数或字节数不符');
  yield info;
  yield await expectText(tagFile, await readHead(tar), 'manifest-sha256.txt', manifest);
  yield await expectText(tagFile, await readHead(tar), 'tagmanifest-sha256.txt', [...tagManifest]);
  if ((await readHead(tar)) !== undefined) rejected('清单之后还有文件');
  if (!(await tar.atEnd())) rejected('归档结尾之后还有内容');
}

interface Head {
  readonly path: string;
  readonly size: number;
}

type ReadTagFile = (head: Head | undefined, tag: string, limit: number) => Promise<BagTagFile>;

/** A manifest is not parsed but compared with the one that belongs to what was read: its order is that of the tar. */
async function expectText(
  read: ReadTagFile,
  head: Head | undefined,
  tag: string,
  lines: string[],
): Promise<BagTagFile> {
  const expected = utf8(lines.join(''));
  const found = await read(head, tag, expected.length);
  if (!equalBytes(found.bytes, expected)) rejected(`${tag} 与内容不符`);
  return found;
}

/** The next file's path and size, or undefined at the two zero blocks. */
async function readHead(tar: ByteReader): Promise<Head | undefined> {
  const block = await tar.exact(TAR_BLOCK);
  if (block.every((byte) => byte === 0)) {
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
class Contents implements AsyncIterable<Uint8Array> {
  private readonly tar: ByteReader;
  private readonly sha256 = createHash('sha256');
  private left: number;

  constructor(tar: ByteReader, size: number) {
    this.tar = tar;
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

  /** Passes over what was not read and gives the SHA-256 of the whole file, hex. */
  async finish(): Promise<string> {
    for await (const _ of this);
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
