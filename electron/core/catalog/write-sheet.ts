import type { Catalog } from '../../../shared/catalog/catalog.ts';
import type { MergedRange, SheetToWrite } from '../spreadsheet/spreadsheet.ts';
import { type SheetColumn, sheetColumns } from './sheet-columns.ts';

export type Catalogs = Iterable<Catalog> | AsyncIterable<Catalog>;

/** Those of our own columns that hold something in one of the catalogs. */
export async function filledColumns(catalogs: Catalogs): Promise<ReadonlySet<SheetColumn>> {
  const empty = new Set(sheetColumns.filter(({ part }) => part === 'more'));
  const filled = new Set<SheetColumn>();
  for await (const catalog of catalogs) {
    const rows = rowsOf(catalog);
    for (const column of empty)
      if (rows.some((item, row) => (column.write(catalog, item, row) ?? '') !== '')) {
        empty.delete(column);
        filled.add(column);
      }
    if (empty.size === 0) break;
  }
  return filled;
}

/**
 * Catalogs as a sheet under a grouped two-row title: the 31 columns of the municipal export or the 24 of the notice, each followed by
 * the `filled` of our own columns. A resource has one row for each item; its own cells stand in the first. Read back it gives the same
 * catalogs (`export` with classification and code, `notice` without).
 */
export function catalogSheet(
  catalogs: Catalogs,
  template: 'export' | 'notice',
  filled: ReadonlySet<SheetColumn>,
): SheetToWrite {
  const columns = sheetColumns.filter((column) =>
    column.part === 'more' ? filled.has(column) : column.part === 'notice' || template === 'export',
  );
  return {
    name: '信息资源目录',
    head: [columns.map(({ group, title }) => group || title), columns.map(({ title }) => title)],
    rows: rows(catalogs, columns),
    widths: columns.map(({ width }) => width),
    merges: titleMerges(columns),
  };
}

function rowsOf(catalog: Catalog): readonly (Catalog['items'][number] | undefined)[] {
  return catalog.items.length === 0 ? [undefined] : catalog.items;
}

async function* rows(catalogs: Catalogs, columns: readonly SheetColumn[]): AsyncGenerator<(string | number | null)[]> {
  for await (const catalog of catalogs) {
    const items = rowsOf(catalog);
    for (let row = 0; row < items.length; row++) yield columns.map(({ write }) => write(catalog, items[row], row));
  }
}

/** Groups span their columns in the first title row; a column without group spans both rows. */
function titleMerges(columns: readonly SheetColumn[]): MergedRange[] {
  const merges: MergedRange[] = [];
  for (let left = 0; left < columns.length; ) {
    const { group } = columns[left]!;
    let right = left;
    while (group !== '' && columns[right + 1]?.group === group) right++;
    if (group === '') merges.push({ top: 0, left, bottom: 1, right: left });
    else if (right > left) merges.push({ top: 0, left, bottom: 0, right });
    left = right + 1;
  }
  return merges;
}
