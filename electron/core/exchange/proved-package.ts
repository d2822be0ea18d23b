import type { Job } from '../context.ts';
import {
  type OpenedPackage,
  type OpenOptions,
  openPackage,
  type PackageEntry,
  type PackageHeader,
  type PackageInfo,
} from './format/format.ts';
import { drain, type PackagePart, partsOf, readFile } from './intake-parts.ts';

/** A package that was read to its end without a refusal: signature, seals, chunks, frames and manifests agree. */
export interface ProvedPackage {
  readonly header: PackageHeader;
  readonly info: PackageInfo;
  /** What it holds, if it is small; else it is read once more, each chunk compared with the table that was proved. */
  readonly held: readonly PackagePart[] | undefined;
  readonly again: OpenedPackage['again'];
}

/** Bytes of a package's files that are held in memory between proof and writing. */
const heldBytes = 16e6;

/** Reads all of a package. `allow` may refuse by its header, before the payload is read. Refuses what `openPackage` and its entries do. */
export async function provePackage(
  paths: readonly string[],
  options: OpenOptions,
  allow: (header: PackageHeader) => void,
): Promise<ProvedPackage> {
  const { header, package: info, entries, again } = await openPackage(paths, options);
  allow(header);
  return { header, info, held: await hold(entries), again };
}

/** Reads all entries; gives them unless they are too large. */
async function hold(entries: AsyncIterable<PackageEntry>): Promise<PackagePart[] | undefined> {
  let held: PackagePart[] | undefined = [];
  let bytes = 0;
  for await (const part of partsOf(small())) held?.push('entry' in part ? { entry: await kept(part.entry) } : part);
  return held;

  async function* small(): AsyncGenerator<PackageEntry> {
    for await (const entry of entries) {
      bytes += entry.size;
      if (bytes <= heldBytes) yield entry;
      else {
        held = undefined;
        await drain(entry);
      }
    }
  }
}

async function kept(entry: PackageEntry): Promise<PackageEntry> {
  const bytes = await readFile(entry);
  return {
    path: entry.path,
    size: entry.size,
    bytes: (async function* () {
      yield bytes;
    })(),
  };
}

/** The parts to be written, with progress under the name of this step. */
export function partsToWrite({ held, again }: ProvedPackage, job: Job, step: string): AsyncIterable<PackagePart> {
  if (!held) return partsOf(again((done, total) => job.progress(step, done, total, 'bytes')));
  return (async function* () {
    const total = held.reduce((sum, part) => sum + sizeOf(part), 0);
    let done = 0;
    for (const part of held) {
      yield part;
      done += sizeOf(part);
      job.progress(step, done, total, 'bytes');
    }
  })();
}

const sizeOf = (part: PackagePart): number => ('entry' in part ? part.entry.size : part.bytes.length);
