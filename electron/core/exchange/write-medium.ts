import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Refusal } from '../../../shared/contract/failures.ts';
import type { Job } from '../context.ts';
import { toHex } from '../crypto/bytes.ts';
import { Sm3 } from '../crypto/sm3.ts';
import { syncFolder } from '../store/atomic-file.ts';
import { ioFailure } from '../store/io-failures.ts';

const piece = 1024 * 1024;

/**
 * Copies a sealed file to a folder on a medium: temporary name, fsync, rename, then read back whole and compared with the SM3
 * (hex) that it had when it was sealed. A cancel or a failure leaves nothing under the file's name. Refuses `disk-full`, `disk-read-only`,
 * `file-missing` (a pulled medium), `read-back-mismatch`, `cancelled`. Gives the path of the copy.
 */
export async function writeToMedium(source: string, folder: string, sm3: string, job: Job): Promise<string> {
  const name = basename(source);
  const target = join(folder, name);
  const temporary = `${target}.part`;
  let renamed = false;
  try {
    await mkdir(folder, { recursive: true });
    await copy(source, temporary, job);
    await rename(temporary, target);
    renamed = true;
    syncFolder(folder);
    if ((await fileSm3(target, '回读校验', job)) !== sm3) throw new Refusal('read-back-mismatch', { name });
    return target;
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    if (renamed) await rm(target, { force: true }).catch(() => {});
    if (job.signal.aborted) throw new Refusal('cancelled');
    if (error instanceof Error && 'code' in error && error.code === 'EIO')
      throw new Refusal('read-back-mismatch', { name });
    throw ioFailure(error, folder);
  }
}

async function copy(source: string, target: string, job: Job): Promise<void> {
  const input = await open(source, 'r');
  try {
    const output = await open(target, 'w', 0o644);
    try {
      await passThrough(input, '写入介质', job, async (bytes) => {
        for (let at = 0; at < bytes.length; ) at += (await output.write(bytes, at)).bytesWritten;
      });
      await output.sync();
    } finally {
      await output.close();
    }
  } finally {
    await input.close();
  }
}

/** SM3 of a file, hex, read in pieces. */
export async function fileSm3(path: string, step: string, job: Job): Promise<string> {
  const file = await open(path, 'r');
  const hash = new Sm3();
  try {
    await passThrough(file, step, job, async (bytes) => void hash.update(bytes));
    return toHex(hash.digest());
  } finally {
    await file.close();
  }
}

/** Reads a file in pieces of 1 MiB and hands each on. */
async function passThrough(
  file: FileHandle,
  step: string,
  job: Job,
  take: (bytes: Uint8Array) => Promise<void>,
): Promise<void> {
  const { size } = await file.stat();
  const buffer = new Uint8Array(piece);
  for (let at = 0; ; ) {
    job.signal.throwIfAborted();
    const { bytesRead } = await file.read(buffer, 0, piece, at);
    if (bytesRead === 0) return;
    const bytes = buffer.subarray(0, bytesRead);
    await take(bytes);
    at += bytesRead;
    job.progress(step, at, size, 'bytes');
  }
}
