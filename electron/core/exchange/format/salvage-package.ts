import { Refusal, refuse } from '../../../../shared/contract/failures.ts';
import { concatBytes } from '../../crypto/bytes.ts';
import { BagPaths } from './bag-path.ts';
import { Contents, type Head, type PackageEntry, readHead } from './bag-reader.ts';
import type { ByteReader } from './byte-reader.ts';
import { type PackageInfo, packageInfo } from './inspect-package.ts';
import { ENTRIES } from './limits.ts';
import { readManifest } from './manifest.ts';
import { type OpenOptions, unlock } from './open-package.ts';
import type { PackageHeader } from './package-header.ts';
import { survivingPackage } from './package-survey.ts';
import { FileMarks } from './payload-marks.ts';
import { readChunks } from './payload-reader.ts';
import { type LostChunks, SalvagedStretches, salvageFrames } from './salvage-frames.ts';

/** What could not be salvaged. */
export interface Lost {
  readonly chunks: number;
  /** Bytes of payload in them. */
  readonly bytes: number;
  /** Paths below data/ that the manifest names and that did not come whole; undefined when the manifest is lost as well. */
  readonly files: readonly string[] | undefined;
}

export interface SalvagedPackage {
  readonly header: PackageHeader;
  readonly package: PackageInfo;
  /**
   * The files that are there, once and in order. The bytes of one may end in `payload-damaged`: it is lost then, and the next one
   * comes all the same.
   */
  readonly entries: AsyncIterable<PackageEntry>;
  /** To be asked when the entries have ended. */
  readonly lost: () => Lost;
}

/**
 * Reads what is left of a package that cannot be repaired, or of one that misses volumes other than the last. Recipients, sender,
 * signature and HMAC are checked as `openPackage` does; of the payload only chunks count whose digest stands in the signed table.
 * Files come out of stretches of the tar that are known to begin with a file, so that contents cannot pass for files.
 */
export async function salvagePackage(paths: readonly string[], options: OpenOptions): Promise<SalvagedPackage> {
  const joined = await survivingPackage(paths);
  const keys = unlock(joined, options);
  const lostChunks: LostChunks = { chunks: 0, bytes: 0 };
  const came = new Map<string, string>();
  let manifest: Map<string, string> | undefined;

  async function* entries(): AsyncGenerator<PackageEntry> {
    const chunks = readChunks(joined, { key: keys.encryption, signal: options.signal });
    const frames = salvageFrames(chunks, joined.chunks, lostChunks);
    const stretches = new SalvagedStretches(frames);
    const known = new BagPaths();
    try {
      for (let tar = await stretches.next(); tar !== undefined; tar = await stretches.next()) {
        for (let head = await headIn(tar); head !== undefined; head = await headIn(tar)) {
          const contents = new Contents(tar, head.size);
          if (head.path === 'manifest-sha256.txt') manifest = await readWhole(contents, head);
          if (head.path.startsWith('data/')) {
            const path = head.path.slice('data/'.length);
            if (known.add(path) !== undefined || known.count > ENTRIES) break;
            yield { path, size: head.size, bytes: whole(contents, joined.volumes[0]!.name, path) };
          }
          const sha256 = await contents.finish().catch(ignoreRejected);
          if (sha256 === undefined) break;
          if (head.path.startsWith('data/')) came.set(head.path, sha256);
        }
      }
    } finally {
      await frames.return(undefined);
    }
    for (const [path, sha256] of manifest ?? [])
      if (came.has(path) && came.get(path) !== sha256) refuse('contents-rejected', { reason: `“${path}”与清单不符` });
  }

  const lost = (): Lost => {
    const missing = manifest && [...manifest.keys()].filter((path) => !came.has(path));
    return { ...lostChunks, files: missing?.map((path) => path.slice('data/'.length)) };
  };
  return { header: joined.header, package: packageInfo(joined), entries: entries(), lost };
}

/** The next file of a stretch; undefined where it ends, or where what follows is no file. */
async function headIn(tar: ByteReader): Promise<Head | undefined> {
  return await readHead(tar, new FileMarks()).catch(ignoreRejected);
}

function ignoreRejected(error: unknown): undefined {
  if (!(error instanceof Refusal) || error.failure.code !== 'contents-rejected') throw error;
}

/** The bytes of a file; where the stretch ends before them, the file is lost. */
async function* whole(contents: Contents, name: string, path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* contents;
  } catch (error) {
    ignoreRejected(error);
    refuse('payload-damaged', { name, where: `包内文件“${path}”不全` });
  }
}

async function readWhole(contents: Contents, { size }: Head): Promise<Map<string, string> | undefined> {
  if (size > MANIFEST_BYTES) return undefined;
  const pieces: Uint8Array[] = [];
  try {
    for await (const piece of contents) pieces.push(piece);
  } catch (error) {
    return ignoreRejected(error);
  }
  return readManifest(concatBytes(...pieces));
}

/** Room for as many files as a bag may hold, with paths of 250 bytes. */
const MANIFEST_BYTES = 64 << 20;
