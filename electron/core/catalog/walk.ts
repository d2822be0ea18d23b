import type { Catalog } from '../../../shared/catalog/catalog.ts';
import { refuse } from '../../../shared/contract/failures.ts';
import type { Job } from '../context.ts';
import type { ListPage, ListQuery } from '../store/record-list.ts';
import type { StoredRecord } from '../store/records.ts';
import type { Station } from '../store/station.ts';
import { storedCatalog } from './stored-catalog.ts';

/** Which catalogs, in which order; by code where none is said. */
export type CatalogList = Omit<ListQuery, 'kind' | 'after' | 'limit'>;

/** Records read at once, some 10 ms. */
const pageRows = 100;

/** Longest stretch of reading, and of what is done with it, that keeps others waiting, in ms. */
const sliceMs = 20;

/** The records of a list with their catalogs one after another, as many as there are; others come to their turn between them. Refuses `cancelled`. */
export async function* walkRecords(
  station: Station,
  list: CatalogList,
  step: string,
  job: Job,
): AsyncGenerator<{ readonly record: StoredRecord; readonly catalog: Catalog }> {
  for await (const record of walk((query) => station.records.list(query), list, step, job))
    yield { record, catalog: storedCatalog(record.body) };
}

/** The same without the records around them. */
export async function* walkCatalogs(
  station: Station,
  list: CatalogList,
  step: string,
  job: Job,
): AsyncGenerator<Catalog> {
  for await (const body of walk((query) => station.records.listBodies(query), list, step, job))
    yield storedCatalog(body);
}

async function* walk<R>(
  read: (query: ListQuery) => ListPage<R>,
  list: CatalogList,
  step: string,
  job: Job,
): AsyncGenerator<R> {
  let done = 0;
  let after: string | undefined;
  let rested = performance.now();
  do {
    const page = read({ ...list, order: list.order ?? 'code', kind: 'catalog', after, limit: pageRows });
    for (const row of page.rows) {
      yield row;
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
