import { basename, extname, join } from 'node:path';
import { refuse } from '../../../shared/contract/failures.ts';
import { resultTitle } from '../../../shared/license/columns.ts';
import type { ImportReport } from '../../../shared/license/methods.ts';
import type { Job } from '../context.ts';
import { openTable, streamTable, type TableRow, writeFileInPieces } from '../spreadsheet/spreadsheet.ts';
import { freePath } from '../store/free-path.ts';
import type { Station } from '../store/station.ts';

export interface ReportWish {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly report: ImportReport;
  readonly onlyRejected: boolean;
  /** Folder to write to. */
  readonly to: string;
  /** Name of the file there; a free one beside what is there where it is absent. */
  readonly as?: string | undefined;
}

/**
 * Writes the rows of an imported file again, as csv where it was text and as xlsx else, each with what became of it in a column of its own. Mended,
 * it can go in again: rows that are in the station are recognised.
 */
export async function writeImportReport(
  station: Station,
  wish: ReportWish,
  job: Job,
): Promise<{ path: string; rows: number }> {
  const { report } = wish;
  const { about, rows: batches, close } = await openTable(wish.bytes, wish.name, job.signal);
  const format = about.kind === 'csv' ? 'csv' : 'xlsx';
  const path = wish.as
    ? join(wish.to, wish.as)
    : freePath(wish.to, `${basename(wish.name, extname(wish.name))}-导入结果`, format);
  const outcome = outcomes(report);
  let rows = 0;
  let width = 0;
  const withResult = ({ row, cells }: TableRow): string[] => {
    const line = [...cells];
    while (line.length < width) line.push('');
    return [...line, row === report.titleRow ? resultTitle : row < report.titleRow ? '' : outcome(row)];
  };
  async function* lines(): AsyncGenerator<string[]> {
    for await (const batch of batches) {
      if (job.signal.aborted) refuse('cancelled');
      // Where titles are fewer than cells, the new column stands behind the widest row of the first ones.
      if (width === 0) width = Math.max(...batch.map(({ cells }) => cells.length));
      for (const line of batch) {
        const stays = line.row <= report.titleRow || !wish.onlyRejected || !outcome(line.row).startsWith(taken);
        if (!stays) continue;
        if (line.row > report.titleRow) rows++;
        yield withResult(line);
      }
      job.progress('写出', rows, about.expected, 'items');
    }
  }
  try {
    const sheet = { name: about.sheet, head: [], rows: lines() };
    await writeFileInPieces(path, (sink) => streamTable(sheet, format, sink));
  } finally {
    await close();
  }
  station.audit('license.importReport', wish.name, undefined, { path, rows });
  return { path, rows };
}

const taken = '已导入';

/** What became of a row below the titles. */
function outcomes({ rejected, stoppedAt }: ImportReport): (row: number) => string {
  const reasons = new Map<number, string>();
  for (const { row, message, known } of rejected) {
    const before = reasons.get(row);
    reasons.set(row, before ? `${before}；${message}` : `${known ? taken : '未导入'}：${message}`);
  }
  return (row) => reasons.get(row) ?? (stoppedAt !== null && row >= stoppedAt ? '未导入：到这里之前已停下' : taken);
}
