import { createReadStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Refusal, refuse } from '../../../../shared/contract/failures.ts';
import { concatBytes } from '../../crypto/bytes.ts';
import { ioFailure } from '../../store/io-failures.ts';
import { surveyPackage } from './package-survey.ts';
import type { VolumeSurvey } from './survey.ts';
import { type VerifyResult, verifyPackage } from './verify-package.ts';
import { UNFINISHED } from './volume-file.ts';
import { encodeVolumeHeader, type Region } from './volume-header.ts';

export interface Repaired {
  /** Names of the files written. */
  readonly files: readonly string[];
  /** What the written package is found to be. */
  readonly result: VerifyResult;
}

/**
 * Writes the volumes of a damaged package anew into another folder, with each damaged region taken from its intact copy, and
 * verifies what was written. The files given are never touched. Refuses what `verifyPackage` finds when it cannot be restored.
 */
export async function repairPackage(paths: readonly string[], outDir: string, signal?: AbortSignal): Promise<Repaired> {
  const found = await verifyPackage(paths, { signal });
  if (!found.ok && !found.repairable) refuse(found.failure!.code, found.failure!.details);
  const { volumes } = await surveyPackage(paths);
  const written: string[] = [];
  try {
    for (const volume of volumes) {
      await restoreVolume(volume, join(outDir, volume.name), signal);
      written.push(join(outDir, volume.name));
    }
    const result = await verifyPackage(written, { signal });
    if (!result.ok) throw new Error(`repaired package is still ${result.code}`);
    return { files: written.map((path) => basename(path)), result };
  } catch (error) {
    for (const path of written) await rm(path, { force: true });
    throw ioFailure(error, outDir);
  }
}

async function restoreVolume(
  { path, parts }: VolumeSurvey,
  target: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { volume, layout, headerBytes, table, seal } = parts!;
  const block = encodeVolumeHeader(volume);
  const index = seal === undefined ? table : concatBytes(table, seal);
  if (await exists(target)) throw new Error(`${target} exists already`);
  const temporary = target + UNFINISHED;
  const file = await open(temporary, 'w');
  try {
    const put = async ({ offset }: Region, bytes: Uint8Array): Promise<void> => {
      await file.write(bytes, 0, bytes.length, offset);
    };
    const { offset, length } = layout.payload;
    let at = offset;
    if (length > 0) {
      for await (const piece of createReadStream(path, {
        start: offset,
        end: offset + length - 1,
        highWaterMark: PIECE,
      })) {
        if (signal?.aborted === true) throw new Refusal('cancelled');
        await put({ offset: at, length: piece.length }, piece);
        at += piece.length;
      }
    }
    await put(layout.header, headerBytes);
    await put(layout.index, index);
    await put(layout.headerCopy, headerBytes);
    await put(layout.indexCopy, index);
    await put(layout.back, block);
    await put(layout.front, block);
    await file.sync();
    await file.close();
    await rename(temporary, target);
  } catch (error) {
    await file.close().catch(() => undefined);
    await rm(temporary, { force: true });
    throw error;
  }
}

async function exists(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  );
}

const PIECE = 1 << 20;
