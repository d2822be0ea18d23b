import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Catalog } from '../../../shared/catalog/catalog.ts';
import type { ImportReport } from '../../../shared/catalog/methods.ts';
import { completeCatalog } from '../../../tests/fixtures/catalog.ts';
import { type Department, openDepartment } from '../../../tests/fixtures/department.ts';
import { resourceFile } from '../places.ts';
import { writeTable } from '../spreadsheet/spreadsheet.ts';

const sources = new Uint8Array(readFileSync(resourceFile('samples/datasource-metadata/firstdata-cn-government.json')));
const platform = new Uint8Array(readFileSync(resourceFile('samples/catalog-samples/hunan-2017-catalog-api.json')));
const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
const json = (catalogs: readonly unknown[], version = 1): Uint8Array<ArrayBuffer> =>
  utf8(JSON.stringify({ format: 'yidi-catalog', version, catalogs }));

let opened: Department;
beforeAll(async () => {
  opened = await openDepartment();
});
afterEach(() => opened.clear());
afterAll(() => opened.close());

const take = (bytes: Uint8Array, name = 't.csv', more = {}): Promise<ImportReport> =>
  opened.client.call('catalog.import', { name, bytes: new Uint8Array(bytes), ...more });
const rows = async () => (await opened.client.call('catalog.list', { limit: 500, order: 'code' })).rows;
const bodyOf = async (name: string): Promise<Catalog> => {
  const row = (await rows()).find((entry) => entry.name === name);
  return (await opened.client.call('catalog.get', { id: row!.id })).body;
};

describe('real inputs', () => {
  test('all 242 real descriptions go in as drafts with every gap named, and a second time change nothing', async () => {
    const first = await take(sources, 'firstdata.json');
    expect(first).toMatchObject({ imported: 242, drafts: 242, created: 242, updated: 0, unchanged: 0, rejected: [] });
    const gaps = first.notes.filter(({ row }) => row === 1).map(({ field }) => field);
    expect(gaps).toEqual(
      expect.arrayContaining([
        'classification.class',
        'code',
        'provider',
        'providerCode',
        'formats',
        'items',
        'share.type',
        'open.open',
        'releaseDate',
      ]),
    );
    expect(gaps).not.toContain('name');
    expect(await bodyOf('国家能源局')).toMatchObject({
      abstract:
        '中国国家能源局发布能源生产、消费和可再生能源统计数据。\n主要内容：发电量、能源消费、可再生能源装机、电网统计、油气生产',
      cycle: '每月',
      provider: '',
      providerCode: '',
      items: [],
      source: 'china-nea',
    });
    expect(await take(sources, 'firstdata.json')).toMatchObject({
      imported: 242,
      drafts: 242,
      created: 0,
      updated: 0,
      unchanged: 242,
    });
    expect((await opened.client.call('catalog.list', {})).total).toBe(242);
  });

  test('what was completed since is not emptied by importing the gaps again', async () => {
    await take(sources, 'firstdata.json');
    const row = (await rows()).find(({ name }) => name === '国家能源局')!;
    const { body } = await opened.client.call('catalog.get', { id: row.id });
    const whole = {
      ...completeCatalog(),
      name: body.name,
      abstract: body.abstract,
      cycle: body.cycle,
      source: body.source,
    };
    await opened.client.call('catalog.save', { id: row.id, body: whole, submit: true });
    expect(await take(sources, 'firstdata.json')).toMatchObject({ imported: 242, drafts: 241, unchanged: 242 });
    expect((await opened.client.call('catalog.get', { id: row.id })).row.state).toBe('pending');
  });

  test('of the two platform records with one code the second is refused with its row', async () => {
    const report = await take(platform, 'hunan.json');
    expect(report).toMatchObject({ imported: 1, drafts: 1 });
    expect(report.rejected).toEqual([expect.objectContaining({ row: 2, field: 'code', code: 'code-taken' })]);
    expect(await bodyOf('法律法规信息')).toMatchObject({
      code: '3070211760000002004006/000033',
      classification: { class: '部门信息资源', item: '省（自治区、直辖市）和计划单列市', subItem: '湖南省' },
      providerCode: '11430000743187451F',
      releaseDate: '2017-11-15',
      cycle: '实时',
      formats: [{ category: '电子文件', type: '其他' }],
      share: { type: '1', category: '共享平台方式', method: '文件', condition: '无条件' },
      open: { open: '1' },
      items: [
        { name: '索引号1', type: 'C', length: '128', share: '', open: '' },
        { name: '索引号2', type: 'C', length: '128' },
      ],
    });
  });

  test('on request the second of one code is the next version of the first; another name is another resource', async () => {
    const report = await take(platform, 'hunan.json', { asNewVersion: true });
    expect(report).toMatchObject({ imported: 2, created: 1, updated: 1, rejected: [] });
    expect(report.notes).toContainEqual(expect.objectContaining({ row: 2, code: 'version-of-row', level: 'warning' }));
    expect((await opened.client.call('catalog.list', {})).total).toBe(1);
    expect((await bodyOf('法律法规信息')).releaseDate).toBe('2017-11-10');
    const other = utf8('信息资源名称,信息资源代码\n甲,102001/1\n乙,102001/000001\n');
    expect((await take(other, 't.csv', { asNewVersion: true })).rejected).toEqual([
      expect.objectContaining({ row: 3, code: 'code-taken' }),
    ]);
  });
});

