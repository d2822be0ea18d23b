import { type FileHandle, open } from 'node:fs/promises';
import { basename } from 'node:path';
import { type Failure, failure, Refusal } from '../../../../shared/contract/failures.ts';
import { equalBytes } from '../../crypto/bytes.ts';
import { SM3_BYTES, sm3 } from '../../crypto/sm3.ts';
import { ioFailure } from '../../store/io-failures.ts';
import { CHUNKS, HEADER_BYTES } from './limits.ts';
import { headerIsWhole, type PackageHeader, parsePackageHeader } from './package-header.ts';
import { readRegion } from './read-region.ts';
import { volumeHeaderOfChecks } from './recovery-checks.ts';
import { BLOCK_BYTES } from './recovery-layout.ts';
import {
  parseVolumeHeader,
  type Region,
  SEAL_BYTES,
  VOLUME_HEADER_BYTES,
  type VolumeHeader,
  type VolumeLayout,
  volumeLayout,
} from './volume-header.ts';

export type DamagedRegion = 'volume-header' | 'header' | 'index' | 'payload' | 'recovery' | 'end';

/** A stretch of a file that is not as it was written. */
export interface Damage {
  readonly file: string;
  readonly region: DamagedRegion;
  readonly offset: number;
  readonly length: number;
  /** For `payload`: the chunks, counted through the whole package. */
  readonly firstChunk?: number;
  readonly chunks?: number;
  /** True when an undamaged copy of the stretch stands elsewhere in the file, or what it was follows from the rest. */
  readonly copyIntact: boolean;
}

/** A volume as far as it can be read without any key and without its payload. */
export interface VolumeSurvey {
  readonly path: string;
  readonly name: string;
  readonly bytes: number;
  readonly damage: readonly Damage[];
  /** Why the volume cannot be used; the first of them, in the order in which a reader checks. */
  readonly failure?: Failure;
  /** What there is of a volume whose header stands at either end or in a check block. */
  readonly found?: VolumeFound;
  /** All there is when no part is lost beyond its copy. */
  readonly parts?: VolumeParts;
}

export interface VolumeFound {
  readonly volume: VolumeHeader;
  readonly layout: VolumeLayout;
  /** The text header, when one of its copies has the right digest. */
  readonly headerBytes?: Uint8Array;
  /** Table and, in the last volume, seal, when one of their copies has the right digest. */
  readonly index?: Uint8Array;
}

export interface VolumeParts {
  readonly volume: VolumeHeader;
  readonly layout: VolumeLayout;
  readonly header: PackageHeader;
  readonly headerBytes: Uint8Array;
  readonly table: Uint8Array;
  /** In the last volume. */
  readonly seal: Uint8Array | undefined;
}

/** Whether a cut took the end of what recovery data protects, and so the table and all recovery data. */
export function isCutShort({ bytes, found }: VolumeSurvey & { readonly found: VolumeFound }): boolean {
  return bytes < found.layout.recovery.offset;
}

/**
 * Reads a volume's headers, table and seal, both copies of each, and compares them with their digests: steps 1 to 3 of the
 * receiver's checks. Throws `file-missing` when there is no such file.
 */
export async function surveyVolume(path: string): Promise<VolumeSurvey> {
  const name = basename(path);
  const handle = await open(path, 'r').catch((error: unknown) => {
    throw ioFailure(error, path);
  });
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) return { path, name, bytes: 0, damage: [], failure: failure('not-a-package', { name }) };
    return await survey(handle, path, name, stat.size);
  } catch (error) {
    throw ioFailure(error, path);
  } finally {
    await handle.close();
  }
}

