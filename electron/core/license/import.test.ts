import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dayOf } from '../../../shared/china/dates.ts';
import { isUscc } from '../../../shared/china/uscc.ts';
import { facesInOrder } from '../../../shared/license/type.ts';
import { type Department, openDepartment, organ, sample } from '../../../tests/fixtures/department.ts';
import { readTable, writeTable } from '../spreadsheet/spreadsheet.ts';
import { shippedTypes } from './library.ts';

const business = shippedTypes().find(({ name }) => name === '营业执照')!;
const labels = facesInOrder(business).map((field) => field.label);

let at: Department;
beforeAll(async () => {
  at = await openDepartment();
}, 30_000);
afterAll(() => at.close());

const csv = (...lines: string[][]) =>
  new TextEncoder().encode(
    lines.map((line) => line.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\r\n'),
  );
const take = (bytes: Uint8Array, name = '证照.csv') =>
  at.client.call('license.import', { type: '营业执照', name, bytes });

const filled: Record<string, string> = {
  统一社会信用代码: '91410000170001401D',
  名称: '宇通客车股份有限公司',
  类型: '股份有限公司',
  法定代表人: '王建国',
  经营范围: '客车制造',
  成立日期: '1997年1月8日',
  住所: '郑州市',
  登记机关: organ.name,
  核发日期: '180517',
};
const row = (changes: Record<string, string> = {}) => labels.map((label) => ({ ...filled, ...changes })[label] ?? '');

describe('a table of licenses', () => {
  it('of the samples goes in whole, titles matched by synonym and the two days of 营业期限 taken apart', async () => {
    const report = await take(sample('licenses.csv'), 'licenses.csv');
    expect(report).toEqual({
      accepted: 8,
      drafts: 0,
      rejected: [],
      unknownColumns: [],
      titleRow: 1,
      sheet: 'licenses.csv',
      notes: [],
      stoppedAt: null,
    });
    const { rows } = await at.client.call('license.list', { query: '91410100MA44X4F98J' });
    const { license } = await at.client.call('license.get', { id: rows[0]!.id });
    expect(license.face).toMatchObject({ YYQXQ: '2018-03-14', YYQXZ: '2048-03-13', ZCZB: '500万元', FDDBR: '李敏' });
    expect(rows[0]).toMatchObject({ state: 'pending', validTo: '2048-03-13' });
  });

  it('taken in twice names every duplicate and adds nothing', async () => {
    const again = await take(sample('licenses.csv'), 'licenses.csv');
    expect(again.accepted).toBe(0);
    expect(again.rejected.map(({ row: at, code }) => [at, code])).toEqual(
      Array.from({ length: 8 }, (_, index) => [index + 2, 'duplicate-license']),
    );
    expect(again.rejected[0]!.message).toContain('宇通客车股份有限公司');
    expect(again.rejected.every(({ known }) => known)).toBe(true);
    expect((await at.client.call('license.list', {})).total).toBe(8);
  });

  it('keeps out what is wrong by row and field, and lets the rest in', async () => {
    const report = await take(
      csv(
        ['2026 年存量营业执照'],
        labels,
        row({ 统一社会信用代码: '12320500MB1F99368P', 名称: '苏州城市学院', 副本号: '2-1' }),
        row({ 统一社会信用代码: '91410000170001401E' }),
        row({ 统一社会信用代码: '9.14100001700014E+17' }),
        row({ 统一社会信用代码: '11220000013544541J', 成立日期: '2019-02-30', 名称: '' }),
      ),
    );
    expect(report.accepted).toBe(1);
    expect(report.rejected.map(({ row: at, field, code }) => [at, field, code])).toEqual([
      [4, 'face.TYSHXYDM', 'invalid-uscc'],
      [5, 'face.TYSHXYDM', 'number-lost-digits'],
      [6, 'face.MC', 'required'],
      [6, 'face.CLRQ', 'not-a-date'],
    ]);
    expect(report.rejected[0]!.message).toMatch(/^统一社会信用代码：/);
  });

  it('without the column of the number, or of another type, is refused', async () => {
    await expect(take(csv(['名称', '住所'], ['甲', '乙']))).rejects.toThrow('缺少“统一社会信用代码”列');
    await expect(take(csv(['a', 'b'], ['1', '2']))).rejects.toThrow('not-a-table');
    const unknown = at.client.call('license.import', { type: '飞行执照', name: 'x.csv', bytes: csv(labels) });
    await expect(unknown).rejects.toThrow('unknown-license-type');
  });
});

describe('an export', () => {
  it('needs a purpose and logs it with the number of rows', async () => {
    await expect(at.client.call('license.export', { format: 'csv', purpose: ' ' })).rejects.toThrow('invalid-input');
    const made = await at.client.call('license.export', { format: 'json', purpose: '核对存量' });
    const list = JSON.parse(new TextDecoder().decode(made.bytes)) as Record<string, string>[];
    expect(list).toHaveLength(made.rows);
    expect(list[0]).toMatchObject({ ZZMC: '营业执照', CZZTDMLXDM: '001' });
    const logged = at.station.db
      .prepare("SELECT new FROM audit WHERE action = 'license.export'")
      .pluck()
      .all() as string[];
    expect(logged.map((line) => JSON.parse(line))).toEqual([
      { purpose: '核对存量', format: 'json', rows: made.rows, query: '' },
    ]);
  });

  it('of people has the whole numbers', async () => {
    const card = csv(
      ['姓名', '性别', '民族', '出生', '住址', '公民身份号码', '签发机关', '有效期限起', '有效期限止'],
      ['张三', '男', '汉', '1949-12-31', '北京市', '11010519491231002X', '北京市公安局', '2010-01-01', '长期'],
    );
    const report = await at.client.call('license.import', { type: '居民身份证', name: 'a.csv', bytes: card });
    expect(report).toMatchObject({ accepted: 1, rejected: [] });
    const made = await at.client.call('license.export', { format: 'csv', type: '居民身份证', purpose: '核对' });
    expect(new TextDecoder().decode(made.bytes)).toContain('11010519491231002X');
  });
});

const uscc = fc
  .stringMatching(/^9[1-3]41[0-9]{4}[0-9A-HJ-NP-RTUWXY]{9}$/)
  .map((body) => [...'0123456789ABCDEFGHJKLMNPQRTUWXY'].map((check) => body + check).find(isUscc) ?? '')
  .filter(Boolean);
const words = fc
  .string({ unit: fc.constantFrom(...'郑州市金水区𠮷㐂（）、；,"\'=<>& 1a'), minLength: 1, maxLength: 40 })
  .map((text) => text.replace(/\s+/g, ' ').trim())
  .filter((text) => text !== '');
const day = fc.integer({ min: 0, max: 20_000 }).map(dayOf);

it.each(['xlsx', 'csv'] as const)(
  'what goes out as %s comes back the same',
  async (format) => {
    const record = fc.record({
      统一社会信用代码: uscc,
      名称: words,
      类型: words,
      法定代表人: words,
      经营范围: words,
      注册资本: fc.bigInt({ min: 1n, max: 10n ** 9n }).map((yuan) => `${yuan}万元`),
      成立日期: day,
      营业期限至: fc.constantFrom('长期', '2050-01-01', ''),
      住所: words,
      登记机关: words,
      核发日期: day,
    });
    const unique = fc.uniqueArray(record, { minLength: 1, maxLength: 8, selector: (value) => value.统一社会信用代码 });
    await fc.assert(
      fc.asyncProperty(unique, async (records) => {
        const own = await openDepartmentOnce();
        own.station.db.prepare("DELETE FROM record WHERE kind = 'license'").run();
        const rows = records.map((values) => labels.map((label) => (values as Record<string, string>)[label] ?? ''));
        const bytes = await writeTable({ name: '营业执照', head: [labels], rows }, format);
        const report = await own.client.call('license.import', { type: '营业执照', name: `a.${format}`, bytes });
        expect(report.rejected).toEqual([]);
        const made = await own.client.call('license.export', { format, purpose: '往返' });
        const table = await readTable(made.bytes, `b.${format}`);
        const [head, ...back] = table.rows.map(({ cells }) => cells);
        const seen = back.map((cells) => labels.map((label) => cells[head!.indexOf(label)] ?? ''));
        const amountAt = labels.indexOf('注册资本');
        const plain = (lines: string[][]) =>
          lines.map((line) => line.filter((_, index) => index !== amountAt).join('|')).sort();
        expect(plain(seen)).toEqual(plain(rows));
        own.station.db.prepare("DELETE FROM record WHERE kind = 'license'").run();
        const again = await own.client.call('license.import', {
          type: '营业执照',
          name: `b.${format}`,
          bytes: made.bytes,
        });
        expect(again).toMatchObject({ accepted: records.length, rejected: [], unknownColumns: [] });
      }),
      { numRuns: 12 },
    );
  },
  60_000,
);

let shared: Department | undefined;
async function openDepartmentOnce(): Promise<Department> {
  shared ??= await openDepartment();
  return shared;
}
afterAll(() => shared?.close());
