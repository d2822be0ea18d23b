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
import { type JsonMember, jsonMembers, parseMember, skipBlank } from './json-members.ts';
import { readResource } from './read-resource.ts';
import { exportFormat, exportVersion } from './write-json.ts';

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

/** Largest file of the form that is parsed in one piece, bytes. */
const wholeBytes = 64 * 1024 * 1024;

/**
 * Reads catalogs out of JSON in one of the three forms, one entry after another, so that a file may be as large as everything that a bureau exports.
 * Refuses `not-a-table` for anything else. One bad entry never stops the rest.
 */
export async function readCatalogJson(bytes: Uint8Array, fileName: string): Promise<ReadCatalogs> {
  const bad = (reason: string): never => refuse('not-a-table', { name: fileName, reason });
  const begin = skipBlank(bytes, hasMark(bytes) ? 3 : 0);
  const top = await jsonMembers(bytes, begin);
  if (!top || skipBlank(bytes, top.end) < bytes.length) return bad(brokenJson);
  if (bytes[begin] === 0x5b) return eachEntry(bytes, top.members, readSource);
  const said = (key: string): unknown => {
    const found = top.members.find((member) => member.key === key);
    return found && found.to - found.from < 100 ? parsed(bytes, found) : undefined;
  };
  const list = top.members.find(({ key }) => key === 'catalogs');
  if (said('format') === exportFormat && list && bytes[list.from] === 0x5b) {
    if (Number(said('version')) > exportVersion) bad('由更新版本的驿递导出，请升级后再导入');
    const { members } = (await jsonMembers(bytes, list.from)) ?? bad(brokenJson);
    return eachEntry(bytes, members, readOwn);
  }
  if (bytes.length > wholeBytes) bad('不是驿递导出的目录，又超过 64 MB');
  const whole = parsed(bytes, { key: '', from: begin, to: top.end });
  if (whole === undefined) bad(brokenJson);
  const platform = Platform.safeParse(whole);
  return platform.success ? readPlatform(platform.data) : bad('不是驿递导出的目录，也不是认得的目录数据');
}

const brokenJson = 'JSON 不完整或有语法错误';

function hasMark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

/** What a member says; undefined where it is no JSON. */
function parsed(bytes: Uint8Array, member: JsonMember): unknown {
  try {
    return parseMember(bytes, member);
  } catch {
    return undefined;
  }
}

function eachEntry(
  bytes: Uint8Array,
  members: readonly JsonMember[],
  read: (entry: unknown) => Catalog | string,
): ReadCatalogs {
  const entries = function* (): Generator<ImportEntry | RowNote> {
    for (const [index, member] of members.entries()) {
      const row = index + 1;
      const body = read(parsed(bytes, member));
      if (typeof body === 'string')
        yield { row, field: body, code: 'entry-invalid', message: '这一条的结构不符，没有导入' };
      else if (body.name === '') yield { row, field: 'name', code: 'name-missing', message: '这一条没有信息资源名称' };
      else yield { row, itemRows: [], body, notes: [] };
    }
  };
  return { total: members.length, entries: entries(), rejected: [], notes: [] };
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
  const named = entries.filter((entry) => entry.body.name !== '');
  return {
    total: named.length,
    entries: named,
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
