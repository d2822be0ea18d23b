import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { emptyLicense, type License } from '../../../shared/license/license.ts';
import { withReason } from '../../../shared/license/reason.ts';
import { type Department, openDepartment, organ } from '../../../tests/fixtures/department.ts';
import { shippedTypes } from './library.ts';

const business = shippedTypes().find(({ name }) => name === '营业执照')!;
const codes = ['91410000170001401D', '914100001699995779', '91410100MA44X4F98J'];
const expired = { field: 'face.YYQXZ', code: 'expired' };

/** Its term has run out, which is a warning. */
const license = (TYSHXYDM: string, more: Record<string, string> = {}): License => ({
  ...emptyLicense(business),
  face: {
    ...{ TYSHXYDM, MC: '宇通客车', LX: '股份有限公司', FDDBR: '王建国', JYFW: '客车制造', CLRQ: '1997-01-08' },
    ...{ YYQXQ: '1997-01-08', YYQXZ: '2020-01-01', ZS: '郑州市', DJJG: organ.name, FZRQ: '2016-05-17', ...more },
  },
});

let at: Department;
beforeAll(async () => {
  at = await openDepartment();
}, 30_000);
beforeEach(() => at.clear());
afterAll(() => at.close());

const save = (body: License, state: 'draft' | 'pending' = 'draft') =>
  at.client.call('license.save', { license: body, state });
const alike = async () => (await at.client.call('license.warnings', {})).alike;

describe('a warning', () => {
  it('without a reason keeps its license from being handed in, and loses nothing', async () => {
    const { row, license: kept } = await save(license(codes[0]!));
    await expect(at.client.call('license.submit', { id: row.id })).rejects.toThrow('warnings-unreasoned');
    await at.client.call('license.save', {
      id: row.id,
      license: withReason(kept, expired, '照面如此'),
      state: 'pending',
    });
    const opened = await at.client.call('license.get', { id: row.id });
    expect(opened.record.state).toBe('pending');
    expect(opened.license.reasons).toEqual([{ ...expired, value: '2020-01-01', reason: '照面如此' }]);
    expect(await alike()).toEqual([]);
  });

  it('wants another reason once the value has changed', async () => {
    const { row, license: kept } = await save(withReason(license(codes[0]!), expired, '照面如此'), 'pending');
    const changed = { ...kept, face: { ...kept.face, YYQXZ: '2021-01-01' } };
    await expect(at.client.call('license.save', { id: row.id, license: changed, state: 'pending' })).rejects.toThrow(
      'warnings-unreasoned',
    );
    const draft = await at.client.call('license.save', { id: row.id, license: changed, state: 'draft' });
    expect(draft.license.reasons).toEqual([]);
  });
});

describe('warnings that are alike', () => {
  it('are let pass with one reason; what has nothing else open is handed in', async () => {
    const [first, second] = [await save(license(codes[0]!)), await save(license(codes[1]!, { ZS: '' }))];
    const aside = await at.client.call('entry.setAside', { pages: [], license: license(codes[2]!), reason: '待核' });
    const [group, ...none] = await alike();
    expect(none).toEqual([]);
    expect(group).toMatchObject({ type: '营业执照', ...expired, label: '营业期限至', licenses: 3 });
    expect(group!.examples.map(({ code }) => code).sort()).toEqual([...codes].sort());
    const wish = { type: '营业执照', ...expired, reason: '旧版证照', submit: true };
    await expect(at.client.call('license.reasonAll', { ...wish, reason: ' ' })).rejects.toThrow('invalid-input');
    expect(await at.client.call('license.reasonAll', wish)).toEqual({ changed: 3, submitted: 1 });
    const states = await Promise.all(
      [first, second, aside].map(({ row }) => at.client.call('license.get', { id: row.id })),
    );
    expect(states.map(({ record, license: { reasons } }) => [record.state, reasons[0]?.reason])).toEqual([
      ['pending', '旧版证照'],
      ['draft', '旧版证照'],
      ['draft', '旧版证照'],
    ]);
    expect(await alike()).toEqual([]);
  });

  it('of a table stay drafts, or pass with the reason given for the table', async () => {
    const labels = [
      '统一社会信用代码',
      '名称',
      '类型',
      '法定代表人',
      '经营范围',
      '成立日期',
      '住所',
      '登记机关',
      '核发日期',
    ];
    const cells = ['宇通客车', '股份有限公司', '王建国', '客车制造', '1997-01-08', '郑州市', organ.name, '2019-05-17'];
    const table = (code: string) =>
      new TextEncoder().encode([labels, [code, ...cells]].map((line) => line.join(',')).join('\n'));
    const take = (code: string, reason?: string) =>
      at.client.call('license.import', { type: '营业执照', name: 'a.csv', bytes: table(code), reason });
    expect(await take('170001401')).toMatchObject({ accepted: 1, drafts: 1, rejected: [] });
    expect(await take('410100000012342', '旧照')).toMatchObject({ accepted: 1, drafts: 0, rejected: [] });
    expect((await at.client.call('license.counts', {}))?.pending).toBe(1);
    expect((await alike()).map(({ code, licenses }) => [code, licenses])).toEqual([['outdated-number', 1]]);
  });

  it('go with their license', async () => {
    const { row } = await save(license(codes[0]!));
    await at.client.call('license.remove', { id: row.id });
    expect(at.station.db.prepare('SELECT count(*) FROM license_warning').pluck().get()).toBe(0);
  });

  it('are found by an index', () => {
    const plan = at.station.db
      .prepare(
        `EXPLAIN QUERY PLAN SELECT w.record FROM license_warning w JOIN record r ON r.id = w.record
         WHERE w.field = ? AND w.code = ? AND r.facet = ?`,
      )
      .all('', '', '') as { detail: string }[];
    expect(plan[0]!.detail).toContain('license_warning_alike (field=? AND code=?)');
  });
});
