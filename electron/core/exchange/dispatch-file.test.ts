import { describe, expect, it } from 'vitest';
import classification from '../../../resources/codes/catalog-classification.json' with { type: 'json' };
import obligations from '../../../resources/codes/obligations.json' with { type: 'json' };
import { type FailureCode, Refusal } from '../../../shared/contract/failures.ts';
import type { DispatchBodies, DispatchPart } from '../../../shared/exchange/dispatch.ts';
import { writeTable } from '../spreadsheet/spreadsheet.ts';
import { mergeLines, mergeYears, type ReadPart, readDispatchFile } from './dispatch-file.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const json = (value: unknown) => readDispatchFile(utf8(JSON.stringify(value)), '文件.json', '市民政局');
const sheet = async (head: string[], rows: string[][], above: string[] = []) =>
  readDispatchFile(
    await writeTable({ name: '表', head: above.length > 0 ? [above, head] : [head], rows }, 'xlsx'),
    '表.xlsx',
    '',
  );
const only = async <P extends DispatchPart>(parts: ReturnType<typeof json>, part: P) => {
  const [one, ...more] = await parts;
  expect([one?.part, more]).toEqual([part, []]);
  return { body: one!.body as DispatchBodies[P], rejected: one!.rejected };
};
const codeOf = async (work: Promise<unknown>): Promise<{ code: FailureCode; reason: unknown }> => {
  try {
    await work;
  } catch (error) {
    if (error instanceof Refusal) return { code: error.failure.code, reason: error.failure.details.reason };
    throw error;
  }
  throw new Error('not refused');
};

describe('a list', () => {
  it('comes out of a table with any titles, with blank cells, a line above and dates as sheets write them', async () => {
    const { body, rejected } = await only(
      sheet(
        ['序号', '信息资源名称（必填）', '资源代码', '资源摘要', '编制理由', '完成时限'],
        [
          ['1', '低保对象信息', '307021', '城乡低保', '救助核对', '2026年12月31日'],
          ['2', '婚姻登记信息', '3070210001/12', '', '', ''],
        ],
        ['2026 年第二批目录清单'],
      ),
      'list',
    );
    expect(body.map(({ id: _, ...line }) => line)).toEqual([
      { name: '低保对象信息', code: '307021', abstract: '城乡低保', reason: '救助核对', due: '2026-12-31' },
      { name: '婚姻登记信息', code: '3070210001/000012', abstract: '', reason: '', due: '' },
    ]);
    expect(body[0]!.id).toMatch(/^[0-9a-f]{32}$/);
    expect(rejected).toEqual([]);
  });

  it('comes out of the catalog template under its grouped title, one line a resource, with whose it is', async () => {
    const head = [
      [
        '信息资源名称',
        '信息资源提供方',
        '信息资源提供方',
        '资源提供方代码',
        '信息资源摘要',
        '信息项信息',
        '信息项信息',
      ],
      ['', '信息资源提供方', '提供方内部部门', '', '', '信息项名称', '数据类型'],
    ];
    const rows = [
      ['低保对象信息', '郑州市民政局', '救助处', '114101000052530151', '城乡低保', '姓名', 'C'],
      ['低保对象信息', '郑州市民政局', '救助处', '114101000052530151', '城乡低保', '金额', 'N'],
      ['', '', '', '', '', '备注', 'C'],
      ['低保对象信息', '新郑市民政局', '', '', '', '姓名', 'C'],
      ['信息资源名称', '信息资源提供方', '', '', '', '', ''],
    ];
    const bytes = await writeTable({ name: '表', head, rows }, 'xlsx');
    const [read, ...more] = await readDispatchFile(bytes, '目录.xlsx', '');
    const { body, owners, rejected } = read as ReadPart<'list'>;
    expect([more, rejected]).toEqual([[], []]);
    expect(body.map(({ name, abstract }) => [name, abstract])).toEqual([
      ['低保对象信息', '城乡低保'],
      ['低保对象信息', ''],
    ]);
    expect(owners).toEqual([
      { row: 3, organ: '郑州市民政局', uscc: '114101000052530151' },
      { row: 6, organ: '新郑市民政局', uscc: '' },
    ]);
  });

  it('leaves bad rows out, each with its row and why', async () => {
    const { body, rejected } = await only(
      sheet(
        ['资源名称', '代码', '期限'],
        [
          ['甲', '', ''],
          ['乙', '3.07021E+17', ''],
          ['丙', '不是代码', ''],
          ['丁', '', '年底前'],
          ['', '307021', ''],
          ['甲', '', ''],
        ],
      ),
      'list',
    );
    expect(body.map(({ name }) => name)).toEqual(['甲']);
    expect(rejected.map(({ row, message }) => `${row} ${message}`)).toEqual([
      '3 代码“3.07021E+17”被电子表格当成了数，已经不全',
      '4 代码“不是代码”不是资源代码，也不是它的前段',
      '5 期限“年底前”不是日期',
      '6 资源名称未填',
      '7 “甲”在文件里重复',
    ]);
  });

  it('over the one that is there keeps the id of what is known by code or name, and adds the rest behind', async () => {
    const first = await only(json([{ name: '甲' }, { name: '乙', code: '307021/000001' }]), 'list');
    const next = await only(
      json([{ name: '丙' }, { name: '乙改名', code: '307021/000001' }, { name: '甲', reason: '考核' }]),
      'list',
    );
    const merged = mergeLines(first.body, next.body);
    expect(merged.map(({ name, reason }) => name + reason)).toEqual(['甲考核', '乙改名', '丙']);
    expect(merged.slice(0, 2).map(({ id }) => id)).toEqual(first.body.map(({ id }) => id));
  });
});

