import { type CatalogItem, emptyItem } from '../../../shared/catalog/catalog.ts';
import { plainCell, readDataType, readLength, readOpen, readShareType } from '../../../shared/catalog/cell-words.ts';
import { charsets, dataTypes, nameIn, shareTypes } from '../../../shared/catalog/code-tables.ts';

export type ItemField = keyof CatalogItem;

export interface ItemColumn {
  readonly field: ItemField;
  readonly title: string;
  /** CSS width; what is left goes to the note. */
  readonly width: string;
  readonly mono?: boolean;
  readonly right?: boolean;
  /** Choices shown under the cell: what to type and what it means. */
  readonly choices?: readonly (readonly [key: string, word: string])[];
}

/** Columns of the item grid, left to right. */
export const itemColumns: readonly ItemColumn[] = [
  { field: 'name', title: '信息项名称', width: 'minmax(150px, 1.6fr)' },
  { field: 'column', title: '字段名', width: 'minmax(90px, 1fr)', mono: true },
  {
    field: 'type',
    title: '数据类型',
    width: '132px',
    choices: dataTypes.map(({ code, name }) => [code, name] as const),
  },
  { field: 'length', title: '长度', width: '76px', mono: true, right: true },
  {
    field: 'charset',
    title: '字符集',
    width: '84px',
    mono: true,
    choices: charsets.map((name) => [name, ''] as const),
  },
  {
    field: 'share',
    title: '共享',
    width: '74px',
    choices: [
      ['1', '无条件'],
      ['2', '有条件'],
      ['3', '不予'],
    ],
  },
  {
    field: 'open',
    title: '开放',
    width: '52px',
    choices: [
      ['1', '是'],
      ['0', '否'],
    ],
  },
  { field: 'note', title: '说明', width: 'minmax(90px, 1fr)' },
];

/** What the cell shows for a stored value. */
export function cellShows(field: ItemField, value: string): string {
  if (field === 'share') return nameIn(shareTypes, value).replace(/共享$/, '');
  if (field === 'open') return value === '1' ? '是' : value === '0' ? '否' : value;
  return value;
}

/** What is stored for what was typed or pasted into the cell. */
export function cellTakes(field: ItemField, text: string): string {
  const plain = plainCell(text);
  switch (field) {
    case 'type':
      return readDataType(plain).type;
    case 'length':
      return readLength(plain);
    case 'share':
      return readShareType(plain);
    case 'open':
      return readOpen(plain);
    case 'charset':
      return (
        charsets.find((name) => name.replace('-', '').toLowerCase() === plain.replace('-', '').toLowerCase()) ?? plain
      );
    default:
      return plain;
  }
}

/** An item with one cell changed. A type that carries its length (`varchar(200)`) fills an empty length too. */
export function withCell(item: CatalogItem, field: ItemField, text: string): CatalogItem {
  const next = { ...item, [field]: cellTakes(field, text) };
  if (field === 'type' && next.length === '') next.length = readDataType(text).length;
  return next;
}

const titles: readonly (readonly [RegExp, ItemField])[] = [
  [/^(信息项名称?|数据项名称?|字段中文名称?|中文名称?|名称)$/, 'name'],
  [/^(字段名称?|字段英文名称?|英文名称?|列名|字段)$/, 'column'],
  [/^(数据|字段)?类型$/, 'type'],
  [/^(数据|字段)?长度$/, 'length'],
  [/^字符集.*$/, 'charset'],
  [/^(信息项)?共享(类型|属性)?$/, 'share'],
  [/^(信息项|是否)?(向社会)?开放(属性)?$/, 'open'],
  [/^(信息项)?(说明|备注|描述)$/, 'note'],
];

function titleField(text: string): ItemField | undefined {
  const bare = plainCell(text)
    .replace(/[（(].*[）)]|\*/g, '')
    .trim();
  return titles.find(([form]) => form.test(bare))?.[1];
}

/**
 * Puts a block from a spreadsheet into the items: from the focused cell to the right and down, new rows at the end. When its first row
 * is a row of titles, the columns go where the titles say, whatever their order.
 */
export function pasteBlock(items: readonly CatalogItem[], text: string, row: number, column: number): CatalogItem[] {
  const block = parseBlock(text);
  const named = block[0]?.map(titleField) ?? [];
  const titled = named.filter(Boolean).length >= 2;
  const lines = titled ? block.slice(1) : block;
  const targets = titled ? named : itemColumns.slice(column).map(({ field }) => field);
  const next = [...items];
  lines.forEach((cells, offset) => {
    const at = row + offset;
    let item = next[at] ?? emptyItem();
    cells.forEach((cell, index) => {
      const field = targets[index];
      if (field) item = withCell(item, field, cell);
    });
    const typeCell = cells[targets.indexOf('type')];
    if (item.length === '' && typeCell !== undefined) item = withCell(item, 'length', readDataType(typeCell).length);
    next[at] = item;
  });
  return next.filter((item, index) => index < items.length || Object.values(item).some((value) => value !== ''));
}

/** Cells of a copied block: tabs between cells, quotes around cells with tabs or line ends in them. */
export function parseBlock(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const pattern = /(?:"((?:[^"]|"")*)"(?=[\t\r\n]|$)|([^\t\r\n]*))(\t|\r\n|\n|\r|$)/gy;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    row.push(match[1] === undefined ? (match[2] ?? '') : match[1].replaceAll('""', '"'));
    if (match[3] === '\t') continue;
    rows.push(row);
    row = [];
    if (match[3] === '') break;
  }
  while (rows.length > 0 && rows.at(-1)!.every((cell) => cell === '')) rows.pop();
  return rows;
}

/** Rows that differ from the version before: by name, else by column. */
export function rowChange(item: CatalogItem, before: readonly CatalogItem[] | null): 'new' | 'changed' | '' {
  if (!before) return '';
  const old =
    before.find((entry) => entry.name === item.name) ??
    before.find((entry) => entry.column !== '' && entry.column === item.column);
  if (!old) return 'new';
  return (Object.keys(item) as ItemField[]).some((field) => item[field] !== old[field]) ? 'changed' : '';
}
