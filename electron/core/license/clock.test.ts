import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptyLicense, type License } from '../../../shared/license/license.ts';
import { type Department, openDepartment, organ } from '../../../tests/fixtures/department.ts';
import { openClocks } from './clock.ts';
import { shippedTypes } from './library.ts';

const business = shippedTypes().find(({ name }) => name === '营业执照')!;
const issued = (TYSHXYDM: string, basis: string, done = '2026-01-05', batch = ''): License => ({
  ...emptyLicense(business),
  face: {
    ...{ TYSHXYDM, MC: '宇通客车', LX: '股份有限公司', FDDBR: '王建国', JYFW: '客车制造', CLRQ: '1997-01-08' },
    ...{ ZS: '郑州市', DJJG: organ.name, FZRQ: '2026-01-05' },
  },
  stock: { kind: '增量', basis, archive: { box: '', volume: '', piece: '' } },
  clock: { done, batch },
});

let at: Department;
beforeAll(async () => {
  at = await openDepartment();
}, 30_000);
afterAll(() => at.close());

const save = (license: License) => at.client.call('license.save', { license, state: 'pending' });
const due = async () =>
  (await at.client.call('desk.summary', {})).due.filter(({ title }) => title.startsWith('上报新发证照'));

describe('增量 typed by hand', () => {
  it('is blocked until its type has a basis, which is then remembered', async () => {
    await expect(save(issued('91410000170001401D', ''))).rejects.toThrow('record-incomplete');
    await save(issued('91410000170001401D', '市场主体登记管理条例第二十一条'));
    const { license } = await save(issued('914100001699995779', ''));
    expect(license.stock.basis).toBe('市场主体登记管理条例第二十一条');
    expect(await at.client.call('license.basis', { type: '营业执照' })).toEqual({ basis: license.stock.basis });
    expect(await at.client.call('license.basis', { type: '居民身份证' })).toEqual({ basis: '' });
  });
});

describe('the clock of a license that is issued now', () => {
  it('stands among the deadlines: the same day, or five working days after a bulk issue', async () => {
    await save(issued('91410100MA44X4F98J', '', '2026-01-05', '第1批'));
    const lines = await due();
    expect(lines.map(({ date, title }) => [date, title])).toEqual([
      ['2026-01-05', '上报新发证照：营业执照 2 件'],
      ['2026-01-12', '上报新发证照：营业执照 1 件'],
    ]);
    expect(lines[0]!.target).toEqual({ about: 'licenses', type: '营业执照' });
    expect(lines[1]!.target).toMatchObject({ about: 'record', kind: 'license' });
  });

  it('needs a day that exists, and none ahead', async () => {
    const codes = async (done: string, batch = '') => {
      const license = issued('12320500MB1F99368P', '', done, batch);
      const { findings } = await at.client.call('license.check', { license });
      return findings.filter(({ field }) => field === 'clock.done').map(({ code }) => code);
    };
    expect(await codes('2026-02-30')).toEqual(['not-a-date']);
    expect(await codes('2999-01-01')).toEqual(['date-ahead']);
    expect(await codes('', '第1批')).toEqual(['required']);
    expect(await codes('')).toEqual([]);
  });

  it('stops when the package with it is handed over', async () => {
    const { rows } = await at.client.call('license.list', { query: '91410100MA44X4F98J' });
    const id = rows[0]!.id;
    const clock = { deadline: '2026-01-12', provisional: false, handedAt: '' };
    expect((await at.client.call('license.get', { id })).clock).toEqual(clock);
    at.station.db.exec(`
      INSERT INTO partner (id, role, name, uscc, keys, fingerprint, state, enrolled_at, enrolled_by)
        VALUES ('b', 'bureau', '市大数据局', '', '{}', '', 'verified', '', '');
      INSERT INTO package (id, epoch, sequence, previous, recipient, created_at, created_by, counts, records, recovery)
        VALUES ('p', 1, 1, '', 'b', '2026-01-06T09:00:00+08:00', '', '{}', 1, 0);
      INSERT INTO volume (package, number, file, bytes, sm3, digest) VALUES ('p', 1, '', 1, '', '');
      INSERT INTO package_record (package, record, revision, kind, change, code, name, state)
        VALUES ('p', '${id}', 1, 'license', 'new', '', '', 'sent');
    `);
    expect(await due()).toHaveLength(2);
    at.station.db.exec("UPDATE package SET handed_at = '2026-01-07T10:00:00+08:00'");
    expect((await due()).map(({ date }) => date)).toEqual(['2026-01-05']);
    const opened = await at.client.call('license.get', { id });
    expect(opened.clock).toEqual({ ...clock, handedAt: '2026-01-07T10:00:00+08:00' });
    expect(openClocks(at.station).map(({ licenses }) => licenses)).toEqual([2]);
  });

  it('is found by an index, however many licenses there are', () => {
    const plan = at.station.db
      .prepare(
        `EXPLAIN QUERY PLAN SELECT facet FROM record r INDEXED BY license_clock WHERE kind = 'license' AND origin = ''
         AND json_extract(body, '$.clock.done') <> ''`,
      )
      .all() as { detail: string }[];
    expect(plan[0]!.detail).toContain('license_clock');
  });
});
