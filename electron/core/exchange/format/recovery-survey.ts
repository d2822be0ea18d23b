import type { FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { Refusal } from '../../../../shared/contract/failures.ts';
import { checkOf, checksListed, isCheckBlock } from './recovery-checks.ts';
import { BLOCK_BYTES, CHECKS_A_BLOCK, DATA_PLACES, type RecoveryLayout, recoveryLayout } from './recovery-layout.ts';
import { BlockProof } from './recovery-proof.ts';
import { PIECE_BYTES, readBlocks, readProtected, writeAt } from './recovery-source.ts';
import type { Damage, VolumeFound, VolumeSurvey } from './survey.ts';
import { encodeVolumeHeader, type Region } from './volume-header.ts';

/** What the blocks of a volume with recovery data are found to be. */
export interface BlockSurvey {
  readonly layout: RecoveryLayout;
  /** Stretches of the recovery data that are not as they were written. */
  readonly damage: readonly Damage[];
  /** CRC-32 of each block, data blocks first; those of blocks that are not lost are right. */
  readonly crcs: Uint32Array;
  /** By codeword the places that are lost, in ascending order. */
  readonly lost: ReadonlyMap<number, readonly number[]>;
}

export interface BlockSurveyOptions {
  /** Whether data blocks are looked at too, and not recovery data alone. */
  readonly data: boolean;
  /** A file that takes data and parity blocks, as they are, at their places. */
  readonly copyTo?: FileHandle;
  readonly signal?: AbortSignal | undefined;
  /** Called with the bytes of each piece that was read. */
  readonly onRead?: ((bytes: number) => void) | undefined;
}

/** Reads a volume by blocks, and compares them with the check list. Refuses `cancelled`. */
export async function surveyBlocks(
  handle: FileHandle,
  volume: VolumeSurvey & { readonly found: VolumeFound },
  options: BlockSurveyOptions,
): Promise<BlockSurvey> {
  const { found } = volume;
  const layout = recoveryLayout(found.layout.protectedBytes);
  const damage = new Stretches(volume);
  const crcs = new Uint32Array(layout.dataBlocks + layout.parityBlocks);
  const lost = new Map<number, number[]>();
  const lose = (block: number): void => {
    const [i, place] = block < layout.dataBlocks ? [block, 0] : [block - layout.dataBlocks, DATA_PLACES];
    const codeword = i % layout.groups;
    const places = lost.get(codeword) ?? [];
    places.push(place + Math.floor(i / layout.groups));
    lost.set(codeword, places);
  };
  const pass = async (offset: number, bytes: Uint8Array): Promise<void> => {
    if (options.signal?.aborted === true) throw new Refusal('cancelled');
    if (options.copyTo !== undefined) await writeAt(options.copyTo, bytes, offset);
    options.onRead?.(bytes.length);
  };

  const padding = await readBlocks(handle, layout.padding);
  if (padding.some((byte) => byte !== 0)) damage.add(layout.padding);
  const listed = await readChecks(handle, found, layout, damage);
  if (options.data) {
    const proof = new BlockProof(handle, found);
    for await (const { offset, bytes } of readProtected(handle, found)) {
      for (let at = 0; at < bytes.length; at += BLOCK_BYTES) {
        const block = (offset + at) / BLOCK_BYTES;
        const crc = crc32(bytes.subarray(at, at + BLOCK_BYTES));
        crcs[block] = crc;
        const good = listed.has(block) ? listed.crcs[block] === crc : await proof.holds(block);
        if (!good) lose(block);
      }
      await pass(offset, bytes);
    }
  }
  for (let at = 0; at < layout.parity.length; at += PIECE_BYTES) {
    const offset = layout.parity.offset + at;
    const bytes = await readBlocks(handle, { offset, length: Math.min(PIECE_BYTES, layout.parity.length - at) });
    for (let i = 0; i < bytes.length; i += BLOCK_BYTES) {
      const block = layout.dataBlocks + (at + i) / BLOCK_BYTES;
      const crc = crc32(bytes.subarray(i, i + BLOCK_BYTES));
      crcs[block] = crc;
      if (listed.has(block) && listed.crcs[block] === crc) continue;
      lose(block);
      if (listed.has(block)) damage.add({ offset: offset + i, length: BLOCK_BYTES });
    }
    await pass(offset, bytes);
  }
  return { layout, damage: damage.all, crcs, lost };
}

/** The CRC-32 that some copy of the check list still has. */
interface Listed {
  readonly crcs: Uint32Array;
  has(block: number): boolean;
}

async function readChecks(
  handle: FileHandle,
  { volume }: VolumeFound,
  layout: RecoveryLayout,
  damage: Stretches,
): Promise<Listed> {
  const header = encodeVolumeHeader(volume);
  const crcs = new Uint32Array(layout.dataBlocks + layout.parityBlocks);
  const have = new Uint8Array(layout.checkBlocks);
  for (const list of layout.checks) {
    for (let at = 0; at < list.length; at += PIECE_BYTES) {
      const offset = list.offset + at;
      const bytes = await readBlocks(handle, { offset, length: Math.min(PIECE_BYTES, list.length - at) });
      for (let i = 0; i < bytes.length; i += BLOCK_BYTES) {
        const number = (at + i) / BLOCK_BYTES;
        const count = checksListed(layout, number);
        const block = bytes.subarray(i, i + BLOCK_BYTES);
        const own = crcs.subarray(number * CHECKS_A_BLOCK, number * CHECKS_A_BLOCK + count);
        let good = isCheckBlock(block, header, number, count);
        if (good && have[number] === 1) good = own.every((crc, j) => crc === checkOf(block, j));
        else if (good) {
          for (let j = 0; j < count; j++) own[j] = checkOf(block, j);
          have[number] = 1;
        }
        if (!good) damage.add({ offset: offset + i, length: BLOCK_BYTES });
      }
    }
  }
  return { crcs, has: (block) => have[Math.floor(block / CHECKS_A_BLOCK)] === 1 };
}

/** Damage of recovery data; neighbours are one place, and what lies behind a cut is damage of the end already. */
class Stretches {
  private readonly stretches: Region[] = [];
  private readonly name: string;
  private readonly bytes: number;

  constructor({ name, bytes }: VolumeSurvey) {
    this.name = name;
    this.bytes = bytes;
  }

  add(stretch: Region): void {
    if (stretch.offset + stretch.length <= this.bytes) this.stretches.push(stretch);
  }

  get all(): Damage[] {
    const joined: Region[] = [];
    for (const { offset, length } of this.stretches.sort((a, b) => a.offset - b.offset)) {
      const before = joined.at(-1);
      if (before === undefined || before.offset + before.length !== offset) joined.push({ offset, length });
      else joined[joined.length - 1] = { offset: before.offset, length: before.length + length };
    }
    return joined.map((region) => ({ file: this.name, region: 'recovery', ...region, copyIntact: true }));
  }
}
