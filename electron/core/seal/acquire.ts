import { Refusal } from '../../../shared/contract/failures.ts';
import type { ScanProfile } from '../../../shared/scanner/profile.ts';
import { guardedBlobName } from '../../../shared/seal/imprint.ts';
import type { FailedPage } from '../../../shared/seal/methods.ts';
import type { SealInk } from '../../../shared/seal/scan.ts';
import type { Context, Job } from '../context.ts';
import { acquire } from '../scanner/scanner.ts';
import type { BlobInfo } from '../store/blobs.ts';
import type { Station } from '../store/station.ts';
import { keepPage, readScan } from './scan.ts';

interface Acquired {
  /** Ids of the sheets, in the order of the pages. */
  readonly sheets: string[];
  readonly failed: FailedPage[];
  readonly ended: { readonly code: string; readonly message: string } | null;
}

/**
 * `seal.acquire`: the scanner goes on while earlier pages are looked at on every core; each is kept in its turn, so that the numbers of the
 * sheets follow the paper.
 */
export async function acquireInto(ctx: Context, profile: ScanProfile, ink: SealInk, job: Job): Promise<Acquired> {
  const { station } = ctx;
  const sheets: string[] = [];
  const failed: FailedPage[] = [];
  let pages = 0;
  let kept: Promise<void> = Promise.resolve();
  const ended = await acquire(profile, job, (bytes, name) => {
    const index = pages++;
    // Not ended by a cancel: what has been read is kept.
    const reading = readScan(bytes, name, { preview: true, ink });
    reading.catch(() => {});
    kept = kept.then(async () => {
      const outcome = await reading.then(
        ([first]) => first!,
        (error) => ({ failed: failureAt(error) }),
      );
      if ('failed' in outcome) failed.push({ ...outcome.failed, index });
      else sheets.push((await keepPage(station, name, keepScan(station, bytes, name), outcome.page)).id);
      ctx.changed('sheet', 'imprint');
    });
    return kept;
  });
  return { sheets, failed, ended: ended && { code: ended.code, message: ended.message } };
}

const keepScan = ({ blobs }: Station, bytes: Uint8Array, name: string): BlobInfo =>
  blobs.guard(blobs.put(bytes, guardedBlobName('scan', name)).id);

function failureAt(error: unknown): { code: string; message: string } {
  if (!(error instanceof Refusal)) throw error;
  return error.failure;
}
