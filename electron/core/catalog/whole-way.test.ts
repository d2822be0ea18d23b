import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { read as readBook, write as writeBook } from '@e965/xlsx';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Catalog } from '../../../shared/catalog/catalog.ts';
import type { ImportReport } from '../../../shared/catalog/methods.ts';
import { type Department, openDepartment, organ } from '../../../tests/fixtures/department.ts';
import { Seeded } from '../../../tests/fixtures/seeded.ts';
import { completeCatalog } from '../../../tests/journey/complete-catalog.ts';
import { resourceFile } from '../places.ts';
import { readTable } from '../spreadsheet/spreadsheet.ts';

// The 242 real descriptions go in, are completed through the contract, go out in every form and come in again: here, and at a station that has none.

const sources = new Uint8Array(readFileSync(resourceFile('samples/datasource-metadata/firstdata-cn-government.json')));
const real = 242;
let opened: Department;
let other: Department;
let before: Map<string, Catalog>;

beforeAll(async () => {
  opened = await openDepartment();
  other = await openDepartment();
  await opened.client.call('catalog.import', { name: 'firstdata.json', bytes: sources });
  for (const { id } of await rowsOf(opened)) {
    const { body, row } = await opened.client.call('catalog.get', { id });
    expect(row.state).toBe('draft');
    const whole = completeCatalog(body, organ);
    const saved = await opened.client.call('catalog.save', { id, base: row.revision, body: whole, submit: true });
    expect(saved.row).toMatchObject({ state: 'pending', errors: 0 });
  }
  before = await bodiesOf(opened);
}, 120_000);
afterAll(async () => {
  await opened.close();
  await other.close();
});

const rowsOf = async ({ client }: Department) =>
  (await client.call('catalog.list', { limit: 500, order: 'code' })).rows;

async function bodiesOf(department: Department): Promise<Map<string, Catalog>> {
  const bodies = new Map<string, Catalog>();
  for (const { id, code } of await rowsOf(department))
    bodies.set(code, (await department.client.call('catalog.get', { id })).body);
  return bodies;
}

const take = ({ client }: Department, bytes: Uint8Array, name: string): Promise<ImportReport> =>
  client.call('catalog.import', { name, bytes: new Uint8Array(bytes) });

/** Where there are none they come in the same. */
async function comesBack(bytes: Uint8Array, name: string): Promise<void> {
  other.clear();
  expect(await take(other, bytes, name)).toMatchObject({ imported: real, created: real, drafts: 0, rejected: [] });
  same(await bodiesOf(other));
}

/** What differs from before, by code; a difference of all is more than anybody reads. */
function same(bodies: ReadonlyMap<string, Catalog>): void {
  expect([...bodies.keys()]).toEqual([...before.keys()]);
  const [first] = [...bodies].filter(([code, body]) => !isDeepStrictEqual(body, before.get(code)));
  if (first) expect(first[1]).toEqual(before.get(first[0]));
}

const fileOf = (format: 'xlsx' | 'csv' | 'json', template: 'export' | 'notice' = 'export') =>
  opened.client.call('catalog.export', { format, template });

async function csvText(): Promise<string> {
  return new TextDecoder().decode((await fileOf('csv')).bytes).replace(/^\ufeff/, '');
}

/** Cells of the csv, two title rows first. */
async function csvRows(): Promise<string[][]> {
  const { rows } = await readTable((await fileOf('csv')).bytes.slice(), '目录.csv');
  return rows.map(({ cells }) => [...cells]);
}

