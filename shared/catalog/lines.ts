import { type Catalog, changeReasons } from './catalog.ts';
import { dataTypes, nameIn, openChoices, shareTypes } from './code-tables.ts';
import { catalogFieldLabel } from './fields.ts';

/** One field as people read it: for review, difference and print. */
export interface CatalogLine {
  readonly field: string;
  readonly label: string;
  readonly text: string;
  /** What the line is found by in another version, where its place does not say it. */
  readonly key?: string;
}

/** All fields of a catalog in the order of the form, with codes written as words; an information item is one line. */
export function catalogLines(catalog: Catalog): CatalogLine[] {
  const { classification, census, share, open } = catalog;
  const line = (field: string, text: string): CatalogLine => ({ field, label: catalogFieldLabel(field), text });
  const { change, retired } = catalog;
  return [
    ...(retired ? [line('retired.date', retired.date), line('retired.reason', retired.reason)] : []),
    ...(change && !retired
      ? [
          line('change.reason', nameIn(changeReasons, change.reason)),
          line('change.date', change.date),
          line('change.note', change.note),
        ]
      : []),
    line('classification.class', classification.class),
    line('classification.item', classification.item),
    line('classification.subItem', classification.subItem),
    line('classification.detail', classification.detail),
    line('name', catalog.name),
    line('code', catalog.code),
    line('provider', catalog.provider),
    line('office', catalog.office),
    line('providerCode', catalog.providerCode),
    line('abstract', catalog.abstract),
    line('formats', catalog.formats.map(formatText).join('；')),
    line('formatNote', catalog.formatNote),
    line('census.storage.total', withUnit(census.storage.total, 'G')),
    line('census.storage.shared', withUnit(census.storage.shared, 'G')),
    line('census.storage.open', withUnit(census.storage.open, 'G')),
    line('census.records.total', withUnit(census.records.total, '万')),
    line('census.records.shared', withUnit(census.records.shared, '万')),
    line('census.records.open', withUnit(census.records.open, '万')),
    line('share.type', numbered(share.type, nameIn(shareTypes, share.type))),
    line('share.uses', share.uses.join('、')),
    line('share.condition', share.condition),
    line('share.scope', share.scope),
    line('share.law', share.law),
    line('share.category', share.category),
    line('share.method', share.method),
    line('open.open', numbered(open.open, nameIn(openChoices, open.open))),
    line('open.condition', open.condition),
    line('cycle', catalog.cycle),
    line('releaseDate', catalog.releaseDate),
    line('related', catalog.related.map(relatedText).join('；')),
    ...itemLines(catalog.items),
  ];
}

/** Longest name by which an item is found again: a remark names the field of its line, in 200 characters. */
const longKey = 150;

/** An item keeps its line where others come or go before it. */
function itemLines(items: Catalog['items']): CatalogLine[] {
  const seen = new Set<string>();
  return items.map((item, index) => {
    const field = `items.${index}`;
    const line = { field, label: catalogFieldLabel(field), text: itemText(item) };
    if (item.name === '' || item.name.length > longKey || seen.has(item.name)) return line;
    seen.add(item.name);
    return { ...line, key: `items.gone.${item.name}` };
  });
}

/** `数据库 · KingbaseES V8R6` */
export function formatText({ category, type, version }: Catalog['formats'][number]): string {
  return [category, [type, version].filter(Boolean).join(' ')].filter(Boolean).join(' · ');
}

/** One item in a line: name, column, type with length, character set, sharing, note. */
export function itemText(item: Catalog['items'][number]): string {
  const type = [item.type && `${item.type} ${nameIn(dataTypes, item.type)}`, item.length].filter(Boolean).join(' ');
  const share = item.share && nameIn(shareTypes, item.share);
  const open = item.open && (item.open === '1' ? '开放' : '不开放');
  return [item.name, item.column, type, item.charset, share, open, item.note].filter(Boolean).join(' · ');
}

/** `105003410101/000002（外单位：电子证照）` */
export function relatedText({ code, name, external }: Catalog['related'][number]): string {
  const words = [external && '外单位', name].filter(Boolean).join('：');
  return words === '' ? code : `${code}（${words}）`;
}

const withUnit = (value: string, unit: string): string => (value === '' ? '' : `${value} ${unit}`);
const numbered = (code: string, name: string): string => (code === '' || code === name ? code : `${code} ${name}`);