describe('other parts', () => {
  it('the shipped table of all organs gives the lines of one, with those common to all', async () => {
    const { body } = await only(json(obligations), 'obligations');
    const own = obligations.organs.find(({ organ }) => organ === '市民政局')!;
    expect(body).toHaveLength([...own.items, ...obligations.common].reduce((sum, { kinds }) => sum + kinds.length, 0));
    expect(body[0]).toMatchObject({ code: own.items[0]!.id, expected: null });
  });

  it('a table of obligations gives 应录数 and dates; a kind that nobody knows stays out', async () => {
    const { body, rejected } = await only(
      sheet(
        ['编号', '材料', '种类', '应录数', '期限', '证照类型'],
        [
          ['06-01', '婚姻证照', '数据', '12,500', '20261231', '结婚证、离婚证'],
          ['06-02', '别的', '杂项', '', '', ''],
        ],
      ),
      'obligations',
    );
    expect(body).toEqual([
      {
        code: '06-01',
        text: '婚姻证照',
        kind: '数据',
        expected: 12_500,
        due: '2026-12-31',
        licenseTypes: ['结婚证', '离婚证'],
      },
    ]);
    expect(rejected.map(({ row }) => row)).toEqual([3]);
  });

  it('the shipped classification table is read as it lies there', async () => {
    const { body } = await only(json(classification), 'classification');
    expect(body.map(({ code }) => code)).toEqual(['1', '2', '3']);
  });

  it('a year’s arrangement comes as lists, as tables by date, or as a sheet; the edge of a neighbouring year is not that year', async () => {
    const holidays = ['2026-12-31', '2027-01-01', '2027-01-02', '2027-02-05', '2027-02-06', '2027-02-07', '2027-10-01'];
    const wanted = { firstYear: 2027, lastYear: 2027, holidays: holidays.slice(1), makeupDays: ['2027-02-14'] };
    expect((await only(json({ holidays, makeupWorkdays: ['2027-02-14'] }), 'calendar')).body).toEqual(wanted);
    const named = Object.fromEntries(holidays.map((date) => [date, '节']));
    expect((await only(json({ holidays: named, workdays: { '2027-02-14': '春节' } }), 'calendar')).body).toEqual(
      wanted,
    );
    const rows = [...holidays.map((date) => [date, '休']), ['2027年2月14日', '班']];
    expect((await only(sheet(['日期', '安排'], rows), 'calendar')).body).toEqual(wanted);
  });

  it('years join those that are there; a gap between them is told', async () => {
    const year = (of: number) => ({ firstYear: of, lastYear: of, holidays: [`${of}-01-01`], makeupDays: [] });
    const both = mergeYears(year(2027), year(2028));
    expect(both).toEqual({ firstYear: 2027, lastYear: 2028, holidays: ['2027-01-01', '2028-01-01'], makeupDays: [] });
    expect(mergeYears(both!, { ...year(2027), holidays: ['2027-01-02'] })?.holidays).toEqual([
      '2027-01-02',
      '2028-01-01',
    ]);
    expect(mergeYears(year(2027), year(2030))).toBeNull();
  });
});

it.each([
  ['{', '不是完整的 json'],
  ['{}', '没有认得的内容'],
  ['[]', '没有内容'],
  ['{"list": 5}', '清单须是一个列表'],
  ['[{"code": "307021"}]', '第 1 行资源名称未填，没有一行可用'],
  ['{"holidays": ["2027-01-01", "2028-01-01"]}', '没有一整年的放假安排'],
  ['{"holidays": ["春节"]}', '“春节”不是日期'],
  ['{"classes": 1}', '分类表的写法不对'],
  ['甲,乙\n1,2', '没有“资源名称”一列，也没有“材料”和“种类”、“日期”和“安排”两列'],
])('%s is refused with the reason', async (text, reason) => {
  expect(await codeOf(readDispatchFile(utf8(text), '文件', ''))).toEqual({ code: 'dispatch-file', reason });
});
