import type { Catalog } from '../../../shared/catalog/catalog.ts';
import type { Job } from '../context.ts';
import { type FileOut, type Sink, streamTable, type WayOut, writeOut } from '../spreadsheet/spreadsheet.ts';
import type { Station } from '../store/station.ts';
import { type CatalogList, walkCatalogs } from './walk.ts';
import { writeDcat } from './write-dcat.ts';
import { writeCatalogJson } from './write-json.ts';
import { catalogSheet, filledColumns } from './write-sheet.ts';

export interface CatalogExport extends WayOut {
  readonly filter: CatalogList;
  readonly format: 'xlsx' | 'csv' | 'json' | 'jsonld';
  /** Columns of a sheet. */
  readonly template: 'export' | 'notice';
}

/**
 * The catalogs of a list as one file, read while they are written; what is exported, and how many, is logged. Cancelled or failed, it leaves no file.
 * Refuses `limit-exceeded` where a file to be handed back is too large.
 */
export async function exportCatalogs(
  station: Station,
  wish: CatalogExport,
  job: Job,
): Promise<FileOut & { readonly total: number }> {
  let total = 0;
  const listed = async function* (step: string): AsyncGenerator<Catalog> {
    total = 0;
    for await (const catalog of walkCatalogs(station, wish.filter, step, job)) {
      total++;
      yield catalog;
    }
  };
  const write = async (sink: Sink): Promise<void> => {
    if (wish.format === 'json') return writeCatalogJson(listed('导出'), sink);
    if (wish.format === 'jsonld') {
      const { name, uscc } = station.info();
      return writeDcat(listed('导出'), { name, uscc, day: station.now().slice(0, 10) }, sink);
    }
    const filled = await filledColumns(listed('查看各列'));
    return streamTable(catalogSheet(listed('导出'), wish.template, filled), wish.format, sink);
  };
  const made = await writeOut(wish, `信息资源目录-${station.now().slice(0, 10)}`, wish.format, write);
  station.audit('catalog.export', made.path || made.name, undefined, { total, format: wish.format });
  return { ...made, total };
}
