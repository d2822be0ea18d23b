import type { CatalogItem } from './catalog.ts';

/** Items taken from a table into those of a catalog: what somebody has written stays, gaps are filled, new columns come at the end. */
export interface MergedItems {
  readonly items: readonly CatalogItem[];
  readonly added: number;
  readonly filled: number;
  /** Items with a column that the table does not have; they stay. */
  readonly gone: readonly CatalogItem[];
}

/** Merges by column, and by name where there is no column. */
export function mergeItems(before: readonly CatalogItem[], table: readonly CatalogItem[]): MergedItems {
  const left = new Map(table.map((item) => [key(item), item]));
  const gone: CatalogItem[] = [];
  let filled = 0;
  const items = before.map((item) => {
    const found = left.get(key(item));
    if (!found) {
      if (item.column !== '') gone.push(item);
      return item;
    }
    left.delete(key(item));
    const next = Object.fromEntries(
      Object.entries(item).map(([field, value]) => [field, value || found[field as keyof CatalogItem]]),
    ) as CatalogItem;
    if (Object.keys(item).some((field) => item[field as keyof CatalogItem] !== next[field as keyof CatalogItem]))
      filled++;
    return next;
  });
  return { items: [...items, ...left.values()], added: left.size, filled, gone };
}

function key({ column, name }: CatalogItem): string {
  return column === '' ? ` ${name}` : column.toLowerCase();
}
