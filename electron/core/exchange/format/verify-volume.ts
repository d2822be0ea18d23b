import { open } from 'node:fs/promises';
import { type Failure, failure } from '../../../../shared/contract/failures.ts';
import { ioFailure } from '../../store/io-failures.ts';
import { type ChunkRead, readChunks } from './payload-reader.ts';
import { reachOf } from './recovery-reach.ts';
import { type BlockSurvey, surveyBlocks } from './recovery-survey.ts';
import { type Damage, isCutShort, type VolumeFound, type VolumeParts, type VolumeSurvey } from './survey.ts';

/** What a volume is found to be when every byte of it has been read. */
export interface VolumeCheck {
  /** What the survey found, and what is wrong with chunks and recovery data. */
  readonly damage: readonly Damage[];
  /** The first chunk without its digest. */
  readonly payload?: Failure;
  /** Recovery data that is not as it was written. */
  readonly recovery?: Failure;
  /** Whether the file can be restored from what it holds; true of a whole one. */
  readonly restorable: boolean;
  /** Chunks that cannot, as far as a volume header tells of them. */
  readonly lostChunks: number;
}

export interface VolumeCheckOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called with the bytes of each piece that was read. */
  readonly onRead: (bytes: number) => void;
  /** Called with the bytes that are to be read a second time. */
  readonly onSecondReading: (bytes: number) => void;
}

/**
 * Reads a volume by chunks and, when a part of it is lost, a second time by blocks, to learn whether its recovery data gives it back.
 * Recovery data of a whole volume is looked at as well. Refuses `cancelled`.
 */
export async function checkVolume(volume: VolumeSurvey, options: VolumeCheckOptions): Promise<VolumeCheck> {
  const { found, parts, name } = volume;
  if (found === undefined) return { damage: volume.damage, restorable: false, lostChunks: 0 };
  if (isCutShort({ ...volume, found })) {
    return { damage: volume.damage, restorable: false, lostChunks: found.volume.chunks };
  }
  const bad = parts === undefined ? [] : await badChunks({ ...volume, parts }, options);
  const complete = parts !== undefined && bad.length === 0;
  const blocks =
    found.volume.recoveryBytes > 0 ? await readBlocks({ ...volume, found }, !complete, options) : undefined;
  const [first] = bad;
  const recoveryDamage = blocks?.damage ?? [];
  return {
    damage: [...volume.damage, ...stretchesOf(bad, name), ...recoveryDamage],
    ...(first && { payload: failure('payload-damaged', { name, where: `第 ${first.chunk + 1} 块起` }) }),
    ...(recoveryDamage.length > 0 && { recovery: failure('payload-damaged', { name, where: '恢复数据' }) }),
    ...(complete ? { restorable: true, lostChunks: 0 } : lossOf(volume, found, bad, blocks)),
  };
}

/** What is lost of a volume that misses chunks, header or table. */
function lossOf(
  { parts }: VolumeSurvey,
  found: VolumeFound,
  bad: readonly BadChunk[],
  blocks: BlockSurvey | undefined,
): { restorable: boolean; lostChunks: number } {
  if (blocks === undefined) return { restorable: false, lostChunks: parts ? bad.length : found.volume.chunks };
  const reach = reachOf(found, blocks);
  if (parts === undefined) return { restorable: reach.blocksBeyond === 0, lostChunks: reach.chunksBeyond.size };
  // A chunk whose blocks all have their CRC-32, and which is bad all the same, is none that codewords mend.
  const lost = bad.filter(({ chunk }) => {
    const own = chunk - found.volume.firstChunk;
    return reach.chunksBeyond.has(own) || !reach.chunksWithin.has(own);
  });
  return { restorable: lost.length === 0 && reach.blocksBeyond === 0, lostChunks: lost.length };
}

type BadChunk = Pick<ChunkRead, 'chunk' | 'offset'> & { readonly length: number };

async function badChunks(
  volume: VolumeSurvey & { readonly parts: VolumeParts },
  { signal, onRead }: VolumeCheckOptions,
): Promise<BadChunk[]> {
  const bad: BadChunk[] = [];
  for await (const { chunk, offset, bytes, intact } of readChunks({ volumes: [volume] }, { signal })) {
    onRead(bytes.length);
    if (!intact) bad.push({ chunk, offset, length: bytes.length });
  }
  return bad;
}

async function readBlocks(
  volume: VolumeSurvey & { readonly found: VolumeFound },
  data: boolean,
  options: VolumeCheckOptions,
): Promise<BlockSurvey> {
  const handle = await open(volume.path, 'r').catch((error: unknown) => {
    throw ioFailure(error, volume.path);
  });
  if (data) options.onSecondReading(volume.found.layout.protectedBytes);
  try {
    return await surveyBlocks(handle, volume, { data, ...options });
  } finally {
    await handle.close();
  }
}

/** Neighbouring chunks are one place. */
function stretchesOf(bad: readonly BadChunk[], file: string): Damage[] {
  const damage: Damage[] = [];
  for (const { chunk, offset, length } of bad) {
    const before = damage.at(-1);
    if (before !== undefined && before.offset + before.length === offset) {
      damage[damage.length - 1] = { ...before, length: before.length + length, chunks: before.chunks! + 1 };
    } else damage.push({ file, region: 'payload', offset, length, firstChunk: chunk, chunks: 1, copyIntact: false });
  }
  return damage;
}
