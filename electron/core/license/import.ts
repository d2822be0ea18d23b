import { Refusal, refuse } from '../../../shared/contract/failures.ts';
import { recordStateNames } from '../../../shared/exchange/record.ts';
import { matchByWords } from '../../../shared/license/columns.ts';
import { licenseLabel } from '../../../shared/license/fields.ts';
import type { License } from '../../../shared/license/license.ts';
import type { ImportReport, RejectedRow } from '../../../shared/license/methods.ts';
import { facesInOrder, type LicenseType } from '../../../shared/license/type.ts';
import type { Job } from '../context.ts';
import { openTable, type Packed, type TableRow, unpack } from '../spreadsheet/spreadsheet.ts';
import type { NewRecord } from '../store/new-record.ts';
import type { Station } from '../store/station.ts';
import { basisOf, rememberBasis } from './basis.ts';
import { duplicatesOf } from './duplicates.ts';
import { findTitles, type Titles } from './import-columns.ts';
import { keepMapping, noteTakenIn, takenIn } from './import-memory.ts';
import { type ReadyRow, type RowsWish, rejectedRow } from './import-rows.ts';
import { licenseOf } from './rows.ts';
import { completionContext, rememberWarnings } from './save.ts';
import { noteLooks } from './second-look.ts';

export interface LicenseTable {
  readonly type: LicenseType;
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly duplicates: 'reject' | 'add';
  /** Why the warnings of all rows may pass, '' where nobody said so. */
  readonly reason: string;
  /** A person's choice: where each column goes, below which row. */
  readonly columns?: readonly string[] | undefined;
  readonly titleRow?: number | undefined;
}

/**
 * Longest stretch of rows that is written without letting others run, in ms: while nobody asks for anything, and for a while after somebody has. The
 * more rows go in at once, the fewer pages are written.
 */
const aloneMs = 250;
const sharedMs = 40;
const shareFor = 2000;
/** Pieces that are waited for, so that their rows are written together. */
const together = 20;

/**
 * Takes the rows of a spreadsheet in as licenses of one type, while they are read. A row with errors is named in the report and stays out; the
 * others go in and are handed in, drafts while a warning of theirs has no reason. Cancelled before the first row it leaves nothing; later, the
 * rows up to there stay, and `stoppedAt` names the first that was not looked at. Refuses `not-a-table` when no row of titles is found or the column of the license number is missing.
 */
export async function importLicenses(
  station: Station,
  table: LicenseTable,
  now: Date,
  job: Job,
  lastCall: () => number,
): Promise<ImportReport> {
  const { type } = table;
  job.progress('读取', 0, 0, 'items');
  const { about, first, licenses, close } = await openTable(table.bytes, table.name, job.signal);
  const rejected: RejectedRow[] = [];
  let accepted = 0;
  let drafts = 0;
  let done = 0;
  let last = 0;
  const notes = [...about.notes];
  let stoppedAt: number | null = null;
  let titles: Titles | undefined;
  try {
    const top = await first();
    titles = titlesFor(station, table, top);
    const wish: RowsWish = {
      ...{ type, targets: titles.match.targets, reason: table.reason },
      ...{ context: completionContext(station, now), basis: basisOf(station, type.name) },
    };
    const batches = licenses(wish, top.slice(titles.first))[Symbol.asyncIterator]();
    // Rows are unpacked one piece at a time: what lives as long as its piece is gone before its garbage is old.
    const packed: Packed[] = [];
    let ready: readonly ReadyRow[] = [];
    let at = 0;
    let failed: unknown;
    for (let read = false; ; ) {
      try {
        while (!read && packed.length < together) {
          const { value, done: end } = await batches.next();
          if (end) read = true;
          else packed.push(...value);
        }
      } catch (error) {
        // The rows up to there are written first.
        failed = error;
        read = true;
      }
      if (at === ready.length && packed.length === 0) break;
      if (job.signal.aborted) {
        if (done === 0) refuse('cancelled');
        stoppedAt = (ready[at] ?? unpack<ReadyRow>(packed.shift()!)[0]!).row;
        break;
      }
      const until = performance.now() + (performance.now() - lastCall() < shareFor ? sharedMs : aloneMs);
      station.bulkTransaction(() => {
        do {
          if (at === ready.length) [ready, at] = [unpack<ReadyRow>(packed.shift()!), 0];
          const result = takeIn(station, table, ready[at]!);
          if (typeof result !== 'string') rejected.push(...result);
          else accepted++;
          if (result === 'draft') drafts++;
          last = ready[at++]!.row;
          done++;
        } while ((at < ready.length || packed.length > 0) && performance.now() < until);
      });
      job.progress('写入', done, Math.max(done, about.expected - 1), 'items');
      await new Promise((resume) => setImmediate(resume));
    }
    if (failed && stoppedAt === null) throw failed;
  } catch (error) {
    if (!(error instanceof Refusal) || done === 0) throw error;
    // Damage, a limit or a cancel in the middle of the file: what is in stays in, and the report says where it ends.
    stoppedAt = last + 1;
    if (!job.signal.aborted) notes.push(`第 ${stoppedAt} 行起没有读：${error.failure.message}`);
  } finally {
    await close();
  }
  station.audit('license.import', type.name, undefined, {
    file: table.name,
    accepted,
    rejected: new Set(rejected.map(({ row }) => row)).size,
  });
  return {
    accepted,
    drafts,
    rejected,
    unknownColumns: [...(titles?.match.unknown ?? [])],
    titleRow: titles?.row ?? 0,
    sheet: about.sheet,
    notes,
    stoppedAt,
  };
}