const csvOf = (rows: readonly (readonly string[])[]): Uint8Array =>
  Buffer.from(rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\r\n'));

test('codes are given one after another, each once', () => {
  expect([...before.keys()]).toEqual(
    Array.from({ length: real }, (_, index) => `307019410101/${String(index + 1).padStart(6, '0')}`),
  );
});

describe('written and read again', () => {
  test.each(['xlsx', 'csv', 'json'] as const)('as %s with the 31 columns', async (format) => {
    const file = await fileOf(format);
    expect([file.total, file.size]).toEqual([real, file.bytes.length]);
    expect(await take(opened, file.bytes, file.name)).toMatchObject({ unchanged: real, drafts: 0, rejected: [] });
    same(await bodiesOf(opened));
    await comesBack(file.bytes, file.name);
  });

  test.each(['xlsx', 'csv'] as const)('as %s with the 24 columns of the notice: nothing differs', async (format) => {
    const file = await fileOf(format, 'notice');
    expect(await take(opened, file.bytes, file.name)).toMatchObject({ unchanged: real, drafts: 0, rejected: [] });
    same(await bodiesOf(opened));
  });

  test.each(['biff8', 'xlsx'] as const)('saved anew as %s by another program', async (bookType) => {
    const book = readBook((await fileOf('xlsx')).bytes);
    const bytes = new Uint8Array(writeBook(book, { type: 'array', bookType, bookSST: true }));
    await comesBack(bytes, bookType === 'biff8' ? '目录.et' : '目录.xlsx');
  });

  test.each(['GB18030', 'UTF-16', 'UTF-16LE'])('csv in %s', async (code) => {
    const bytes = execFileSync('iconv', ['-f', 'UTF-8', '-t', code], { input: await csvText(), maxBuffer: 1e8 });
    // A mark stands before UTF-16 where a program writes it; iconv writes one for the form without a byte order.
    const mark = code === 'UTF-16LE' ? [Buffer.from([0xff, 0xfe])] : [];
    await comesBack(Buffer.concat([...mark, bytes]), '目录.csv');
  });
});

describe('a sheet that somebody has worked on', () => {
  test('columns moved', async () => {
    const rows = await csvRows();
    const order = rows[0]!.map((_, column) => column);
    const random = new Seeded(5);
    for (let at = order.length - 1; at > 0; at--) {
      const to = random.below(at + 1);
      [order[at], order[to]] = [order[to]!, order[at]!];
    }
    await comesBack(csvOf(rows.map((row) => order.map((column) => row[column] ?? ''))), '目录.csv');
  });

  test('columns renamed as departments call them, under one title row', async () => {
    const names: Readonly<Record<string, string>> = {
      信息资源名称: '1.资源名称（必填）',
      信息资源代码: '目录编码',
      信息资源提供方: '提供单位 *',
      信息资源摘要: '摘要',
      信息项名称: '字段中文名',
      数据类型: '字段类型',
      更新周期: '更新频率',
    };
    const [, titles = [], ...rest] = await csvRows();
    const named = titles.map((title) => names[title] ?? title);
    expect(named.filter((title, column) => title !== titles[column])).toHaveLength(Object.keys(names).length);
    await comesBack(csvOf([named, ...rest]), '目录.csv');
  });

  test('a column doubled: the first that holds something counts', async () => {
    const rows = await csvRows();
    const abstract = rows[1]!.indexOf('信息资源摘要');
    const name = rows[1]!.indexOf('信息资源名称');
    await comesBack(
      csvOf(rows.map((row) => [...row.slice(0, name), row[abstract]!, ...row.slice(name), row[name]!])),
      '目录.csv',
    );
  });

  test('a heading above, an empty column at the end, rows left free and a note below', async () => {
    const [groups = [], titles = [], ...rest] = await csvRows();
    const wide = (row: readonly string[]): string[] => [...row, ''];
    const free = wide(groups.map(() => ''));
    const sheet = [['郑州市信息资源目录（2026年）'], free, groups, titles, ...rest, free, ['注：数据截至2026年5月']];
    await comesBack(csvOf(sheet.map(wide)), '目录.csv');
  });
});

test('a catalog that is its own related resource stays a draft, with the row said', async () => {
  other.clear();
  const [groups = [], titles = [], first = [], second = [], third = []] = await csvRows();
  const related = titles.findIndex((title) => title.startsWith('关联资源代码'));
  const self = first.map((cell, column) => (column === related ? first[titles.indexOf('信息资源代码')]! : cell));
  const report = await take(other, csvOf([groups, titles, self, second, third]), '目录.csv');
  expect(report).toMatchObject({ imported: 1, drafts: 1 });
  expect(report.notes).toContainEqual(
    expect.objectContaining({ row: 3, field: 'related.0.code', code: 'related-self', level: 'error' }),
  );
});
