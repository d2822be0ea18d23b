import type { Catalog } from '../../../shared/catalog/catalog.ts';
import { refuse } from '../../../shared/contract/failures.ts';
import type { Job } from '../context.ts';
import type { ListQuery } from '../store/record-list.ts';
import type { StoredRecord } from '../store/records.ts';
import type { Station } from '../store/station.ts';
import { storedCatalog } from './stored-catalog.ts';

/** Which catalogs, in which order; by code where none is said. */
export type CatalogList = Omit<ListQuery, 'kind' | 'after' | 'limit'>;

/** Records read at once, some 10 ms. */
const pageRows = 100;

/** Longest stretch of reading, and of what is done with it, that keeps others waiting, in ms. */
const sliceMs = 20;

/** The catalogs of a list one after another, as many as there are; others come to their turn between them. Refuses `cancelled`. */
export async function* walkCatalogs(
  station: Station,
  list: CatalogList,
  step: string,
  job: Job,
): AsyncGenerator<{ readonly record: StoredRecord; readonly catalog: Catalog }> {
  let done = 0;
  let after: string | undefined;
  let rested = performance.now();
  do {
    const page = station.records.list({
      ...list,
      order: list.order ?? 'code',
      kind: 'catalog',
      after,
      limit: pageRows,
    });
    for (const record of page.rows) {
      yield { record, catalog: storedCatalog(record.body) };
      done++;
      if (performance.now() - rested < sliceMs) continue;
      job.progress(step, done, Math.max(done, page.total), 'items');
      await new Promise((resume) => setImmediate(resume));
      if (job.signal.aborted) refuse('cancelled');
      rested = performance.now();
    }
    after = page.next ?? undefined;
  } while (after !== undefined);
}