async function survey(handle: FileHandle, path: string, name: string, bytes: number): Promise<VolumeSurvey> {
  const damage: Damage[] = [];
  const result = (first: Failure | undefined, found?: VolumeFound, parts?: VolumeParts): VolumeSurvey => ({
    path,
    name,
    bytes,
    damage,
    ...(first && { failure: first }),
    ...(found && { found }),
    ...(parts && { parts }),
  });

  const ends = await readVolumeHeaders(handle, name, bytes, damage);
  const { volume } = ends;
  if (volume === undefined || beyondLimits(volume, name) !== undefined) return result(ends.failure);
  const layout = volumeLayout(volume);
  // A volume header may state a length of gigabytes in a file of some bytes.
  const read = async (region: Region): Promise<Uint8Array> =>
    region.offset + region.length <= bytes ? await readRegion(handle, region) : new Uint8Array(0);
  // What lies behind a cut is damage of the end already.
  const note = (region: 'header' | 'index', at: Region, copyIntact: boolean): void => {
    if (at.offset + at.length <= bytes) damage.push({ file: name, region, ...at, copyIntact });
  };

  const header = await readHeader(read, name, layout, note);
  const index = await readIndex(read, name, layout, volume, note);
  const found = {
    volume,
    layout,
    ...(header.bytes && { headerBytes: header.bytes }),
    ...(index.bytes && { index: index.bytes }),
  };
  let first = ends.failure ?? header.failure;
  if (header.header !== undefined && header.header.packageId !== volume.packageId) {
    first ??= failure('volume-of-another-package', { name });
  }
  first ??= index.failure;
  if (header.header === undefined || header.bytes === undefined || index.bytes === undefined) {
    return result(first, found);
  }
  const tableBytes = layout.tableEntries * SM3_BYTES;
  const table = index.bytes.subarray(0, tableBytes);
  const own = table.subarray(tableBytes - volume.chunks * SM3_BYTES);
  if (!equalBytes(sm3(own), volume.volumeDigest))
    first ??= failure('header-damaged', { name, reason: '卷号与摘要表不符' });

  const seal = volume.last ? index.bytes.subarray(tableBytes, tableBytes + SEAL_BYTES) : undefined;
  return result(first, found, { volume, layout, header: header.header, headerBytes: header.bytes, table, seal });
}

/** Step 1: the volume header at both ends, the version, the length of the file. */
async function readVolumeHeaders(
  handle: FileHandle,
  name: string,
  bytes: number,
  damage: Damage[],
): Promise<{ volume?: VolumeHeader; failure?: Failure }> {
  const frontBytes = await readRegion(handle, { offset: 0, length: VOLUME_HEADER_BYTES });
  const backAt = Math.max(0, bytes - VOLUME_HEADER_BYTES);
  const backBytes = await readRegion(handle, { offset: backAt, length: VOLUME_HEADER_BYTES });
  const front = parseVolumeHeader(frontBytes);
  const back = parseVolumeHeader(backBytes);
  const broken = (offset: number, copyIntact: boolean): void => {
    damage.push({ file: name, region: 'volume-header', offset, length: VOLUME_HEADER_BYTES, copyIntact });
  };

  if (front.is === 'volume') {
    const beyond = beyondLimits(front.header, name);
    if (beyond !== undefined) return { failure: beyond };
    const cut = readEnd(front.header, name, bytes, damage);
    if (cut !== undefined) return { volume: front.header, failure: cut };
    if (equalBytes(frontBytes, backBytes)) return { volume: front.header };
    broken(backAt, true);
    return { volume: front.header, failure: failure('header-damaged', { name, reason: '末尾的卷头已损坏' }) };
  }
  if (back.is === 'volume' && volumeLayout(back.header).fileBytes === bytes) {
    broken(0, true);
    return { volume: back.header, failure: failure('header-damaged', { name, reason: '开头的卷头已损坏' }) };
  }
  if (front.is === 'cut') return { failure: failure('truncated', { name, expected: undefined, found: bytes }) };
  if (front.is === 'other-version') {
    return { failure: failure('unsupported-version', { name, version: front.version }) };
  }
  const volume = await volumeHeaderInside(handle, bytes);
  if (front.is === 'damaged' || back.is === 'volume' || volume !== undefined) {
    broken(0, volume !== undefined);
    const found = failure('header-damaged', { name, reason: '卷头已损坏' });
    if (volume === undefined) return { failure: found };
    if (readEnd(volume, name, bytes, damage) === undefined) broken(backAt, true);
    return { volume, failure: found };
  }
  return { failure: failure('not-a-package', { name }) };
}

/** Why no reader takes a volume of this size, if none does. */
function beyondLimits({ firstChunk, chunks, headerBytes }: VolumeHeader, name: string): Failure | undefined {
  if (firstChunk + chunks > CHUNKS) return failure('limit-exceeded', { name, what: `“${name}”超过 ${CHUNKS} 块` });
  if (headerBytes <= HEADER_BYTES) return undefined;
  return failure('limit-exceeded', { name, what: `“${name}”的包头超过 ${HEADER_BYTES} 字节` });
}

