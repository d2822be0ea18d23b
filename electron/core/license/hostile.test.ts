import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptyLicense, type License } from '../../../shared/license/license.ts';
import { facesInOrder } from '../../../shared/license/type.ts';
import { type Department, openDepartment, organ } from '../../../tests/fixtures/department.ts';
import { readTable } from '../spreadsheet/spreadsheet.ts';
import { shippedTypes } from './library.ts';

const business = shippedTypes().find(({ name }) => name === '营业执照')!;
const face = {
  ...{ TYSHXYDM: '91410000170001401D', MC: '宇通客车', LX: '股份有限公司', FDDBR: '王建国', JYFW: '客车制造' },
  ...{ CLRQ: '1997-01-08', ZS: '郑州市', DJJG: organ.name, FZRQ: '2016-05-17' },
};
const license = (more: Record<string, string>): License => ({ ...emptyLicense(business), face: { ...face, ...more } });

let at: Department;
beforeAll(async () => {
  at = await openDepartment();
}, 30_000);
afterAll(() => at.close());

const keep = async (body: License) => {
  at.clear();
  const { row } = await at.client.call('license.save', { license: body, state: 'draft' });
  return at.client.call('license.get', { id: row.id });
};
const found = async (query: string) => (await at.client.call('license.list', { query })).total;
const exported = async (format: 'csv' | 'xlsx') => {
  const made = await at.client.call('license.export', { format, purpose: '核对' });
  const [head, ...rows] = (await readTable(made.bytes, made.name)).rows.map(({ cells }) => cells);
  return { of: (title: string) => rows.map((cells) => cells[head!.indexOf(title)]) };
};

const hostile = [
  "'; DROP TABLE record; --",
  '" OR 1=1 --',
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '=HYPERLINK("http://a","b")',
  '\\u0000 %s ${x} {{y}}',
];

describe('what stands in a field', () => {
  it.each(hostile)('%s is kept, found and written out as it is, in every field', async (text) => {
    const everywhere = Object.fromEntries(facesInOrder(business).map(({ key }) => [key, text]));
    const beside: License = {
      ...license(everywhere),
      ...{ organ: text, identifier: text, setAside: text, holders: [{ name: text, idKind: '', idNumber: text }] },
      stock: { kind: '增量', basis: text, archive: { box: text.slice(0, 20), volume: '', piece: '' } },
    };
    const opened = await keep(beside);
    expect(opened.license.face).toEqual(everywhere);
    expect(opened.license.stock).toEqual(beside.stock);
    expect(await found(text)).toBe(1);
    for (const format of ['csv', 'xlsx'] as const) expect((await exported(format)).of('名称')).toEqual([text]);
    expect(at.station.db.prepare('SELECT count(*) FROM record').pluck().get()).toBe(1);
  });

  it('is named where it is longer than its field, and lost nowhere: a name of 2000 characters', async () => {
    const MC = '长'.repeat(1990) + '尾巴𠮷㐂有限公司';
    const opened = await keep(license({ MC, CLRQ: '1'.repeat(300), DJJG: '局'.repeat(3000) }));
    expect(opened.license.holders[0]?.name).toBe(MC);
    expect(opened.findings.map(({ field, code }) => [field, code])).toEqual([
      ['face.MC', 'too-long'],
      ['face.CLRQ', 'too-long'],
      ['face.DJJG', 'too-long'],
    ]);
    expect(await found('尾巴𠮷㐂')).toBe(1);
    const again = await at.client.call('license.save', {
      id: opened.record.id,
      license: opened.license,
      state: 'draft',
    });
    expect(again.row.revision).toBe(1);
  });

  it.each(['𠮷', '㐂', '﨑', '神', '𰻞', '⿰亻言'])('%s is kept, found and written out unchanged', async (rare) => {
    const MC = `${rare}野家（郑州）有限公司`;
    const opened = await keep(license({ MC, FDDBR: `王${rare}` }));
    expect([opened.license.face['MC'], opened.record.name]).toEqual([MC, MC]);
    for (const query of [rare, `${rare}野`]) expect(await found(query), query).toBe(1);
    for (const format of ['csv', 'xlsx'] as const) expect((await exported(format)).of('名称')).toEqual([MC]);
  });
});

describe('a license of a thousand holders', () => {
  it('is kept whole; each is checked, and found by name and number', async () => {
    const others = Array.from({ length: 999 }, (_, index) => ({
      name: `业主${index}号`,
      idKind: '111',
      idNumber: index === 500 ? '110105194912310020' : '11010519491231002X',
    }));
    const opened = await keep({ ...license({}), holders: [{ name: '', idKind: '', idNumber: '' }, ...others] });
    expect(opened.license.holders).toHaveLength(1000);
    expect(opened.findings).toEqual([
      expect.objectContaining({ field: 'holders.501.idNumber', code: 'invalid-resident-id' }),
    ]);
    expect(await found('业主998号')).toBe(1);
    expect(await found('110105194912310020')).toBe(1);
    const json = await at.client.call('license.export', { format: 'json', purpose: '核对' });
    const [line] = JSON.parse(new TextDecoder().decode(json.bytes)) as { CZZT: string }[];
    expect(line!.CZZT.split('^')).toHaveLength(1000);
  });
});
