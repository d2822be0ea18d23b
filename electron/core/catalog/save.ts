import type { Catalog } from '../../../shared/catalog/catalog.ts';
import { type CatalogContext, checkCatalog } from '../../../shared/catalog/check.ts';
import { normalizeCatalog } from '../../../shared/catalog/normalize.ts';
import { isPrefix, joinCode, prefixOf, splitCode } from '../../../shared/catalog/resource-code.ts';
import { refuse } from '../../../shared/contract/failures.ts';
import { errorCount, type Finding } from '../../../shared/exchange/finding.ts';
import type { RecordState } from '../../../shared/exchange/record.ts';
import { prepared } from '../store/database.ts';
import type { StoredRecord } from '../store/records.ts';
import type { Station } from '../store/station.ts';
import { currentTable } from './classification-table.ts';
import { changedSince } from './life.ts';

/** What the rules look at in this station. */
export function contextOf(station: Station): CatalogContext {
  return {
    today: station.now().slice(0, 10),
    classification: currentTable(station).table,
    ...(station.role === 'department'
      ? { stationUscc: station.info().uscc, hasCode: (code) => ownCode(station, code) }
      : {}),
  };
}

function ownCode(station: Station, code: string): boolean {
  const found = prepared(
    station.db,
    "SELECT 1 FROM record WHERE kind = 'catalog' AND kind <> 'license' AND origin = '' AND code = ?",
  ).get(code);
  return found !== undefined;
}

/** The code that the next catalog of a prefix gets: one more than the highest that there ever was, six digits at least. */
export function nextCode(station: Station, prefix: string): string {
  const last = prepared(station.db, 'SELECT last FROM catalog_sequence WHERE prefix = ?').pluck().get(prefix);
  return joinCode(prefix, Number(last ?? 0) + 1);
}

/** Keeps in mind that a number was given: it stays given when its catalog is removed. */
function noteSequence(station: Station, code: string): void {
  const sequence = Number(splitCode(code).sequence);
  if (!isPrefix(prefixOf(code)) || !(sequence > 0 && sequence < 1e15)) return;
  prepared(
    station.db,
    `INSERT INTO catalog_sequence (prefix, last) VALUES (?, ?)
     ON CONFLICT DO UPDATE SET last = excluded.last WHERE excluded.last > last`,
  ).run(prefixOf(code), sequence);
}

const settled: readonly RecordState[] = ['accepted', 'stored'];

/** Refuses `catalog-retired`: what the bureau has withdrawn stays as it is. */
function refuseRetired({ name, body }: StoredRecord): void {
  const { retired } = body as Catalog;
  if (retired) refuse('catalog-retired', { name, date: retired.date });
}

export interface SaveCatalog {
  readonly id?: string | undefined;
  readonly base?: number | undefined;
  readonly body: Catalog;
  /** Hand it in: refused as `record-incomplete` while findings block; `whenComplete` leaves an incomplete one as draft. */
  readonly submit: boolean | 'whenComplete';
}

export interface Saved {
  readonly record: StoredRecord;
  readonly body: Catalog;
  readonly findings: readonly Finding[];
}

/**
 * Normalises, checks and saves one own catalog. A code without sequence is given the next one of its prefix. Refuses `code-taken` when
 * another own catalog has the code, and `code-published` when the code of one that was sent is to change.
 */
export function saveCatalog(station: Station, input: SaveCatalog, context: CatalogContext = contextOf(station)): Saved {
  return station.transaction(() => {
    const body = normalizeCatalog(input.body);
    const prefix = prefixOf(body.code);
    if (isPrefix(prefix) && splitCode(body.code).sequence === '') body.code = nextCode(station, prefix);
    const before = input.id === undefined ? undefined : station.records.get(input.id, 'catalog');
    if (before?.sent && before.code !== '' && before.code !== body.code)
      refuse('code-published', { code: before.code });
    const taken = body.code === '' ? undefined : station.records.find({ kind: 'catalog', code: body.code });
    if (taken && taken.id !== input.id) refuse('code-taken', { code: body.code, name: taken.name });
    if (before && settled.includes(before.state)) refuseRetired(before);
    const findings = checkCatalog(body, { ...context, published: changedSince(station, before, body) });
    const errors = errorCount(findings);
    const submit = input.submit === true || (input.submit === 'whenComplete' && errors === 0);
    noteSequence(station, body.code);
    const record = station.records.save({
      id: input.id,
      base: input.base,
      kind: 'catalog',
      code: body.code,
      name: body.name,
      facet: isPrefix(prefix) ? prefix : '',
      body,
      errors,
      search: catalogSearch(body),
      state: submit ? 'pending' : 'draft',
    });
    return { record, body, findings };
  });
}

/** What a catalog is found by besides code and name. */
export function catalogSearch({ provider, office, source, items }: Catalog): string[] {
  return [provider, office, source, ...items.map(({ name }) => name)];
}
