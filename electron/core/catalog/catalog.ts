import { basename } from 'node:path';
import { Catalog, emptyCatalog } from '../../../shared/catalog/catalog.ts';
import { checkCatalog } from '../../../shared/catalog/check.ts';
import { classificationOf, classificationRows } from '../../../shared/catalog/classification.ts';
import type { CatalogRecord, CatalogRow, catalogMethods } from '../../../shared/catalog/methods.ts';
import { isPrefix } from '../../../shared/catalog/resource-code.ts';
import { refuse } from '../../../shared/contract/failures.ts';
import { recordStateNames } from '../../../shared/exchange/record.ts';
import type { Handlers } from '../context.ts';
import type { ListQuery } from '../store/record-list.ts';
import type { ListedRecord, StoredRecord } from '../store/records.ts';
import type { Station } from '../store/station.ts';
import { checkAll } from './check-all.ts';
import { catalogTree, offeredClassification, usedCounts } from './classification.ts';
import {
  currentTable,
  readTableFile,
  saveTable,
  tableVersion,
  tableVersions,
  writeTableFile,
} from './classification-table.ts';
import { findConflicts, originsOf } from './conflicts.ts';
import { exportCatalogs } from './export.ts';
import { importCatalogs, readImportFile } from './import.ts';
import { changeDeadline, changedSince, publishedOf } from './life.ts';
import { contextOf, nextCode, saveCatalog } from './save.ts';
import { storedCatalog } from './stored-catalog.ts';
import { proposedItem } from './structure/proposed-item.ts';

export { currentTable, setTable } from './classification-table.ts';
export { catalogChangesDue, changeDays } from './life.ts';
export { catalogSearch, contextOf as catalogContext, saveCatalog } from './save.ts';

/** Information-resource catalogs: list, editor, import and export. */
export const catalogHandlers: Handlers<typeof catalogMethods> = {
  'catalog.list': (filter, { station }) => {
    const { after, limit } = filter;
    const page = station.records.listFacts({ ...listQuery(filter), kind: 'catalog', after, limit }, shown);
    return { ...page, rows: page.rows.map(toRow) };
  },

  'catalog.get': ({ id }, { station }) => toRecord(station, station.records.get(id, 'catalog')),

  'catalog.blank': (_, { station }) => {
    const { name, uscc, office } = station.info();
    const body: Catalog = { ...emptyCatalog(), provider: name, providerCode: uscc, office };
    return { body, findings: checkCatalog(body, contextOf(station)) };
  },

  'catalog.check': ({ body }, { station }) => ({ findings: checkCatalog(body, contextOf(station)) }),

  'catalog.checkAll': ({ most, job: id }, { station, job }) => job(id, (running) => checkAll(station, most, running)),

  'catalog.save': ({ id, base, body, submit }, { station, changed }) => {
    const { record } = saveCatalog(station, { id, base, body, submit });
    changed('catalog');
    return toRecord(station, record);
  },

  'catalog.submit': ({ id }, { station, changed }) => {
    const record = station.records.get(id, 'catalog');
    if (record.origin !== '') refuse('record-locked', { state: recordStateNames[record.state] });
    const saved = saveCatalog(station, { id, base: record.revision, body: Catalog.parse(record.body), submit: true });
    changed('catalog');
    return toRecord(station, saved.record);
  },

  'catalog.withdraw': ({ id }, { station, changed }) => {
    station.records.step(id, { cause: 'withdraw' });
    changed('catalog');
    return toRecord(station, station.records.get(id, 'catalog'));
  },

  'catalog.retire': ({ id, base, retired }, { station, changed }) => {
    const record = station.records.get(id, 'catalog');
    const { retired: before, ...body } = Catalog.parse(record.body);
    if (retired && !['accepted', 'stored'].includes(record.state)) refuse('not-published', { name: record.name });
    if (!retired && !before) return toRecord(station, record);
    const next: Catalog = retired ? { ...body, retired } : body;
    const { record: saved } = saveCatalog(station, { id, base, body: next, submit: retired !== null });
    changed('catalog');
    return toRecord(station, saved);
  },

  'catalog.remove': ({ id }, { station, changed }) => {
    station.records.get(id, 'catalog');
    station.records.remove(id);
    changed('catalog');
    return {};
  },

  'catalog.versions': ({ id }, { station }) => ({
    versions: station.records.versions(station.records.get(id, 'catalog').id).map((version) => {
      const { change, retired } = Catalog.parse(station.records.version(id, version.revision));
      return { ...version, change, retired };
    }),
  }),

  'catalog.version': ({ id, revision }, { station }) => ({
    body: Catalog.parse(station.records.version(id, revision)),
  }),

  'catalog.classification': ({ origin = '' }, { station }) => ({
    table: offeredClassification(station),
    ...catalogTree(station, origin),
    states: station.records.counts('catalog', origin),
  }),

  'catalog.origins': (_, { station }) => ({ origins: originsOf(station) }),

  'catalog.conflicts': (input, { station, job }) => job(input.job, (running) => findConflicts(station, running)),

  'classification.get': ({ version }, { station }) => {
    const current = currentTable(station);
    const table = version === undefined ? current.table : tableVersion(station, version);
    return { version: version ?? current.version, rows: classificationRows(table), used: usedCounts(station) };
  },

  'classification.versions': (_, { station }) => ({ versions: tableVersions(station) }),

  'classification.save': ({ rows, base, note }, { station, user, changed }) => {
    const version = saveTable(station, rows, { base, note, by: user.name });
    changed('classification', 'catalog');
    return { version };
  },

  'classification.read': async ({ name, bytes }) => {
    const read = await readTableFile(bytes, name);
    const { table, problems } = classificationOf(read);
    return {
      rows: classificationRows(table),
      problems: problems.map(({ row, message }) => ({ row: row.row, message })),
    };
  },

  'classification.export': ({ format, ...way }, { station }) => writeTableFile(station, format, way),

  'catalog.nextSequence': ({ prefix }, { station }) => ({ code: isPrefix(prefix) ? nextCode(station, prefix) : '' }),

  'catalog.resolve': ({ codes }, { station }) => ({
    names: Object.fromEntries(codes.map((code) => [code, station.records.find({ kind: 'catalog', code })?.name ?? ''])),
  }),

  'catalog.import': ({ name, bytes, path, submit, asNewVersion, job: id }, { station, job, changed }) =>
    job(id, async (running) => {
      try {
        const file = bytes ? { name, bytes } : { name: basename(path), bytes: await readImportFile(path) };
        return await importCatalogs(station, file, { submit, asNewVersion }, running);
      } finally {
        changed('catalog');
      }
    }),

  'catalog.structure': async ({ name, bytes }) => {
    const { tables, notes } = await (await import('./structure/structure.ts')).readStructure(bytes, name);
    return {
      tables: tables.map(({ name, title, columns }) => ({ name, title, items: columns.map(proposedItem) })),
      notes: [...notes],
    };
  },

  'catalog.export': (input, { station, job }) =>
    job(input.job, (running) => exportCatalogs(station, { ...input, filter: listQuery(input) }, running)),
};

