import type { Catalog } from '../../../shared/catalog/catalog.ts';
import type { MergedRange, SheetToWrite } from '../spreadsheet/spreadsheet.ts';
import { type SheetColumn, sheetColumns } from './sheet-columns.ts';

/**
 * Catalogs as a sheet under a grouped two-row title: the 31 columns of the municipal export or the 24 of the notice, each followed by
 * those of our own columns that hold something. A resource has one row for each item; its own cells stand in the first. Read back it
 * gives the same catalogs (`export` with classification and code, `notice` without).
 */
export function catalogSheet(catalogs: readonly Catalog[], template: 'export' | 'notice'): SheetToWrite {
  const columns = sheetColumns.filter(({ part, write }) => {
    if (part === 'more') return catalogs.some((c) => rowsOf(c).some((item, row) => (write(c, item, row) ?? '') !== ''));
    return part === 'notice' || template === 'export';
  });
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

function* rows(catalogs: readonly Catalog[], columns: readonly SheetColumn[]): Generator<(string | number | null)[]> {
  for (const catalog of catalogs) {
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
