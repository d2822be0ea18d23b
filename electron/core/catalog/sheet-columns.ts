import type { Catalog, CatalogItem } from '../../../shared/catalog/catalog.ts';
import { nameIn, openChoices, shareTypes } from '../../../shared/catalog/code-tables.ts';
import { fieldLabels } from '../../../shared/catalog/fields.ts';
import { relatedText } from '../../../shared/catalog/lines.ts';
import { writeShareCondition } from '../../../shared/catalog/share-condition.ts';

export type ColumnKey = keyof typeof fieldLabels;
type Cell = string | number | null;

export interface SheetColumn {
  readonly key: ColumnKey;
  /** Title as in `catalog-template.json`. */
  readonly title: string;
  /** Title of the group above it; '' = the column stands alone. */
  readonly group: string;
  readonly width: number;
  readonly write: (catalog: Catalog, item: CatalogItem | undefined, row: number) => Cell;
  /** `notice`: in the template of annex 1; `export`: only in the 31 columns; `more`: ours, written where it holds something. */
  readonly part: 'notice' | 'export' | 'more';
}

type Write = SheetColumn['write'];

/** Only on a resource's first row: the cells below are merged or stay blank. */
const once =
  (write: (catalog: Catalog) => Cell): Write =>
  (catalog, _item, row) =>
    row === 0 ? write(catalog) : null;
const perItem =
  (write: (item: CatalogItem) => Cell): Write =>
  (_catalog, item) =>
    item ? write(item) : null;
const amount = (text: string): Cell =>
  /^\d{1,9}(\.\d{1,4})?$/.test(text) && String(Number(text)) === text ? Number(text) : text;

function column(
  key: ColumnKey,
  group: string,
  width: number,
  part: SheetColumn['part'],
  write: Write,
  title?: string,
): SheetColumn {
  return { key, title: title ?? fieldLabels[key], group, width, part, write };
}

/** The 31 columns of the municipal export in their order, the 24 of the notice among them, and ours behind. */
export const sheetColumns: readonly SheetColumn[] = [
  column(
    'classification.class',
    '信息资源分类',
    14,
    'export',
    once((c) => c.classification.class),
  ),
  column(
    'classification.item',
    '信息资源分类',
    20,
    'export',
    once((c) => c.classification.item),
  ),
  column(
    'classification.subItem',
    '信息资源分类',
    16,
    'export',
    once((c) => c.classification.subItem),
  ),
  column(
    'classification.detail',
    '信息资源分类',
    16,
    'export',
    once((c) => c.classification.detail),
  ),
  column(
    'name',
    '',
    28,
    'notice',
    once((c) => c.name),
  ),
  column(
    'code',
    '',
    24,
    'export',
    once((c) => c.code),
  ),
  column(
    'provider',
    '信息资源提供方',
    22,
    'notice',
    once((c) => c.provider),
  ),
  column(
    'office',
    '信息资源提供方',
    16,
    'notice',
    once((c) => c.office),
  ),
  column(
    'providerCode',
    '',
    22,
    'notice',
    once((c) => c.providerCode),
  ),
  column(
    'abstract',
    '',
    48,
    'notice',
    once((c) => c.abstract),
  ),
  column(
    'formats.*.category',
    '信息资源格式',
    14,
    'notice',
    once((c) => c.formats.map((format) => format.category).join('；')),
  ),
  column(
    'formats.*.type',
    '信息资源格式',
    16,
    'notice',
    once((c) => c.formats.map((format) => format.type).join('；')),
  ),
  column(
    'formatNote',
    '信息资源格式',
    18,
    'notice',
    once((c) => c.formatNote),
  ),
  column(
    'census.storage.total',
    '信息资源普查',
    13,
    'notice',
    once((c) => amount(c.census.storage.total)),
  ),
  column(
    'census.records.total',
    '信息资源普查',
    13,
    'notice',
    once((c) => amount(c.census.records.total)),
  ),
  column(
    'census.storage.shared',
    '信息资源普查',
    13,
    'notice',
    once((c) => amount(c.census.storage.shared)),
  ),
  column(
    'census.records.shared',
    '信息资源普查',
    13,
    'notice',
    once((c) => amount(c.census.records.shared)),
  ),
  column(
    'census.storage.open',
    '信息资源普查',
    13,
    'notice',
    once((c) => amount(c.census.storage.open)),
  ),
  column(
    'census.records.open',
    '信息资源普查',
    13,
    'notice',
    once((c) => amount(c.census.records.open)),
  ),
  column(
    'items.*.name',
    '信息项信息',
    20,
    'notice',
    perItem((item) => item.name),
  ),
  column(
    'items.*.type',
    '信息项信息',
    10,
    'notice',
    perItem((item) => item.type),
  ),
  column(
    'items.*.length',
    '信息项信息',
    10,
    'notice',
    perItem((item) => item.length),
  ),
  column(
    'share.type',
    '共享属性',
    12,
    'notice',
    once((c) => nameIn(shareTypes, c.share.type)),
  ),
  column(
    'share.condition',
    '共享属性',
    28,
    'notice',
    once((c) => writeShareCondition(c.share)),
  ),
  column(
    'share.category',
    '共享属性',
    14,
    'notice',
    once((c) => c.share.category),
  ),
  column(
    'share.method',
    '共享属性',
    14,
    'notice',
    once((c) => c.share.method),
  ),
  column(
    'open.open',
    '开放属性',
    12,
    'notice',
    once((c) => nameIn(openChoices, c.open.open)),
  ),
  column(
    'open.condition',
    '开放属性',
    20,
    'notice',
    once((c) => c.open.condition),
  ),
  column(
    'cycle',
    '',
    10,
    'notice',
    once((c) => c.cycle),
  ),
  column(
    'releaseDate',
    '',
    12,
    'export',
    once((c) => c.releaseDate),
  ),
  column(
    'related',
    '',
    28,
    'export',
    once((c) => c.related.map(relatedText).join('；')),
    '关联资源代码(关联及类目名称)',
  ),
  column(
    'formats.*.version',
    '补充',
    14,
    'more',
    once((c) => (c.formats.some(({ version }) => version) ? c.formats.map(({ version }) => version).join('；') : '')),
  ),
  column(
    'items.*.column',
    '补充',
    16,
    'more',
    perItem((item) => item.column),
  ),
  column(
    'items.*.charset',
    '补充',
    10,
    'more',
    perItem((item) => item.charset),
  ),
  column(
    'items.*.share',
    '补充',
    12,
    'more',
    perItem((item) => nameIn(shareTypes, item.share)),
  ),
  column(
    'items.*.open',
    '补充',
    10,
    'more',
    perItem((item) => nameIn(openChoices, item.open)),
  ),
  column(
    'items.*.note',
    '补充',
    20,
    'more',
    perItem((item) => item.note),
  ),
  column(
    'source',
    '补充',
    20,
    'more',
    once((c) => c.source),
  ),
];

