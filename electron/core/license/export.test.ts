import { read, utils } from '@e965/xlsx';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { emptyLicense, type License } from '../../../shared/license/license.ts';
import { withReason } from '../../../shared/license/reason.ts';
import { type Department, openDepartment, organ } from '../../../tests/fixtures/department.ts';
import { readTable } from '../spreadsheet/spreadsheet.ts';
import { shippedTypes } from './library.ts';

const type = shippedTypes().find(({ name }) => name === '营业执照')!;
const face = {
  ...{ TYSHXYDM: '91410000170001401D', MC: '宇通客车', LX: '股份有限公司', FDDBR: '王建国', JYFW: '客车制造' },
  ...{ CLRQ: '1997-01-08', YYQXQ: '1997-01-08', YYQXZ: '2025-01-07', ZS: '郑州市', DJJG: organ.name },
  ...{ FBH: '1-1', FZRQ: '2016-05-17' },
};
const plain: License = { ...emptyLicense(type), face, copies: { count: '2', numbers: '1-1、1-2' } };
const expired = { field: 'face.YYQXZ', code: 'expired' };

let at: Department;
beforeAll(async () => {
  at = await openDepartment();
  const { license } = await at.client.call('license.save', { license: plain, state: 'draft' });
  at.clear();
  const license2 = withReason(license, expired, '旧照，等换发');
  const { row } = await at.client.call('license.save', { license: license2, state: 'pending' });
  const bytes = new TextEncoder().encode('%PDF-1.7');
  await at.client.call('license.attach', { id: row.id, base: 1, files: [{ name: '章程.pdf', bytes }] });
  await at.client.call('license.noteEvent', {
    ...{ id: row.id, base: 2, kind: '质押', date: '2020-05-06', reason: '贷款', document: '郑质〔2020〕6号' },
  });
}, 60_000);
afterAll(() => at.close());

const exported = async (format: 'xlsx' | 'csv' | 'json') =>
  (await at.client.call('license.export', { format, purpose: '核对' })).bytes;
const event = ['质押', '2020-05-06', '贷款', '郑质〔2020〕6号'];

it('to xlsx has events, reasons and attachments in sheets of their own, one line each', async () => {
  const bytes = await exported('xlsx');
  const { SheetNames, Sheets } = read(bytes);
  const rows = (name: string) => utils.sheet_to_json<string[]>(Sheets[name]!, { header: 1 });
  expect(SheetNames).toEqual(['证照', '事项', '提醒的理由', '附件']);
  const whose = ['营业执照', '91410000170001401D', '宇通客车'];
  expect(rows('事项')[1]!.slice(0, 7)).toEqual([...whose, ...event]);
  expect(rows('事项')[1]).toContain('有效');
  expect(rows('提醒的理由')[1]).toEqual([...whose, '营业期限至', '2025-01-07', '旧照，等换发']);
  expect(rows('附件')).toEqual([
    ['证照名称', '证照编号', '持证主体', '文件名'],
    [...whose, '章程.pdf'],
  ]);
});

it('to csv has the same in one cell each', async () => {
  const { rows } = await readTable((await exported('csv')).slice(), 'a.csv');
  const [titles, cells] = rows.map((row) => row.cells);
  const of = (title: string): string | undefined => cells![titles!.indexOf(title)];
  expect([of('副本数'), of('副本号清单'), of('质押')]).toEqual(['2', '1-1、1-2', '质押']);
  expect(of('事项')).toBe('2020-05-06 质押（贷款，郑质〔2020〕6号）');
  expect(of('提醒的理由')).toBe('营业期限至：旧照，等换发');
  expect(of('附件')).toBe('章程.pdf');
});

it('to json has them as lists', async () => {
  const [one] = JSON.parse(new TextDecoder().decode(await exported('json')));
  expect(one).toMatchObject({
    ...{ status: '有效', pledged: true, copies: { count: '2', numbers: ['1-1', '1-2'] } },
    events: [
      { kind: '质押', date: '2020-05-06', reason: '贷款', document: '郑质〔2020〕6号', status: '有效', by: '李敏' },
    ],
    reasons: [{ ...expired, value: '2025-01-07', reason: '旧照，等换发' }],
    attachments: ['章程.pdf'],
  });
});

it.each(['xlsx', 'csv'] as const)(
  'to %s is taken in again with its copies, and nothing of it is unknown',
  async (format) => {
    const bytes = await exported(format);
    at.clear();
    const report = await at.client.call('license.import', {
      type: '营业执照',
      name: `a.${format}`,
      bytes: bytes.slice(),
    });
    expect(report).toMatchObject({ accepted: 1, rejected: [], unknownColumns: [] });
    const [record] = at.station.records.list({ kind: 'license' }).rows;
    expect(record!.body).toMatchObject({ copies: plain.copies });
  },
);