/** Whether the file is as long as its volume header states; why not, if not. */
function readEnd(volume: VolumeHeader, name: string, bytes: number, damage: Damage[]): Failure | undefined {
  const { fileBytes: expected, recovery } = volumeLayout(volume);
  if (bytes < expected) {
    // Recovery data and copies follow from what stands before them.
    const copyIntact = bytes >= recovery.offset;
    damage.push({ file: name, region: 'end', offset: bytes, length: expected - bytes, copyIntact });
    return failure('truncated', { name, expected, found: bytes });
  }
  if (bytes === expected) return undefined;
  damage.push({ file: name, region: 'end', offset: expected, length: bytes - expected, copyIntact: true });
  return failure('payload-damaged', { name, where: `文件末尾多出 ${bytes - expected} 字节` });
}

/** A volume that lost both ends still has its header in the check blocks of its recovery data. */
async function volumeHeaderInside(handle: FileHandle, bytes: number): Promise<VolumeHeader | undefined> {
  const end = bytes - (bytes % BLOCK_BYTES);
  const begin = Math.max(0, Math.ceil((bytes - SEARCHED_BYTES) / BLOCK_BYTES) * BLOCK_BYTES);
  for (let to = end; to > begin; to -= SEARCHED_AT_A_TIME) {
    const offset = Math.max(begin, to - SEARCHED_AT_A_TIME);
    const piece = await readRegion(handle, { offset, length: to - offset });
    for (let at = piece.length - BLOCK_BYTES; at >= 0; at -= BLOCK_BYTES) {
      const volume = volumeHeaderOfChecks(piece.subarray(at, at + BLOCK_BYTES), offset + at);
      if (volume !== undefined) return volume;
    }
  }
  return undefined;
}

const SEARCHED_BYTES = 64 << 20;
const SEARCHED_AT_A_TIME = 1 << 20;

/** Gives the bytes of a region, none where the file ends before it does. */
type ReadWhole = (region: Region) => Promise<Uint8Array>;
type NoteDamage = (region: 'header' | 'index', at: Region, copyIntact: boolean) => void;

/** Step 2: the text header at both ends, its digest, its grammar. */
async function readHeader(
  read: ReadWhole,
  name: string,
  layout: VolumeLayout,
  note: NoteDamage,
): Promise<{ header?: PackageHeader; bytes?: Uint8Array; failure?: Failure }> {
  const first = await read(layout.header);
  const second = await read(layout.headerCopy);
  const whole = [headerIsWhole(first), headerIsWhole(second)] as const;
  const bytes = whole[0] ? first : second;
  if (!whole[0]) note('header', layout.header, whole[1]);
  if (!whole[1]) note('header', layout.headerCopy, whole[0]);
  if (!whole[0] && !whole[1]) return { failure: failure('header-damaged', { name, reason: '两份都已损坏' }) };
  try {
    const header = parsePackageHeader(bytes, name);
    const reason = whole[0] && whole[1] ? '两份不一致' : '两份中有一份已损坏';
    return equalBytes(first, second)
      ? { header, bytes }
      : { header, bytes, failure: failure('header-damaged', { name, reason }) };
  } catch (error) {
    if (error instanceof Refusal) return { bytes, failure: error.failure };
    throw error;
  }
}

/** Step 3: table and seal, twice, against the digest in the volume header. */
async function readIndex(
  read: ReadWhole,
  name: string,
  layout: VolumeLayout,
  volume: VolumeHeader,
  note: NoteDamage,
): Promise<{ bytes?: Uint8Array; failure?: Failure }> {
  const first = await read(layout.index);
  const second = await read(layout.indexCopy);
  const whole = [first, second].map((bytes) => equalBytes(sm3(bytes), volume.indexDigest)) as [boolean, boolean];
  if (!whole[0]) note('index', layout.index, whole[1]);
  if (!whole[1]) note('index', layout.indexCopy, whole[0]);
  if (whole[0] && whole[1]) return { bytes: first };
  const bytes = whole[0] ? first : whole[1] ? second : undefined;
  const where = bytes ? '摘要表与签名区的一份' : '摘要表与签名区';
  return { ...(bytes && { bytes }), failure: failure('payload-damaged', { name, where }) };
}