/** The template of the notice as an office fills it in: a heading, two title rows with merged groups, merged left cells, a note below. */
function filledTemplate(): { head: string[][]; body: string[][] } {
  const groups = [
    '',
    '信息资源提供方',
    '信息资源提供方',
    '',
    '',
    '信息资源格式',
    '',
    '',
    '信息资源普查',
    '',
    '',
    '',
    '',
    '',
    '信息项信息',
    '',
    '',
    '共享属性',
    '',
    '共享方式',
    '',
    '开放属性',
    '',
    '',
  ];
  const titles = [
    '信息资源名称（必填项）',
    '信息资源提供方（必填项）',
    '提供方内部部门（选填项）',
    '资源提供方代码（必填项）',
    '信息资源摘要（必填项）',
    '信息资源格式分类（必填项）',
    '信息资源格式类型（必填项）',
    '其他类型资源格式描述（选填项）',
    '数据存储总量(G)',
    '结构化信息记录总数(万)',
    '已共享的数据存储量',
    '已共享结构化记录数',
    '已开放的数据存储量',
    '已开放结构化记录数',
    '信息项名称（必填项）',
    '数据类型（必填项）',
    '数据长度（必填项）',
    '共享类型（必填项）',
    '共享条件（必填项）',
    '共享方式分类',
    '共享方式类型',
    '是否向社会开放',
    '开放条件（选填项）',
    '更新周期（必填项）',
  ];
  const first = [
    '企业年报信息',
    '郑州市市场监督管理局',
    '信用监管处',
    '11100000000013338w',
    '企业报送的年度报告',
    '数据库',
    'Oracle',
    '',
    '512M',
    '158.31万条',
    '0.5',
    '100',
    '0',
    '0',
  ];
  const share = ['有条件共享', '作为行政依据、数据校核', '共享平台方式/文件', '', '是', '隐去联系电话', '按年'];
  const blank = (count: number): string[] => Array.from({ length: count }, () => '');
  return {
    head: [groups, titles],
    body: [
      [...first, '统一社会信用代码', '字符串型C', '18位', ...share],
      [...blank(14), '企业名称', 'varchar(200)', '', ...share],
      [...blank(14), '企业名称', 'varchar(200)', '', ...share],
      [
        '食品抽检影像',
        '郑州市市场监督管理局',
        '',
        '1.1100000000013E+17',
        '抽检照片',
        '图形图像',
        'jpg、bmp',
        '',
        '0',
        '0',
        '0',
        '0',
        '0',
        '0',
        '',
        '',
        '',
        '不予共享',
        '《食品安全法》第一百一十八条',
        '介质方式',
        '电子文档',
        '否',
        '',
        '每半年',
      ],
      ['注：普查数截至2019年5月'],
    ],
  };
}

