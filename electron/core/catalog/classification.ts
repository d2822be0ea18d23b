import { type Classification, type ClassificationNode, namesOf } from '../../../shared/catalog/classification.ts';
import type { CatalogNode } from '../../../shared/catalog/methods.ts';
import { isPrefix, splitCode } from '../../../shared/catalog/resource-code.ts';
import type { Station } from '../store/station.ts';
import { currentTable } from './classification-table.ts';

interface Used {
  readonly facet: string;
  readonly count: number;
  readonly names: { readonly class: string; readonly item: string; readonly subItem: string; readonly detail: string };
}

/** Prefixes in use with the number of catalogs and the names that one of them gives. Own catalogs: origin ''; all received: '*'. */
function usedPrefixes(station: Station, origin: string): Used[] {
  const where = origin === '*' ? "origin <> ''" : 'origin = @origin';
  const rows = station.db
    .prepare(
      `SELECT facet, count(*) AS count, min(n) AS n FROM record WHERE kind = 'catalog' AND ${where} GROUP BY facet`,
    )
    .all({ origin }) as { facet: string; count: number; n: number }[];
  const names = station.db.prepare(
    `SELECT coalesce(body ->> '$.classification.class', '') AS class, coalesce(body ->> '$.classification.item', '') AS item,
       coalesce(body ->> '$.classification.subItem', '') AS subItem, coalesce(body ->> '$.classification.detail', '') AS detail
     FROM record WHERE n = ?`,
  );
  return rows.map(({ facet, count, n }) => ({ facet, count, names: names.get(n) as Used['names'] }));
}

/**
 * The tree of what is there: four levels, each node with the number of catalogs in it and below, nodes without catalogs left out. Names come
 * from the table; where it does not know the digits, from the catalogs themselves.
 */
export function catalogTree(
  station: Station,
  origin: string,
): { tree: CatalogNode[]; total: number; unclassified: number } {
  const table = currentTable(station).table;
  const roots = new Map<string, Growing>();
  let total = 0;
  let unclassified = 0;
  for (const { facet, count, names } of usedPrefixes(station, origin)) {
    total += count;
    if (!isPrefix(facet)) {
      unclassified += count;
      continue;
    }
    const known = namesOf(facet, table);
    const parts = splitCode(facet);
    let level = roots;
    let prefix = '';
    for (const key of ['class', 'item', 'subItem', 'detail'] as const) {
      const code = parts[key];
      if (code === '') break;
      prefix += code;
      const node = level.get(code) ?? { prefix, code, name: known[key] || names[key], count: 0, children: new Map() };
      node.count += count;
      level.set(code, node);
      level = node.children;
    }
  }
  return { tree: grown(roots), total, unclassified };
}

/** How many own catalogs have each prefix that is in use. */
export function usedCounts(station: Station): Record<string, number> {
  const rows = station.db
    .prepare("SELECT facet, count(*) FROM record WHERE kind = 'catalog' AND origin = '' AND facet <> '' GROUP BY facet")
    .raw()
    .all() as [string, number][];
  return Object.fromEntries(rows);
}

interface Growing {
  readonly prefix: string;
  readonly code: string;
  readonly name: string;
  count: number;
  readonly children: Map<string, Growing>;
}

function grown(level: ReadonlyMap<string, Growing>): CatalogNode[] {
  return [...level.values()]
    .sort((a, b) => (a.code < b.code ? -1 : 1))
    .map(({ prefix, code, name, count, children }) => ({ prefix, code, name, count, children: grown(children) }));
}

/** The table with the branches that catalogs of this station use and the table lacks: what the code builder offers. */
export function offeredClassification(station: Station): Classification {
  const extra = (nodes: readonly CatalogNode[]): ClassificationNode[] =>
    nodes.map(({ code, name, children }) => ({ code, name: name || code, children: extra(children) }));
  return joined(currentTable(station).table, extra(catalogTree(station, '').tree)) as Classification;
}

function joined(a: readonly ClassificationNode[], b: readonly ClassificationNode[]): ClassificationNode[] {
  const nodes = a.map((node) => {
    const same = b.find((other) => other.code === node.code);
    return same ? { ...node, children: joined(node.children, same.children) } : node;
  });
  return [...nodes, ...b.filter((node) => !a.some((other) => other.code === node.code))].sort((x, y) =>
    x.code < y.code ? -1 : 1,
  );
}
