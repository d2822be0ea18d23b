import { type ColumnMatch, matchByWords, matchColumns, targetWord } from '../../../shared/license/columns.ts';
import type { ImportPreview } from '../../../shared/license/methods.ts';
import type { LicenseType } from '../../../shared/license/type.ts';
import { openTable, type TableRow } from '../spreadsheet/spreadsheet.ts';
import type { Station } from '../store/station.ts';
import { keptMapping } from './import-memory.ts';

/** Rows before the titles that a table may have (a heading, a note). */
const titleRows = 10;
/** Rows that a preview shows. */
const shown = 5;

export interface Titles {
  readonly row: number;
  readonly titles: readonly string[];
  readonly match: ColumnMatch;
  /** By a person's earlier choice, not by the titles alone. */
  readonly kept: boolean;
  /** Index of the first row below. */
  readonly first: number;
  /** Columns that were understood. */
  readonly score: number;
}

/** The row of titles: the one of the first rows whose titles a person has mapped before, else the one that names most fields of the type. */
export function findTitles(station: Station, type: LicenseType, rows: readonly TableRow[]): Titles | undefined {
  let best: Titles | undefined;
  for (const [index, { row, cells }] of rows.slice(0, titleRows).entries()) {
    const words = keptMapping(station, type.name, cells);
    const match = words ? matchByWords(type, words) : matchColumns(type, cells);
    const score = match.targets.filter((target) => target !== null && target.kind !== 'ignored').length;
    const found = { row, titles: cells, match, kept: words !== undefined, first: index + 1, score };
    if (words) return found;
    if (!best || score > best.score) best = found;
  }
  return best;
}

/** The first rows of a table and where its columns would go; nothing is stored. */
export async function previewImport(
  station: Station,
  { type, name, bytes }: { type: LicenseType; name: string; bytes: Uint8Array },
): Promise<ImportPreview> {
  const { about, rows, close } = await openTable(bytes, name);
  try {
    for await (const batch of rows) {
      const found = findTitles(station, type, batch);
      if (!found) continue;
      return {
        sheet: about.sheet,
        notes: [...about.notes],
        titleRow: found.row,
        titles: [...found.titles],
        columns: found.match.targets.map(targetWord),
        kept: found.kept,
        rows: batch.slice(found.first, found.first + shown).map(({ row, cells }) => ({ row, cells: [...cells] })),
      };
    }
  } finally {
    await close();
  }
  throw new Error('a table without rows was opened');
}
