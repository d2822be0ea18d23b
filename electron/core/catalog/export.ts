import { basename } from 'node:path';
import { Catalog } from '../../../shared/catalog/catalog.ts';
import { writeTable } from '../spreadsheet/spreadsheet.ts';
import { writeFileAtomically } from '../store/atomic-file.ts';
import { freePath } from '../store/free-path.ts';
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
  folder = '',
): Promise<{ name: string; bytes: Uint8Array<ArrayBuffer>; path: string; total: number }> {
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
  const path = folder === '' ? '' : freePath(folder, `信息资源目录-${station.now().slice(0, 10)}`, format);
  const name = path === '' ? `信息资源目录-${station.now().slice(0, 10)}.${format}` : basename(path);
  if (path !== '') writeFileAtomically(path, bytes);
  station.audit('catalog.export', path || name, undefined, { total: catalogs.length, format });
  return { name, bytes, path, total: catalogs.length };
}