function listQuery({
  query,
  states,
  prefix,
  origin,
  order,
}: {
  query?: string | undefined;
  states?: ListQuery['states'];
  prefix?: string | undefined;
  origin?: string | undefined;
  order?: ListQuery['order'];
}): Omit<ListQuery, 'kind'> {
  return {
    query,
    states,
    facet: prefix === undefined || prefix === '' ? undefined : prefix === 'none' ? '' : `${prefix}*`,
    origin,
    order,
  };
}

/** What of a catalog lists show. */
const shown = {
  provider: "body ->> '$.provider'",
  cycle: "body ->> '$.cycle'",
  share: "body ->> '$.share.type'",
  open: "body ->> '$.open.open'",
  items: "json_array_length(body, '$.items')",
  retired: "body ->> '$.retired.date'",
} as const;

function toRow(record: ListedRecord<keyof typeof shown>): CatalogRow {
  const { kind: _kind, facet: _facet, remarks, provider, cycle, share, open, items, retired, ...row } = record;
  const text = (value: string | number | null): string => String(value ?? '');
  return {
    ...row,
    remarks: remarks.length,
    provider: text(provider),
    cycle: text(cycle),
    share: text(share),
    open: text(open),
    items: Number(items ?? 0),
    retired: text(retired),
  };
}

function toRecord(station: Station, record: StoredRecord): CatalogRecord {
  const body = storedCatalog(record.body);
  const { sent } = record;
  return {
    row: rowOf(record),
    body,
    findings: checkCatalog(body, { ...contextOf(station), published: changedSince(station, record, body) }),
    published: publishedOf(station, record),
    deadline: changeDeadline(station, body),
    sent: sent && { revision: sent.revision, state: sent.state },
  };
}

function rowOf({ body: _body, blobs: _blobs, sent: _sent, ...row }: StoredRecord) {
  return row;
}
