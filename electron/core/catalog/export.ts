import { Catalog } from '../../../shared/catalog/catalog.ts';
import { writeTable } from '../spreadsheet/spreadsheet.ts';
import type { ListQuery } from '../store/record-list.ts';
import type { Station } from '../store/station.ts';
import { writeCatalogJson } from './read-json.ts';
import { catalogSheet } from './write-sheet.ts';

const pageSize = 500;

/** The catalogs of a list as one file; what is exported, and how many, is logged. */
export async function exportCatalogs(
  station: Station,
  query: Omit<ListQuery, 'kind' | 'after' | 'limit'>,
  format: 'xlsx' | 'csv' | 'json',
  template: 'export' | 'notice',
): Promise<{ name: string; bytes: Uint8Array<ArrayBuffer>; total: number }> {
  const catalogs: Catalog[] = [];
  for (let after: string | undefined; ; ) {
    const page = station.records.list({ order: 'code', ...query, kind: 'catalog', after, limit: pageSize });
    for (const { body } of page.rows) catalogs.push(Catalog.parse(body));
    await new Promise((resume) => setImmediate(resume));
    if (page.next === null) break;
    after = page.next;
  }
  const bytes =
    format === 'json'
      ? new TextEncoder().encode(writeCatalogJson(catalogs))
      : await writeTable(catalogSheet(catalogs, template), format);
  const name = `信息资源目录-${station.now().slice(0, 10)}.${format}`;
  station.audit('catalog.export', name, undefined, { total: catalogs.length, format });
  return { name, bytes, total: catalogs.length };
}
