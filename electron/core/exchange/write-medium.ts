import { type FileHandle, open, rename, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { Refusal } from '../../../shared/contract/failures.ts';
import { volumeSizes } from '../../../shared/exchange/volume-size.ts';
import type { WritingStep } from '../../../shared/exchange/writing-step.ts';
import { toHex } from '../crypto/bytes.ts';
import { Sm3 } from '../crypto/sm3.ts';
import { syncFolder } from '../store/atomic-file.ts';
import { ioFailure } from '../store/io-failures.ts';
import { UNFINISHED } from './format/format.ts';
import { type ReadBack, readBack } from './read-back.ts';

/** A sealed volume in the outbox, as the ledger knows it. */
export interface VolumeToWrite {
  readonly source: string;
  readonly file: string;
  readonly bytes: number;
  /** Of the file, hex. */
  readonly sm3: string;
  /** Of its package in the ledger. */
  readonly sequence: number;
}

export interface Watch {
  readonly signal: AbortSignal;
  /** Bytes of the volume that the phase has passed. */
  onProgress(phase: WritingStep['phase'], done: number): void;
}

const piece = 1024 * 1024;

export interface WrittenCopy {
  readonly path: string;
  /** Whether it was read back from the medium itself, past the system's cache. */
  readonly direct: boolean;
}

/** What statfs says of FAT12 to FAT32 on Linux (MSDOS_SUPER_MAGIC), and the largest file there. */
const fat = 0x4d44;

/**
 * Copies a sealed volume to a folder on a medium that is there: temporary name, fsync, rename, then read back whole and compared. One that is there
 * already is only read back, and replaced when it is not the same; so writing goes on where it was stopped. A cancel or a failure
 * leaves no half file, and none under the volume's name that differs from it. Refuses `disk-full`, `disk-read-only`,
 * `too-big-for-medium`, `file-missing` (a pulled medium), `read-back-mismatch`, `sealed-file-missing`, `cancelled`.
 */
export async function writeToMedium(volume: VolumeToWrite, folder: string, watch: Watch): Promise<WrittenCopy> {
  const { file, sm3, sequence } = volume;
  const target = join(folder, file);
  const temporary = target + UNFINISHED;
  try {
    const there = await isWritten(volume, target, watch);
    if (there) return { path: target, direct: there.direct };
    // It would take the room that the right one needs.
    await rm(target, { force: true });
    refuseTooBig(volume, folder, await statfs(folder));
    if ((await copy(volume.source, temporary, watch)) !== sm3) throw new Refusal('sealed-file-missing', { sequence });
    await rename(temporary, target);
    syncFolder(folder);
    const read = await readBack(target, watch.signal, (done) => watch.onProgress('readBack', done));
    if (read.sm3 !== sm3) throw new Refusal('read-back-mismatch', { name: file });
    return { path: target, direct: read.direct };
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    if (watch.signal.aborted) throw new Refusal('cancelled');
    const found = error instanceof Error && 'code' in error && error.code === 'EIO' ? unreliable(file) : error;
    if (found instanceof Refusal && found.failure.code === 'read-back-mismatch')
      await rm(target, { force: true }).catch(() => {});
    const failed = ioFailure(found, folder);
    throw failed instanceof Refusal && failed.failure.code === 'disk-full'
      ? new Refusal('disk-full', { path: folder, name: file })
      : failed;
  }
}

function unreliable(name: string): Refusal {
  return new Refusal('read-back-mismatch', { name });
}

/** Refuses before a byte is written what will not fit: a file of 4 GiB on FAT, a volume larger than what is free. */
export function refuseTooBig(
  { bytes, file }: Pick<VolumeToWrite, 'bytes' | 'file'>,
  folder: string,
  { type, bavail, bsize }: { readonly type: number; readonly bavail: number; readonly bsize: number },
): void {
  if (type === fat && bytes > volumeSizes.fat32) throw new Refusal('too-big-for-medium', { path: folder });
  if (bytes > bavail * bsize) throw new Refusal('disk-full', { path: folder, name: file });
}

async function isWritten(
  { bytes, sm3 }: VolumeToWrite,
  target: string,
  { signal, onProgress }: Watch,
): Promise<ReadBack | undefined> {
  const found = await stat(target).catch(() => undefined);
  if (found?.isFile() !== true || found.size !== bytes) return undefined;
  try {
    const read = await readBack(target, signal, (done) => onProgress('readBack', done));
    return read.sm3 === sm3 ? read : undefined;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EIO') return undefined;
    throw error;
  }
}

/** Gives the SM3 of what was copied. */
async function copy(source: string, target: string, { signal, onProgress }: Watch): Promise<string> {
  const hash = new Sm3();
  const input = await open(source, 'r');
  try {
    const output = await open(target, 'w', 0o644);
    try {
      await passThrough(input, signal, async (bytes, done) => {
        hash.update(bytes);
        for (let at = 0; at < bytes.length; ) at += (await output.write(bytes, at)).bytesWritten;
        onProgress('write', done);
      });
      await output.sync();
    } finally {
      await output.close();
    }
  } finally {
    await input.close();
  }
  return toHex(hash.digest());
}

/** SM3 of a file, hex, read in pieces; `onProgress` is told of the bytes passed. */
export async function fileSm3(path: string, signal: AbortSignal, onProgress: (done: number) => void): Promise<string> {
  const file = await open(path, 'r');
  const hash = new Sm3();
  try {
    await passThrough(file, signal, async (bytes, done) => {
      hash.update(bytes);
      onProgress(done);
    });
    return toHex(hash.digest());
  } finally {
    await file.close();
  }
}

/** Reads a file in pieces of 1 MiB and hands each on, with the bytes that have come so far. */
async function passThrough(
  file: FileHandle,
  signal: AbortSignal,
  take: (bytes: Uint8Array, done: number) => Promise<void>,
): Promise<void> {
  const buffer = new Uint8Array(piece);
  for (let at = 0; ; ) {
    signal.throwIfAborted();
    const { bytesRead } = await file.read(buffer, 0, piece, at);
    if (bytesRead === 0) return;
    at += bytesRead;
    await take(buffer.subarray(0, bytesRead), at);
  }
}
