import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Catalog } from '../../../shared/catalog/catalog.ts';
import type { ImportReport } from '../../../shared/catalog/methods.ts';
import { normalizeCatalog } from '../../../shared/catalog/normalize.ts';
import { completeCatalog } from '../../../tests/fixtures/catalog.ts';
import { type Department, openDepartment } from '../../../tests/fixtures/department.ts';
import { resourceFile } from '../places.ts';
import { writeTable } from '../spreadsheet/spreadsheet.ts';
import { readCatalogFile } from './import.ts';
import type { ImportEntry } from './import-entry.ts';
import { writeCatalogJson } from './write-json.ts';
import { catalogSheet, filledColumns } from './write-sheet.ts';

const sheetOf = async (catalogs: readonly Catalog[], template: 'export' | 'notice') =>
  catalogSheet(catalogs, template, await filledColumns(catalogs));
const jsonOf = async (catalogs: readonly Catalog[]): Promise<Uint8Array> => {
  const pieces: Uint8Array[] = [];
  await writeCatalogJson(catalogs, (piece) => pieces.push(piece));
  return Buffer.concat(pieces);
};

let opened: Department;
beforeAll(async () => {
  opened = await openDepartment();
});
afterEach(() => opened.clear());
afterAll(() => opened.close());

const take = (bytes: Uint8Array, name = 't.csv', more = {}): Promise<ImportReport> =>
  opened.client.call('catalog.import', { name, bytes: new Uint8Array(bytes), ...more });

describe('what is exported can be imported', () => {
  const pick = <T>(...values: T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
  const text = fc
    .array(pick('企', '业', '信', '息', '法', 'A', '7', ',', '"', '=', '（', '）', '：', ' ', '\n', "'"), {
      maxLength: 10,
    })
    .map((characters) => characters.join(''));
  const word = fc
    .array(pick('企', '业', '登', '记', '年', '报', 'B', '9'), { minLength: 1, maxLength: 6 })
    .map((characters) => characters.join(''));
  const amount = pick('', '0', '4.26', '158.3101', '123456789', '约三万');
  const amounts = fc.record({ total: amount, shared: amount, open: amount });
  const item = fc.record({
    name: word,
    column: pick('', 'qymc'),
    type: pick('', 'C', 'Y', 'D', '其他'),
    length: pick('', '18', '18,2', '不限'),
    charset: pick('', 'UTF-8'),
    share: pick('', '1', '3'),
    open: pick('', '0'),
    note: text,
  });
  const catalog: fc.Arbitrary<Catalog> = fc
    .record({
      classification: pick(
        { class: '', item: '', subItem: '', detail: '' },
        { class: '主题信息资源', item: '信用体系', subItem: '甲', detail: '乙/丙' },
      ),
      name: word,
      provider: word,
      office: word,
      providerCode: pick('', '11100000000013338W', '914101'),
      abstract: text,
      formats: fc.array(
        fc.record({
          category: pick('数据库', '电子表格', '三维模型'),
          type: pick('oracle', 'xls', ''),
          version: pick('', '11g R2'),
        }),
        { maxLength: 3 },
      ),
      formatNote: text,
      census: fc.record({ storage: amounts, records: amounts }),
      items: fc.uniqueArray(item, { maxLength: 5, selector: ({ name }) => name }),
      share: fc.record({
        type: pick('', '1', '2', '3'),
        uses: fc.subarray(['行政依据', '工作参考', '数据校核']),
        condition: text,
        scope: text,
        law: text,
        category: pick('', '共享平台方式', '邮件', '专线'),
        method: pick('', '数据库', '服务接口'),
      }),
      open: fc.record({ open: pick('', '0', '1'), condition: text }),
      cycle: pick('', '每日', '三年一次'),
      releaseDate: pick('', '2026-12-01', '近期'),
      related: fc.array(
        fc.record({
          code: pick('105003/000002', '307019/000010'),
          name: pick('', '电子证照'),
          external: pick('', '1'),
        }),
        { maxLength: 2 },
      ),
      source: pick('', 'china-nea'),
    })
    .map((body) => normalizeCatalog(Catalog.parse(body)));
  const lists = fc.array(catalog, { minLength: 1, maxLength: 4 }).map((list) =>
    list.map(
      (body, index): Catalog => ({
        ...body,
        name: `${body.name}${index}`,
        code: `102001/${String(index + 1).padStart(6, '0')}`,
      }),
    ),
  );
  const read = async (bytes: Uint8Array, name: string) =>
    [...(await readCatalogFile(bytes, name)).entries].map((entry) => normalizeCatalog((entry as ImportEntry).body));

  test.each(['xlsx', 'csv'] as const)('%s in the 31 columns', async (format) => {
    await fc.assert(
      fc.asyncProperty(lists, async (catalogs) => {
        expect(await read(await writeTable(await sheetOf(catalogs, 'export'), format), `a.${format}`)).toEqual(
          catalogs,
        );
      }),
      { numRuns: 60 },
    );
  });

  test('json, and the 24 columns of the notice but for what they do not have', async () => {
    await fc.assert(
      fc.asyncProperty(lists, async (catalogs) => {
        expect(await read(await jsonOf(catalogs), 'a.json')).toEqual(catalogs);
        const bare = catalogs.map(
          (body): Catalog => ({
            ...body,
            code: '',
            classification: Catalog.parse({}).classification,
            releaseDate: '',
            related: [],
          }),
        );
        expect(await read(await writeTable(await sheetOf(catalogs, 'notice'), 'xlsx'), 'a.xlsx')).toEqual(bare);
      }),
      { numRuns: 40 },
    );
  });

  test('the sheet has the 31 columns in their order, and the template 24', async () => {
    const { columns } = JSON.parse(readFileSync(resourceFile('codes/catalog-template.json'), 'utf8')) as {
      columns: { name: string; inNotice: boolean }[];
    };
    const plain = completeCatalog({ formats: [], items: [], source: '' });
    expect((await sheetOf([plain], 'export')).head[1]).toEqual(columns.map(({ name }) => name));
    expect((await sheetOf([plain], 'notice')).head[1]).toEqual(
      columns.filter(({ inNotice }) => inNotice).map(({ name }) => name),
    );
  });

  test('through the station: exported by its method and imported again, nothing changes', async () => {
    await opened.client.call('catalog.save', { body: completeCatalog() });
    for (const format of ['xlsx', 'csv', 'json'] as const) {
      const file = await opened.client.call('catalog.export', { format });
      expect(await take(file.bytes, file.name)).toMatchObject({ imported: 1, unchanged: 1, rejected: [] });
    }
  });
});
