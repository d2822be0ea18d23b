import { z } from 'zod';
import { type Failure, Refusal, refuse } from '../../../shared/contract/failures.ts';
import { guardedBlobName, type Sheet } from '../../../shared/seal/imprint.ts';
import type { FailedPage } from '../../../shared/seal/methods.ts';
import type { ScannedPage, SealInk } from '../../../shared/seal/scan.ts';
import type { Context, Job } from '../context.ts';
import type { BlobInfo } from '../store/blobs.ts';
import type { StoredRecord } from '../store/records.ts';
import type { Station } from '../store/station.ts';
import { imagingPool } from '../threads/threads.ts';
import { keepImprints, keepPictures } from './keep-imprint.ts';
import { recogniseSeals } from './same-seal.ts';
import { imprintsOf } from './views.ts';

/** A batch of a feeder at 600 dpi in one TIFF stays below this; more is a film or a wrong file. */
export const MAX_SCAN_BYTES = 256 * 1024 * 1024;

/** What became of one page of a file. */
export type PageOutcome = { readonly page: ScannedPage } | { readonly failed: FailedPage };

export interface ReadOptions {
  readonly preview: boolean;
  /** What the seals are stamped in; red unless said otherwise. */
  readonly ink?: SealInk | undefined;
  readonly signal?: AbortSignal;
  progress?(done: number, total: number): void;
}

/** Pages that are read ahead of the one that is handed over: every core is busy, and a batch never lies in memory as a whole. */
const PAGES_AHEAD = 6;

/**
 * Reads every page of a scan on worker threads and hands them over in the order of the file, while later ones are read. A page that fails is
 * named and the rest goes on; a file that cannot be opened, or whose only page fails, is refused (`not-a-picture`, `picture-too-large`,
 * `picture-damaged`, `pdf-locked`, `pdf-damaged`, `limit-exceeded`, `work-crashed`).
 */
export async function eachPage(
  bytes: Uint8Array,
  name: string,
  options: ReadOptions,
  hand: (outcome: PageOutcome) => void | Promise<void>,
): Promise<void> {
  if (bytes.length > MAX_SCAN_BYTES) {
    refuse('file-too-large', { name, mb: Math.ceil(bytes.length / 1048576), limit: MAX_SCAN_BYTES / 1048576 });
  }
  const pool = imagingPool();
  const read = (index: number) =>
    pool.run(
      { bytes, name, index, preview: options.preview, ink: options.ink },
      { name, ...(options.signal ? { signal: options.signal } : {}) },
    );
  const first = await read(0);
  const outcomeOf = async (index: number): Promise<PageOutcome> => {
    try {
      const output = index === 0 ? first : await read(index);
      return 'page' in output ? { page: output.page } : { failed: failedPage(index, output.failure) };
    } catch (error) {
      if (!(error instanceof Refusal) || error.failure.code === 'cancelled') throw error;
      return { failed: failedPage(index, error.failure) };
    }
  };
  const reading: Promise<PageOutcome>[] = [];
  for (let index = 0; index < first.pages; index++) {
    for (let next = reading.length; next < Math.min(first.pages, index + PAGES_AHEAD); next++) {
      const begun = outcomeOf(next);
      // What is cancelled is heard of in its turn.
      begun.catch(() => {});
      reading.push(begun);
    }
    await hand(await reading[index]!);
    options.progress?.(index + 1, first.pages);
  }
}

/** The pages of a scan all together; see `eachPage`. */
export async function readScan(bytes: Uint8Array, name: string, options: ReadOptions): Promise<PageOutcome[]> {
  const outcomes: PageOutcome[] = [];
  await eachPage(bytes, name, options, (outcome) => void outcomes.push(outcome));
  return outcomes;
}

const failedPage = (index: number, { code, message }: Failure): FailedPage => ({ index, code, message });

/** Keeps a page as a sheet with its imprints, all of them drafts, and looks which seals are known already. */
export async function keepPage(
  station: Station,
  name: string,
  scan: BlobInfo,
  page: ScannedPage,
): Promise<StoredRecord> {
  const { blobs, records } = station;
  const code = nextNumber(station, 'seal.sheetNumber');
  const preview = blobs.put(page.preview ?? new Uint8Array(), `${code}-仅供核对.jpg`);
  const kept = await keepPictures(station, code, page.seals, 1);
  const body: Sheet = {
    source: name,
    scan: scan.id,
    scanSm3: scan.sm3,
    scanBytes: scan.bytes,
    page: page.finding,
    preview: preview.id,
    found: page.seals.length,
    dropped: [],
    again: '',
    paperKept: '',
  };
  const sheet = station.transaction(() => {
    const blobs = [scan.id, preview.id];
    const saved = records.save({ kind: 'sheet', code, name, body, blobs, errors: 0, state: 'draft' });
    keepImprints(station, saved, kept);
    return saved;
  });
  await recogniseSeals(station, imprintsOf(station, sheet));
  return sheet;
}

/** Day and running number of the day, 20261123-001, counted under `setting`. */
export function nextNumber(station: Station, setting: string): string {
  const Numbering = z.object({ day: z.string(), last: z.int() });
  const day = station.now().slice(0, 10).replaceAll('-', '');
  const before = station.setting(setting, Numbering, { day, last: 0 });
  const last = before.day === day ? before.last + 1 : 1;
  station.setSetting(setting, { day, last });
  return `${day}-${String(last).padStart(3, '0')}`;
}

/** `seal.scan`: reads a file and keeps each page that could be read, as soon as it is; what was kept before a cancel stays. */
export async function scanInto(
  ctx: Context,
  name: string,
  bytes: Uint8Array,
  ink: SealInk,
  job: Job,
): Promise<{ sheets: StoredRecord[]; failed: FailedPage[] }> {
  const sheets: StoredRecord[] = [];
  const failed: FailedPage[] = [];
  const { blobs } = ctx.station;
  let scan: BlobInfo | undefined;
  const options: ReadOptions = {
    preview: true,
    ink,
    signal: job.signal,
    progress: (done, total) => job.progress('读取扫描件', done, total),
  };
  try {
    await eachPage(bytes, name, options, async (outcome) => {
      if ('failed' in outcome) failed.push(outcome.failed);
      else {
        scan ??= blobs.guard(blobs.put(bytes, guardedBlobName('scan', name)).id);
        sheets.push(await keepPage(ctx.station, name, scan, outcome.page));
        ctx.changed('sheet', 'imprint');
      }
    });
  } catch (error) {
    const cancelled = error instanceof Refusal && error.failure.code === 'cancelled';
    if (!cancelled || sheets.length === 0) throw error;
  }
  return { sheets, failed };
}
