import type { Catalog, CatalogItem } from '../catalog.ts';
import { isStructured } from '../catalog.ts';
import { dataTypes, openChoices, shareTypes, textTypes } from '../code-tables.ts';
import { type Hit, type Rule, rule, when } from './rule.ts';

const letters: readonly string[] = dataTypes.map(({ code }) => code);
const decimalTypes: readonly string[] = ['N', 'Y', 'B', 'F'];
const has = (list: readonly { readonly code: string }[], code: string): boolean =>
  list.some((entry) => entry.code === code);

/** 8 信息项. Item fields are asked for where the resource is structured; elsewhere items are welcome and only warned about. */
export const itemRules: readonly Rule[] = [
  rule('items-missing', 'error', '表1 8.1；附2 模板', '数据库、电子表格类资源须逐项写明信息项', (c) =>
    when(isStructured(c) && c.items.length === 0, 'items'),
  ),
  rule('item-name-missing', 'structured', '表1 8.1；附2 模板', '名称未填', (c) =>
    each(c, 'name', ({ name }) => name === ''),
  ),
  rule('item-name-twice', 'error', '表1 8.1', '信息项名称重复', (c) => {
    const first = new Map<string, number>();
    return c.items.flatMap(({ name }, index) => {
      if (name === '') return [];
      const before = first.get(name);
      if (before === undefined) first.set(name, index);
      return before === undefined ? [] : [{ field: `items.${index}.name`, message: `名称与第 ${before + 1} 项重复` }];
    });
  }),
  rule('item-name-language', 'warning', '表1 8.1', '信息项名称应采用中文', (c) =>
    each(c, 'name', ({ name }) => name !== '' && !/\p{Script=Han}/u.test(name)),
  ),
  rule('item-type-missing', 'structured', '表1 8.2', '数据类型未选', (c) => each(c, 'type', ({ type }) => type === '')),
  rule('item-type-unknown', 'error', '表1 8.2', '数据类型应为 C N Y D T L M G B I F 之一', (c) =>
    each(c, 'type', ({ type }) => type !== '' && !letters.includes(type)),
  ),
  rule('item-length-missing', 'structured', '表1 8.2；附2 模板', '长度未填', (c) =>
    each(c, 'length', ({ length }) => length === ''),
  ),
  rule('item-length-form', 'error', '表1 8.2', '长度应为整数；数值、货币、浮点可写“18,2”', (c) =>
    each(c, 'length', ({ length, type }) => length !== '' && !isLength(length, type)),
  ),
  rule('item-charset', 'warning', '表1 8.2', '文本类信息项应标明字符集和编码方式', (c) => {
    const gaps = c.items.flatMap((item, index) =>
      textTypes.includes(item.type) && item.charset === '' ? [index] : [],
    );
    return gaps.length === 0
      ? []
      : [{ field: `items.${gaps[0]}.charset`, message: `${gaps.length} 个文本型信息项未标字符集（推荐 UTF-8）` }];
  }),
  rule('item-share-unknown', 'error', '表1 9.1', '信息项共享类型应为无条件、有条件、不予共享之一', (c) =>
    each(c, 'share', ({ share }) => share !== '' && !has(shareTypes, share)),
  ),
  rule('item-share-stricter', 'warning', '表1 9.1', '信息项不予共享，而资源整体可以共享，请核对', (c) =>
    each(c, 'share', ({ share }) => share === '3' && (c.share.type === '1' || c.share.type === '2')),
  ),
  rule('item-share-looser', 'warning', '表1 9.1', '信息项可以共享，而资源整体不予共享，请核对', (c) =>
    each(c, 'share', ({ share }) => c.share.type === '3' && (share === '1' || share === '2')),
  ),
  rule('item-open-unknown', 'error', '表1 10.1', '信息项是否开放应为是或否', (c) =>
    each(c, 'open', ({ open }) => open !== '' && !has(openChoices, open)),
  ),
  rule('item-open-differs', 'warning', '表1 10.1', '信息项开放，而资源整体不开放，请核对', (c) =>
    each(c, 'open', ({ open }) => open === '1' && c.open.open === '0'),
  ),
];

function each(c: Catalog, field: keyof CatalogItem, broken: (item: CatalogItem) => boolean): Hit[] {
  const hits: Hit[] = [];
  for (let index = 0; index < c.items.length; index++) {
    if (broken(c.items[index]!)) hits.push({ field: `items.${index}.${field}` });
  }
  return hits;
}

function isLength(text: string, type: string): boolean {
  const match = /^([1-9]\d{0,9}|0)(?:,(\d{1,2}))?$/.exec(text);
  if (!match) return false;
  if (match[2] === undefined) return true;
  return (decimalTypes.includes(type) || type === '') && Number(match[2]) <= Number(match[1]);
}
