import { Refusal, refuse } from '../../../shared/contract/failures.ts';
import type { RecordKind } from '../../../shared/exchange/record.ts';
import { concatBytes } from '../crypto/bytes.ts';
import type { PackageEntry } from './format/format.ts';
import { kindOfPath, type LinesAhead } from './intake-record.ts';

/** Records of one kind, out of one file of a package or several that follow one another. */
export interface RecordsPart {
  readonly kind: RecordKind;
  readonly bytes: Uint8Array;
  /** Lines that were read before the package had its turn. */
  readonly ahead?: LinesAhead | undefined;
}

/** A stretch of a package as it is taken in: records, or another file. */
export type PackagePart = RecordsPart | { readonly entry: PackageEntry };

/** Largest record list and attached file, bytes: what is held in memory at a time. */
const listLimit = 64e6;
const fileLimit = 256e6;
/** Bytes of records that are read in one go. */
const readTogether = 256 * 1024;
const lineEnd = Uint8Array.of(10);

/**
 * The files of a package, lists of records together as far as they are read together. `salvaged`: a list that ends in `payload-damaged` is passed over.
 * Refuses `limit-exceeded`.
 */
export async function* partsOf(entries: AsyncIterable<PackageEntry>, salvaged = false): AsyncGenerator<PackagePart> {
  let kind: RecordKind | undefined;
  let gathered: Uint8Array[] = [];
  let size = 0;
  function* whatIsGathered(): Generator<PackagePart> {
    if (kind !== undefined && size > 0) yield { kind, bytes: concatBytes(...gathered) };
    gathered = [];
    size = 0;
  }
  for await (const entry of entries) {
    const next = kindOfPath(entry.path);
    if (next !== kind) yield* whatIsGathered();
    kind = next;
    if (kind === undefined) {
      yield { entry };
      continue;
    }
    await (salvaged ? unlessLost(gather) : gather());
    if (size >= readTogether) yield* whatIsGathered();

    async function gather(): Promise<void> {
      const bytes = await readList(entry);
      gathered.push(bytes, lineEnd);
      size += bytes.length;
    }
  }
  yield* whatIsGathered();
}

/** Reads a list to its end, 64 MB at most; refuses `limit-exceeded`. */
export const readList = (entry: PackageEntry): Promise<Uint8Array> => read(entry, listLimit);

/** Reads an attached file to its end, 256 MB at most; refuses `limit-exceeded`. */
export const readFile = (entry: PackageEntry): Promise<Uint8Array> => read(entry, fileLimit);

async function read(entry: PackageEntry, limit: number): Promise<Uint8Array> {
  if (entry.size > limit) refuse('limit-exceeded', { what: `包内文件“${entry.path}”超过 ${limit / 1e6} MB` });
  const bytes = new Uint8Array(entry.size);
  let at = 0;
  for await (const piece of entry.bytes) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

/** Reads an entry to its end and keeps nothing. */
export async function drain(entry: PackageEntry): Promise<void> {
  for await (const _ of entry.bytes);
}

/** Does something with an entry of a damaged package. False when not all bytes of the entry came. */
export async function unlessLost(work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (error instanceof Refusal && error.failure.code === 'payload-damaged') return false;
    throw error;
  }
}
