import { z } from 'zod';
import { Catalog } from '../../../shared/catalog/catalog.ts';
import {
  readAmount,
  readClass,
  readCycle,
  readFormatCategory,
  readFormatType,
} from '../../../shared/catalog/cell-words.ts';
import { normalizeCode } from '../../../shared/catalog/resource-code.ts';
import { readDate } from '../../../shared/china/dates.ts';
import { normalizeIdentifier } from '../../../shared/china/problem.ts';
import { refuse } from '../../../shared/contract/failures.ts';
import type { ImportEntry, ReadCatalogs, RowNote } from './import-entry.ts';
import { readResource } from './read-resource.ts';
import { exportFormat, exportVersion } from './write-json.ts';

const Own = z.object({ format: z.literal(exportFormat), version: z.number(), catalogs: z.array(z.unknown()) });

/** A description of a data source as public collections publish them: names and texts by language. */
const word = z.object({ zh: z.string().optional(), en: z.string().optional() });
const Source = z.object({
  id: z.string().max(300),
  name: word,
  description: word,
  update_frequency: z.string().default(''),
  data_content: z.object({ zh: z.array(z.string()).optional() }).optional(),
});

/** Answers of a provincial catalog platform (2017): records, and the items of the one catalog that was asked for. */
const Platform = z.object({
  records: z.array(z.record(z.string(), z.unknown())),
  fields: z.array(z.record(z.string(), z.unknown())).default([]),
});

/** Reads catalogs out of JSON in one of the three forms. Refuses `not-a-table` for anything else. One bad entry never stops the rest. */
export function readCatalogJson(text: string, fileName: string): ReadCatalogs {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return refuse('not-a-table', { name: fileName, reason: 'JSON 不完整或有语法错误' });
  }
  const own = Own.safeParse(json);
  if (own.success) {
    if (own.data.version > exportVersion)
      refuse('not-a-table', { name: fileName, reason: '由更新版本的驿递导出，请升级后再导入' });
    return eachEntry(own.data.catalogs, readOwn);
  }
  if (Array.isArray(json)) return eachEntry(json, readSource);
  const platform = Platform.safeParse(json);
  if (platform.success) return readPlatform(platform.data);
  return refuse('not-a-table', { name: fileName, reason: '不是驿递导出的目录，也不是认得的目录数据' });
}

function eachEntry(list: readonly unknown[], read: (entry: unknown) => Catalog | string): ReadCatalogs {
  const entries: ImportEntry[] = [];
  const rejected: RowNote[] = [];
  list.forEach((item, index) => {
    const row = index + 1;
    const body = read(item);
    if (typeof body === 'string')
      rejected.push({ row, field: body, code: 'entry-invalid', message: '这一条的结构不符，没有导入' });
    else if (body.name === '')
      rejected.push({ row, field: 'name', code: 'name-missing', message: '这一条没有信息资源名称' });
    else entries.push({ row, itemRows: [], body, notes: [] });
  });
  return { entries, rejected, notes: [] };
}

/** The body, or the path of the field that breaks it. */
function readOwn(entry: unknown): Catalog | string {
  const parsed = Catalog.safeParse(entry);
  return parsed.success ? parsed.data : (parsed.error.issues[0]?.path.join('.') ?? '');
}

function readSource(entry: unknown): Catalog | string {
  const parsed = Source.safeParse(entry);
  if (!parsed.success) return parsed.error.issues[0]?.path.join('.') ?? '';
  const { id, name, description, update_frequency: frequency, data_content: content } = parsed.data;
  const contents = content?.zh ?? [];
  return Catalog.parse({
    name: name.zh || name.en || '',
    abstract: [description.zh || description.en || '', contents.length === 0 ? '' : `主要内容：${contents.join('；')}`]
      .filter(Boolean)
      .join('\n'),
    cycle: readCycle(frequency),
    source: id,
  });
}

function readPlatform({ records, fields }: z.output<typeof Platform>): ReadCatalogs {
  const value = (record: Readonly<Record<string, unknown>>, key: string): string => {
    const found = record[key];
    return typeof found === 'string' || typeof found === 'number' ? String(found).trim() : '';
  };
  const codes = new Set(records.map((record) => value(record, 'catalog_code') || value(record, 'allcode')));
  // The items carry no code of their own: they belong to a record only where all records are one resource.
  const items = codes.size === 1 ? fields : [];
  const rows = items.map((item, index) => ({
    row: index + 1,
    cells: {
      'items.*.name': value(item, 'item_name'),
      'items.*.column': value(item, 'item_nameen') === '无' ? '' : value(item, 'item_nameen'),
      'items.*.type': value(item, 'data_type'),
      'items.*.length': value(item, 'field_length'),
      'share.type': value(item, 'share_type'),
      'share.condition': value(item, 'share_condition'),
      'share.category': value(item, 'share_mode') || value(item, 'sharemode'),
      'share.method': value(item, 'share_mode_type'),
      'open.open': value(item, 'isopen_society'),
      'open.condition': value(item, 'open_condition'),
    },
  }));
  const entries = records.map((record, index): ImportEntry => {
    const [, item = '', subItem = '', ...detail] = value(record, 'path').split('>');
    const fromItems = rows.length === 0 ? null : readResource(rows).body;
    const amount = (key: string, measure: 'storage' | 'records'): string =>
      readAmount(value(record, key), measure).value;
    const type = value(record, 'resourcetype');
    const release = value(record, 'publishdate');
    const body = Catalog.parse({
      ...(fromItems ? { items: fromItems.items, share: fromItems.share, open: fromItems.open } : {}),
      classification: {
        class: readClass(value(record, 'path').split('>')[0] ?? ''),
        item,
        subItem,
        detail: detail.join('/'),
      },
      name: value(record, 'restitle'),
      code: normalizeCode(value(record, 'catalog_code') || value(record, 'allcode')),
      provider: value(record, 'resourceapply'),
      office: value(record, 'resourceapplyinner'),
      providerCode: normalizeIdentifier(value(record, 'resourceapplycode')),
      abstract: value(record, 'resourcesummary'),
      formats:
        type === ''
          ? []
          : [{ category: readFormatCategory(type), type: readFormatType(value(record, 'resourcefiletype')) }],
      formatNote: value(record, 'otherresourcedescribe'),
      census: {
        storage: {
          total: amount('totaldatastore', 'storage'),
          shared: amount('sharedatastore', 'storage'),
          open: amount('opendatastore', 'storage'),
        },
        records: {
          total: amount('totalstructrecords', 'records'),
          shared: amount('sharestructrecords', 'records'),
          open: amount('openstructrecords', 'records'),
        },
      },
      cycle: readCycle(value(record, 'updatecycle')),
      releaseDate: release === '' ? '' : (readDate(release) ?? release),
    });
    return { row: index + 1, itemRows: [], body, notes: [] };
  });
  const orphans = items.length === 0 && fields.length > 0;
  return {
    entries: entries.filter((entry) => entry.body.name !== ''),
    rejected: entries
      .filter((entry) => entry.body.name === '')
      .map(({ row }) => ({ row, field: 'name', code: 'name-missing', message: '这一条没有信息资源名称' })),
    notes: orphans
      ? [
          {
            row: 0,
            field: 'items',
            code: 'items-unassigned',
            message: `${fields.length} 个信息项没有写明属于哪个资源，没有导入`,
          },
        ]
      : [],
  };
}
