import type { RecordKind, RecordState, StateCounts } from '../../../shared/exchange/record.ts';
import { recordStates } from '../../../shared/exchange/record.ts';
import type { Obligation, Progress } from '../../../shared/station/obligation.ts';
import { countLicenses } from '../license/license.ts';
import { inHouse } from '../store/in-house.ts';
import type { StoredRecord } from '../store/records.ts';
import type { Station } from '../store/station.ts';

/** What fulfils a line: the kind of record, and how many of them stand in each state. */
export interface Fulfilment {
  readonly kind: RecordKind | null;
  readonly counts: StateCounts;
}

const none = (): StateCounts => Object.fromEntries(recordStates.map((state) => [state, 0])) as StateCounts;

/** Which records count for a line, and where they stand. */
export function fulfilmentOf(station: Station, line: Obligation): Fulfilment {
  const { records } = station;
  switch (line.kind) {
    case '资源目录':
      return { kind: 'catalog', counts: records.counts('catalog') };
    case '证照目录':
      return { kind: 'licenseType', counts: records.counts('licenseType') };
    case '证照模板':
      return {
        kind: 'licenseType',
        counts: countRows(station, 'licenseType', (row) => line.licenseTypes.includes(row.name)),
      };
    case '印模':
      return { kind: 'imprint', counts: countRows(station, 'imprint', (row) => servesTypes(row, line.licenseTypes)) };
    case '数据':
      return line.licenseTypes.length > 0
        ? { kind: 'license', counts: sum(line.licenseTypes.map((type) => countLicenses(station, { type })!)) }
        : { kind: 'dataset', counts: datasets(station, line) };
    case '电子文书':
    case '图形文件':
    case '扫描影像':
    case '已签章电子证照':
      return { kind: 'dataset', counts: datasets(station, line) };
    case '职责':
      return { kind: null, counts: none() };
  }
}

/** Whether something that counts for a line is sealed and has not been handed over yet. */
export function isAtTheDoor(station: Station, line: Obligation, kind: RecordKind | null): boolean {
  const types = line.licenseTypes.length > 0 && line.kind !== '证照目录';
  const of = !types
    ? kind === 'dataset' && 'r.facet IN (SELECT value FROM json_each(@catalogs))'
    : kind === 'licenseType'
      ? 'r.name IN (SELECT value FROM json_each(@types))'
      : kind === 'license'
        ? 'r.facet IN (SELECT value FROM json_each(@types))'
        : "EXISTS (SELECT 1 FROM json_each(r.body, '$.licenseTypes') WHERE value IN (SELECT value FROM json_each(@types)))";
  const sealed = station.db.prepare(
    `SELECT 1 FROM package k JOIN package_record x ON x.package = k.id JOIN record r ON r.id = x.record AND r.revision = x.revision
     WHERE k.handed_at = '' AND k.received_at = '' AND k.replaced_by = '' AND x.kind = @kind AND r.state = 'sent' AND ${inHouse}
       AND ${of || 'true'} LIMIT 1`,
  );
  const { catalogs, licenseTypes } = line;
  return sealed.get({ kind, catalogs: JSON.stringify(catalogs), types: JSON.stringify(licenseTypes) }) !== undefined;
}

/** 已录 are the records that are handed in or further; drafts are still in work. */
export function progressOf(counts: StateCounts): Progress & { readonly drafts: number } {
  const { draft, pending, sent, received, accepted, returned, stored } = counts;
  const away = sent + received;
  return { drafts: draft, entered: pending + away + accepted + returned + stored, returned, away, accepted, stored };
}

/** Datasets stand under the code of their catalog (facet). */
function datasets(station: Station, line: Obligation): StateCounts {
  return sum(line.catalogs.map((code) => station.records.counts('dataset', '', code)));
}

function servesTypes(row: StoredRecord, types: readonly string[]): boolean {
  const named = (row.body as { licenseTypes?: unknown }).licenseTypes;
  return types.length === 0 || (Array.isArray(named) && named.some((type) => types.includes(String(type))));
}

/** Counts records of a kind of which a station has some dozens, one by one. */
function countRows(station: Station, kind: RecordKind, counts: (row: StoredRecord) => boolean): StateCounts {
  const total = none();
  let after: string | undefined;
  do {
    const page = station.records.list({ kind, after, limit: 500, order: 'code' });
    for (const row of page.rows) if (counts(row)) total[row.state] += 1;
    after = page.next ?? undefined;
  } while (after !== undefined);
  return total;
}

function sum(all: readonly Readonly<Record<RecordState, number>>[]): StateCounts {
  const total = none();
  for (const counts of all) for (const state of recordStates) total[state] += counts[state];
  return total;
}