/** What departments call the columns besides the template's own titles. */
const synonyms: Readonly<Record<string, ColumnKey>> = {
  类: 'classification.class',
  项: 'classification.item',
  目: 'classification.subItem',
  细目: 'classification.detail',
  资源名称: 'name',
  目录名称: 'name',
  信息资源目录名称: 'name',
  名称: 'name',
  资源代码: 'code',
  信息资源编码: 'code',
  资源编码: 'code',
  目录编码: 'code',
  提供方: 'provider',
  资源提供方: 'provider',
  提供单位: 'provider',
  提供部门: 'provider',
  内部部门: 'office',
  责任处室: 'office',
  信息资源提供方代码: 'providerCode',
  提供方代码: 'providerCode',
  统一社会信用代码: 'providerCode',
  资源摘要: 'abstract',
  摘要: 'abstract',
  格式分类: 'formats.*.category',
  资源格式分类: 'formats.*.category',
  格式类型: 'formats.*.type',
  资源格式类型: 'formats.*.type',
  信息资源格式: 'formats.*.category',
  其他格式描述: 'formatNote',
  信息项: 'items.*.name',
  数据项名称: 'items.*.name',
  字段中文名: 'items.*.name',
  字段英文名: 'items.*.column',
  字段名称: 'items.*.column',
  类型: 'items.*.type',
  字段类型: 'items.*.type',
  长度: 'items.*.length',
  字段长度: 'items.*.length',
  字符集和编码方式: 'items.*.charset',
  备注: 'items.*.note',
  说明: 'items.*.note',
  共享方式: 'share.category',
  使用要求: 'share.uses',
  共享范围: 'share.scope',
  法律依据: 'share.law',
  是否开放: 'open.open',
  是否向社会开放共享: 'open.open',
  更新频率: 'cycle',
  发布时间: 'releaseDate',
  关联资源: 'related',
  关联信息资源代码: 'related',
  已共享数据存储量: 'census.storage.shared',
  已开放数据存储量: 'census.storage.open',
  已共享的结构化记录数: 'census.records.shared',
  已开放的结构化记录数: 'census.records.open',
  结构化记录总数: 'census.records.total',
};

const known = new Map<string, ColumnKey>([
  ...Object.entries(synonyms),
  ...sheetColumns.map(({ key, title }): [string, ColumnKey] => [bareTitle(title), key]),
]);

/** The field that a column title means; undefined for a title that no table knows. */
export function columnFor(title: string): ColumnKey | undefined {
  return known.get(bareTitle(title));
}

/** A title without what sheets add to it: （必填项）, units, numbers, stars, blanks. */
export function bareTitle(title: string): string {
  return title
    .replace(/[（(【[][^）)】\]]*[）)】\]]/g, '')
    .replace(/[\s*＊:：\u3000]/g, '')
    .replace(/^\d+([.、]\d+)*[.、]?(?=\D)/, '')
    .replace(/[-—－]+/g, '-');
}