describe('the template of the notice', () => {
  const check = async (bytes: Uint8Array, name: string, titleRow: number): Promise<void> => {
    const report = await take(bytes, name);
    expect(report).toMatchObject({ imported: 2, drafts: 2, rejected: [] });
    expect(await bodyOf('企业年报信息')).toMatchObject({
      office: '信用监管处',
      providerCode: '11100000000013338W',
      formats: [{ category: '数据库', type: 'oracle', version: '' }],
      census: {
        storage: { total: '0.5', shared: '0.5', open: '0' },
        records: { total: '158.31', shared: '100', open: '0' },
      },
      items: [
        { name: '统一社会信用代码', type: 'C', length: '18' },
        { name: '企业名称', type: 'C', length: '200' },
      ],
      share: { type: '2', uses: ['行政依据', '数据校核'], category: '共享平台方式', method: '文件' },
      open: { open: '1', condition: '隐去联系电话' },
      cycle: '每年',
    });
    expect(await bodyOf('食品抽检影像')).toMatchObject({
      formats: [
        { category: '图形图像', type: 'jpg' },
        { category: '图形图像', type: 'bmp' },
      ],
      share: { type: '3', law: '《食品安全法》第一百一十八条', category: '介质交换', method: '电子文档' },
      cycle: '每半年',
    });
    const said = report.notes.map(({ row, code }) => `${row} ${code}`);
    expect(said).toContain(`${titleRow + 1} unit-converted`);
    expect(said).toContain(`${titleRow + 3} row-twice`);
    expect(said).toContain(`${titleRow + 4} code-became-number`);
    // The lost code is a finding at its row; the gap of a scope at the first row of its resource.
    expect(said).toContain(`${titleRow + 4} provider-code-wrong`);
    expect(said).toContain(`${titleRow + 1} share-scope-missing`);
  };

  test('as xlsx with merged titles and merged left cells', async () => {
    const { head, body } = filledTemplate();
    const merges = [
      { top: 0, left: 0, bottom: 0, right: 23 },
      { top: 1, left: 1, bottom: 1, right: 2 },
      { top: 1, left: 8, bottom: 1, right: 13 },
      ...Array.from({ length: 14 }, (_, left) => ({ top: 3, left, bottom: 5, right: left })),
    ];
    const sheet = { name: '目录', head: [['信息资源目录（模板）'], ...head], rows: body, merges };
    await check(await writeTable(sheet, 'xlsx'), '模板.xlsx', 3);
  });

  test('as csv in GB18030 without a mark, blank below the first, an empty last column', async () => {
    const { head, body } = filledTemplate();
    const text = [...head, ...body].map((row) => [...row.map((cell) => `"${cell}"`), ''].join(',')).join('\r\n');
    await check(
      new Uint8Array(execFileSync('iconv', ['-f', 'UTF-8', '-t', 'GB18030'], { input: text })),
      '模板.csv',
      2,
    );
  });
});