/** The row of titles and where each column goes; a person's choice is kept for the next table with these titles. */
function titlesFor(station: Station, table: LicenseTable, rows: readonly TableRow[]): Titles {
  const { type, name, columns, titleRow } = table;
  let found = findTitles(station, type, rows);
  if (columns) {
    const index = rows.findIndex(({ row }) => row === titleRow);
    const { row, cells } = rows[index] ?? refuse('not-a-table', { name, reason: '标题行不在文件开头，请重新选择文件' });
    const match = matchByWords(type, columns);
    found = { row, titles: cells, match, kept: true, first: index + 1, score: columns.length };
  }
  if (!found || found.score === 0)
    refuse('not-a-table', { name, reason: `没有一行标题与“${type.name}”的照面字段相符` });
  const numberPath = `face.${type.roles.number}`;
  if (!found.match.targets.some((target) => target?.kind === 'path' && target.path === numberPath))
    refuse('not-a-table', { name, reason: `缺少“${licenseLabel(type, numberPath)}”列` });
  if (columns) keepMapping(station, type.name, found.titles, columns);
  return found;
}

/** Writes a row that is ready, or says what keeps it out. */
function takeIn(
  station: Station,
  { type, duplicates }: LicenseTable,
  { row, identity, outcome }: ReadyRow,
): readonly RejectedRow[] | 'draft' | 'pending' {
  const duplicate = (message: string, known: boolean): RejectedRow[] => [
    rejectedRow(type, row, `face.${type.roles.number}`, 'duplicate-license', message, known),
  ];
  const before = identity === '' ? undefined : takenIn(station, identity);
  if (before !== undefined) {
    const { name, state } = station.records.get(before, 'license');
    return duplicate(`这一行以前已导入为“${name}”（${recordStateNames[state]}），未重复导入`, true);
  }
  if ('rejected' in outcome) return outcome.rejected;
  const { record, open, stock } = outcome;
  if (duplicates === 'reject') {
    const [same] = duplicatesOf(station, type, outcome);
    if (same) {
      const other = differences(type, licenseOf(same), bodyOf(record));
      const what = other.length === 0 ? '内容相同' : `${other.join('、')}与本行不同，没有覆盖`;
      const by = `${recordStateNames[same.state]}，${same.updatedAt.slice(0, 10)} 由${same.updatedBy}录入`;
      return duplicate(`已有同号证照“${same.name}”（${by}），${what}，未重复导入`, other.length === 0);
    }
  }
  const { n, id, by, at } = station.records.add(record);
  rememberWarnings(station, id, open, true);
  rememberBasis(station, type.name, stock);
  // A draft waits for nobody.
  if (record.state === 'pending') {
    const stored = { id, state: record.state, createdBy: by, updatedBy: by, updatedAt: at };
    noteLooks(station, stored, type, bodyOf(record), { hand: 'first', held: false, fresh: true });
  }
  noteTakenIn(station, identity, n);
  return record.state === 'draft' ? 'draft' : 'pending';
}

/** The license that was made ready, which nobody had in hand since. */
const bodyOf = ({ body }: NewRecord): License => JSON.parse(body) as License;

/** Labels of the face fields in which two licenses differ, three at most and 等. */
function differences(type: LicenseType, stored: License, read: License): string[] {
  const labels = facesInOrder(type)
    .filter(({ key }) => (stored.face[key] ?? '') !== (read.face[key] ?? ''))
    .map(({ label }) => `“${label}”`);
  return labels.length > 3 ? [...labels.slice(0, 3), '等'] : labels;
}
