import { type FileHandle, open } from 'node:fs/promises';
import { Refusal } from '../../../../shared/contract/failures.ts';
import { equalBytes } from '../../crypto/bytes.ts';
import { sm3 } from '../../crypto/sm3.ts';
import { ioFailure } from '../../store/io-failures.ts';
import { headerIsWhole } from './package-header.ts';
import { readRegion } from './read-region.ts';
import { type CodewordRun, RUN_CODEWORDS } from './recovery-codewords.ts';
import { reachOf } from './recovery-reach.ts';
import { readProtected, writeAt } from './recovery-source.ts';
import { type BlockSurvey, surveyBlocks } from './recovery-survey.ts';
import { noteChecks, solveRuns, writeChecks } from './recovery-writer.ts';
import { isCutShort, type VolumeFound, type VolumeSurvey } from './survey.ts';
import { encodeVolumeHeader } from './volume-header.ts';

export interface RestoreOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called with the bytes of each piece that was copied. */
  readonly onWritten: (bytes: number) => void;
}

/**
 * Writes a volume anew: copies what is there, works out what is lost from what was copied, and puts copies and recovery data
 * behind it. The volume header comes last. Chunks of a volume without recovery data are copied as they are.
 * @param target a file that does not exist; half of it is left when the volume cannot be restored
 * @returns chunks that are lost; 0: the volume is restored
 */
export async function restoreVolume(
  volume: VolumeSurvey & { readonly found: VolumeFound },
  target: string,
  options: RestoreOptions,
): Promise<number> {
  const { found } = volume;
  const hopeless = found.headerBytes === undefined || found.index === undefined;
  if (isCutShort(volume) || (hopeless && found.volume.recoveryBytes === 0)) return found.volume.chunks;
  const source = await open(volume.path, 'r').catch((error: unknown) => {
    throw ioFailure(error, volume.path);
  });
  const file = await open(target, 'wx+');
  try {
    const blocks = await copy(source, file, volume, options);
    if (blocks !== undefined) {
      const reach = reachOf(found, blocks);
      if (reach.blocksBeyond > 0) return Math.max(1, reach.chunksBeyond.size);
      const runs = runsOf(blocks.lost);
      await solveRuns(
        { path: target, protectedBytes: found.layout.protectedBytes, runs },
        options.signal,
        (run, crcs) => noteChecks(blocks.crcs, blocks.layout, run, crcs),
      );
    }
    return (await finish(file, found, blocks)) ? 0 : found.volume.chunks;
  } finally {
    await source.close();
    await file.close();
  }
}

/** Copies all up to the end of the index, and parity blocks. */
async function copy(
  source: FileHandle,
  file: FileHandle,
  volume: VolumeSurvey & { readonly found: VolumeFound },
  { signal, onWritten }: RestoreOptions,
): Promise<BlockSurvey | undefined> {
  const { found } = volume;
  if (found.volume.recoveryBytes > 0) {
    return await surveyBlocks(source, volume, { data: true, copyTo: file, signal, onRead: onWritten });
  }
  for await (const { offset, bytes } of readProtected(source, found)) {
    if (signal?.aborted === true) throw new Refusal('cancelled');
    await writeAt(file, bytes, offset);
    onWritten(bytes.length);
  }
  return undefined;
}

/** Puts all the rest behind what is restored; false when header or index are not what they should be. */
async function finish(
  file: FileHandle,
  { volume, layout, ...known }: VolumeFound,
  blocks: BlockSurvey | undefined,
): Promise<boolean> {
  const headerBytes = known.headerBytes ?? (await readRegion(file, layout.header));
  const index = known.index ?? (await readRegion(file, layout.index));
  if (!headerIsWhole(headerBytes) || !equalBytes(sm3(index), volume.indexDigest)) return false;
  if (blocks !== undefined) {
    await writeAt(file, new Uint8Array(blocks.layout.padding.length), blocks.layout.padding.offset);
    await writeChecks(file, volume, blocks.crcs);
  }
  const block = encodeVolumeHeader(volume);
  await writeAt(file, headerBytes, layout.headerCopy.offset);
  await writeAt(file, index, layout.indexCopy.offset);
  await writeAt(file, block, layout.back.offset);
  await file.truncate(layout.fileBytes);
  await file.sync();
  await writeAt(file, block, layout.front.offset);
  await file.sync();
  return true;
}

/** Neighbouring codewords that lost the same places are solved together. */
function runsOf(lost: ReadonlyMap<number, readonly number[]>): CodewordRun[] {
  const runs: { first: number; count: number; erased: readonly number[] }[] = [];
  for (const [codeword, erased] of [...lost].sort(([a], [b]) => a - b)) {
    const run = runs.at(-1);
    const follows = run !== undefined && run.first + run.count === codeword && run.count < RUN_CODEWORDS;
    if (follows && run.erased.length === erased.length && run.erased.every((place, i) => place === erased[i]))
      run.count++;
    else runs.push({ first: codeword, count: 1, erased });
  }
  return runs;
}
