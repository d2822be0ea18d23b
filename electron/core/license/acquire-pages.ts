import { Refusal } from '../../../shared/contract/failures.ts';
import type { ScanProfile } from '../../../shared/scanner/profile.ts';
import type { Job } from '../context.ts';
import { acquire } from '../scanner/scanner.ts';
import type { Station } from '../store/station.ts';
import { addPages } from './entry.ts';

type Refused = Awaited<ReturnType<typeof addPages>>['refused'];

/** `entry.acquire`: each page goes into the batch while the scanner runs on, in the order of the paper. */
export async function acquirePages(
  station: Station,
  batch: string,
  profile: ScanProfile,
  job: Job,
): Promise<{ added: number; refused: Refused; ended: { code: string; message: string } | null }> {
  const refused: Refused = [];
  let added = 0;
  let kept: Promise<void> = Promise.resolve();
  // The job tells of the scanner; what is scanned is kept also after a cancel.
  const keeping: Job = { signal: new AbortController().signal, progress: () => {} };
  const keep = async (bytes: Uint8Array, name: string): Promise<void> => {
    try {
      const page = await addPages(station, batch, [{ name, bytes }], keeping);
      added += page.added;
      refused.push(...page.refused);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refused.push({ name, code: error.failure.code, message: error.failure.message });
    }
  };
  const ended = await acquire(profile, job, (bytes, name) => {
    kept = kept.then(() => keep(bytes, name));
    return kept;
  });
  return { added, refused, ended: ended && { code: ended.code, message: ended.message } };
}
