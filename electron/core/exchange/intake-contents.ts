import { refuse } from '../../../shared/contract/failures.ts';
import { PackedApprovals, PackedFiles, PackedStation } from '../../../shared/exchange/contents.ts';
import type { KindCounts, RejectedRecord } from '../../../shared/exchange/package.ts';
import type { RecordKind } from '../../../shared/exchange/record.ts';
import type { Context, Job } from '../context.ts';
import type { Station } from '../store/station.ts';
import type { PackageEntry } from './format/format.ts';
import { type PackagePart, type RecordsPart, readFile, readList, unlessLost } from './intake-parts.ts';
import { fileReader, isRejected, type TakenRecord, takeLine } from './intake-record.ts';
import type { PartnerKeys } from './partners.ts';
import type { ReadLine } from './read-line.ts';

/** What a package brought: records that are in the station now, those that stay out, and what it says besides. */
export interface Contents {
  readonly taken: TakenRecord[];
  readonly rejected: RejectedRecord[];
  readonly counts: KindCounts;
  approvals: unknown[];
  says: PackedStation | null;
}

/** A job that gives way while people work. */
export type PatientJob = Job & Pick<Context, 'lastCall'>;

/**
 * Records that go in without letting others run: so many at least, for a busy machine would be made busier by writing the same pages for a few of them at a
 * time, and more while there is time, in ms. What is due at the end (search index, pages of the database) takes about as long again. The more go in at
 * once, the fewer pages are written: while nobody has asked for anything for a while, 500. Twice as many save a fifth of the pages, but no time that shows,
 * and nobody else is served for twice as long.
 */
const shared = { records: 250, ms: 25 } as const;
const alone = { records: 500, ms: 0 } as const;
const shareForMs = 2000;
/** Stretches after which the log goes into the database. */
const toCheckpoint = 4;
/** Parts of a package that are read ahead of what is written. */
const readsAhead = 6;
/** Records that are waited for, so that they are written together. */
const together = 1000;

/**
 * Takes the records of a package into the station. `salvaged`: files may end in `payload-damaged`; they are passed over, and a
 * record that names one of them stays out as `file-lost`. Refuses `contents-rejected` and `limit-exceeded`.
 */
export async function takeContents(
  station: Station,
  sender: PartnerKeys,
  parts: AsyncIterable<PackagePart>,
  job: PatientJob,
  salvaged = false,
): Promise<Contents> {
  const contents: Contents = { taken: [], rejected: [], counts: {}, approvals: [], says: null };
  const names = new Map<string, string>();
  const ids = new Map<string, string>();
  const lines = fileReader(station, sender.id, ids, salvaged ? names : undefined, job.signal);
  const ahead: Promise<readonly ReadLine[]>[] = [];
  let aheadOf: RecordKind | undefined;
  let waiting: ReadLine[] = [];
  let stretches = 0;
  for await (const part of parts) {
    job.signal.throwIfAborted();
    if ('kind' in part) await takeRecords(part);
    else if (salvaged) await unlessLost(() => takeEntry(part.entry));
    else await takeEntry(part.entry);
  }
  await writeAll();
  return contents;

  /** While records are written, each thread that reads them gets no further than what it was given before. */
  async function takeRecords({ kind, bytes, ahead: before }: RecordsPart): Promise<void> {
    // A license is read by the types that came before it.
    if (kind !== aheadOf) await writeAll();
    aheadOf = kind;
    const reading = lines(kind, bytes, before);
    // Whoever waits for it meets the error.
    reading.catch(() => undefined);
    ahead.push(reading);
    if (ahead.length > readsAhead) await writeNext();
  }

  async function takeEntry(entry: PackageEntry): Promise<void> {
    // What is read ahead knows the files that came before it.
    await writeAll();
    if (entry.path === 'station.json') {
      const said = PackedStation.safeParse(await readJson(entry));
      if (!said.success || said.data.station !== sender.id)
        refuse('contents-rejected', { reason: '包里的单位信息与签名的单位不符' });
      contents.says = said.data ?? null;
    } else if (entry.path === 'approval.json') {
      const approvals = PackedApprovals.safeParse(await readJson(entry));
      if (!approvals.success) refuse('contents-rejected', { reason: '包里的审批与保密审查信息读不出来' });
      contents.approvals = (approvals.data ?? []).map(({ records: _, ...approval }) => approval);
    } else if (entry.path === 'files.json') {
      const files = PackedFiles.safeParse(await readJson(entry));
      for (const { sm3, name } of files.data ?? []) names.set(sm3, name);
    } else if (entry.path.startsWith('blobs/')) {
      const sm3 = entry.path.slice('blobs/'.length);
      const blob = station.blobs.put(await readFile(entry), names.get(sm3) ?? sm3);
      if (blob.sm3 === sm3) ids.set(sm3, blob.id);
    }
  }

  async function writeNext(): Promise<void> {
    waiting.push(...(await ahead.shift()!));
    if (waiting.length < together) return;
    const written = waiting;
    waiting = [];
    await write(written);
  }

  async function writeAll(): Promise<void> {
    while (ahead.length > 0) await writeNext();
    const written = waiting;
    waiting = [];
    await write(written);
  }

  /** Records go in by slices, each one transaction, so that the page is never kept waiting long; the receipt's own commit makes them last. */
  async function write(written: readonly ReadLine[]): Promise<void> {
    for (let at = 0; at < written.length; ) {
      const stretch = performance.now() - job.lastCall() < shareForMs ? shared : alone;
      const until = performance.now() + stretch.ms;
      const least = Math.min(at + stretch.records, written.length);
      station.bulkTransaction(() => {
        do take(written[at++]!);
        while (at < least || (at < written.length && performance.now() < until));
      });
      await othersTurn();
      stretches += 1;
      if (stretches % toCheckpoint === 0) await station.log.write();
    }
  }

  function take(line: ReadLine): void {
    const one = takeLine(station, sender.id, line);
    if (isRejected(one)) contents.rejected.push(one);
    else {
      contents.taken.push(one);
      contents.counts[one.kind] = (contents.counts[one.kind] ?? 0) + 1;
    }
  }
}

/** Lets whoever else waits for the core go first. */
export const othersTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function readJson(entry: PackageEntry): Promise<unknown> {
  try {
    return JSON.parse(new TextDecoder().decode(await readList(entry)));
  } catch (error) {
    if (error instanceof SyntaxError) return refuse('contents-rejected', { reason: `“${entry.path}”读不出来` });
    throw error;
  }
}