describe('sheets as they come', () => {
  test('columns in any order, unknown ones named, dates and tabs as people write them', async () => {
    const report = await take(
      utf8(
        '序号,更新频率,资源名称,负责人,发布时间,是否开放,摘要\n1,按月,出让地块,张三,2015/7/14,否,"面积\t公顷"\n2,每年,划拨地块,李四,2015年6月16日,是,甲\n',
      ),
    );
    expect(report.imported).toBe(2);
    expect(report.notes).toContainEqual(
      expect.objectContaining({ code: 'column-unknown', message: expect.stringContaining('负责人') }),
    );
    expect(await bodyOf('出让地块')).toMatchObject({
      cycle: '每月',
      releaseDate: '2015-07-14',
      open: { open: '0' },
      abstract: '面积\t公顷',
    });
    expect(await bodyOf('划拨地块')).toMatchObject({ releaseDate: '2015-06-16' });
  });

  test('one bad row never stops the file', async () => {
    const report = await take(
      utf8('信息资源名称,信息资源代码,信息资源提供方\n甲,102001/1,A\n,,B\n乙,102001/000001,A\n丙,102001/2,A\n'),
    );
    expect(report.imported).toBe(2);
    expect(report.rejected.map(({ row, field, code }) => [row, field, code])).toEqual([
      [3, 'name', 'name-missing'],
      [4, 'code', 'code-taken'],
    ]);
  });

  test('a sheet of several organs says first whose catalogs came in besides the own ones', async () => {
    const file =
      '信息资源名称,信息资源提供方,资源提供方代码\n甲,郑州市市场监管局,11100000000013338w\n乙,郑州市民政局,\n丙,郑州市公安局,11410100MB1A23748Y\n丁,郑州市民政局,\n戊,,\n';
    const { imported, notes } = await take(utf8(file));
    expect(imported).toBe(5);
    expect(notes[0]).toMatchObject({
      row: 0,
      code: 'provider-other',
      message: '3 条的提供方不是本单位（郑州市民政局 2 条、郑州市公安局 1 条），也导入了；不由本单位编制的请删去',
    });
    expect((await take(utf8(file.split('\n').slice(0, 2).join('\n')))).notes[0]?.code).not.toBe('provider-other');
  });

  test('a corrected file imported again changes its records and doubles none', async () => {
    const file = (cycle: string): Uint8Array =>
      utf8(`信息资源名称,信息资源代码,更新周期\n甲,102001/1,${cycle}\n乙,,每年\n`);
    await take(file('每月'));
    expect(await take(file('每周'))).toMatchObject({ imported: 2, created: 0, updated: 1, unchanged: 1 });
    expect((await rows()).length).toBe(2);
    expect((await bodyOf('甲')).cycle).toBe('每周');
  });

  test('what was sent is not changed by a file unless a new version is asked for', async () => {
    const { row } = await opened.client.call('catalog.save', { body: completeCatalog(), submit: true });
    opened.station.records.step(row.id, { cause: 'seal' });
    const file = json([completeCatalog({ cycle: '每月' })]);
    expect((await take(file, 'a.json')).rejected).toEqual([expect.objectContaining({ row: 1, code: 'catalog-sent' })]);
    expect(await take(json([completeCatalog()]), 'b.json')).toMatchObject({ unchanged: 1, rejected: [] });
    expect(await take(file, 'a.json', { asNewVersion: true })).toMatchObject({ updated: 1, rejected: [] });
    const { row: now } = await opened.client.call('catalog.get', { id: row.id });
    expect(now).toMatchObject({ revision: 2, state: 'pending' });
  });

  test.each([
    ['{"a":1}', 't.json'],
    ['[1,', 't.json'],
    ['甲,乙\n1,2\n', 't.csv'],
    ['{"format":"yidi-catalog","version":9,"catalogs":[]}', 't.json'],
  ])('%j is refused as no catalog table', async (text, name) => {
    await expect(take(utf8(text), name)).rejects.toThrow(/not-a-table/);
  });

  test('a broken entry of our own form is named, the others go in', async () => {
    const catalogs = [completeCatalog(), { ...completeCatalog({ code: '102001/7' }), items: 'x' }];
    const report = await take(json(catalogs), 'a.json');
    expect(report).toMatchObject({
      imported: 1,
      drafts: 0,
      rejected: [{ row: 2, field: 'items', code: 'entry-invalid' }],
    });
    expect((await rows())[0]?.state).toBe('pending');
  });

  test('an entry that is no JSON is named, the others go in; one cut off in the middle is refused as a whole', async () => {
    const good = JSON.stringify(completeCatalog());
    const whole = `{"version":1,"catalogs":[${good},{"name":甲},\n],"format":"yidi-catalog"}`;
    expect(await take(utf8(whole), 'a.json')).toMatchObject({
      imported: 1,
      rejected: [{ row: 2, code: 'entry-invalid' }, { row: 3 }],
    });
    await expect(take(utf8(whole.slice(0, -30)), 'a.json')).rejects.toThrow(/not-a-table/);
  });

  test('an export of more than 64 MB comes in, as bytes and from a file of this machine', async () => {
    const more = 'x'.repeat(4_000_000);
    const catalogs = Array.from({ length: 18 }, (_, index) => ({
      ...completeCatalog({ name: `目录${index}`, code: `102001/${index + 1}` }),
      more,
    }));
    const bytes = json(catalogs);
    expect(bytes.length).toBeGreaterThan(64 * 1024 * 1024);
    expect(await take(bytes, 'a.json')).toMatchObject({ imported: 18, created: 18, rejected: [] });
    const path = join(mkdtempSync(join(tmpdir(), 'yidi-import-')), 'a.json');
    writeFileSync(path, bytes);
    expect(await opened.client.call('catalog.import', { path })).toMatchObject({ unchanged: 18, rejected: [] });
    rmSync(dirname(path), { recursive: true });
    await expect(opened.client.call('catalog.import', { path })).rejects.toThrow(/file-missing/);
  });
});
