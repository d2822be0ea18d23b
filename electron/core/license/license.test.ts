import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptyLicense, type License } from '../../../shared/license/license.ts';
import { type Department, openDepartment, organ, sample } from '../../../tests/fixtures/department.ts';
import { codeOf } from '../../../tests/fixtures/refusal.ts';
import { shippedTypes } from './library.ts';

const business = shippedTypes().find(({ name }) => name === '营业执照')!;
const license = (TYSHXYDM: string, MC: string, more: Record<string, string> = {}): License => ({
  ...emptyLicense(business),
  face: {
    TYSHXYDM,
    MC,
    LX: '股份有限公司',
    FDDBR: '王建国',
    JYFW: '客车制造、销售',
    CLRQ: '1997-01-08',
    ZS: '郑州市管城区样例路6号',
    DJJG: organ.name,
    FZRQ: '2018-05-17',
    ...more,
  },
});

let at: Department;
beforeAll(async () => {
  at = await openDepartment();
}, 30_000);
afterAll(() => at.close());

const auditOf = (action: string) =>
  at.station.db.prepare('SELECT new FROM audit WHERE action = ? ORDER BY seq').pluck().all(action) as string[];

describe('a license', () => {
  it('without errors is handed in, with its metadata from the face', async () => {
    const { row, findings } = await at.client.call('license.save', {
      license: license('91410000170001401D', '宇通客车股份有限公司'),
      state: 'pending',
    });
    expect(findings).toEqual([]);
    expect(row).toMatchObject({ state: 'pending', code: '91410000170001401D', name: '宇通客车股份有限公司' });
  });

  it('with a failed check digit stays a draft and cannot be handed in', async () => {
    const wrong = license('91410000170001401E', '宇通客车');
    expect(await codeOf(at.client.call('license.save', { license: wrong, state: 'pending' }))).toBe(
      'record-incomplete',
    );
    const { row } = await at.client.call('license.save', { license: wrong, state: 'draft' });
    expect(row).toMatchObject({ state: 'draft', errors: 1 });
    expect(await codeOf(at.client.call('license.submit', { id: row.id }))).toBe('record-incomplete');
    await at.client.call('license.remove', { id: row.id });
    expect(await codeOf(at.client.call('license.get', { id: row.id }))).toBe('record-missing');
  });

  it('of an unknown type is refused by name', async () => {
    const unknown = { ...license('', ''), type: { name: '飞行执照', code: '', version: 1 } };
    expect(await codeOf(at.client.call('license.save', { license: unknown, state: 'draft' }))).toBe(
      'unknown-license-type',
    );
    expect(await codeOf(at.client.call('license.type', { name: '飞行执照' }))).toBe('unknown-license-type');
    expect((await at.client.call('license.type', { name: business.code })).name).toBe('营业执照');
  });

  it('changed meanwhile is not overwritten', async () => {
    const first = await at.client.call('license.save', {
      license: license('914100001699995779', '郑州银行'),
      state: 'draft',
    });
    const edit = { ...license('914100001699995779', '郑州银行股份有限公司'), id: first.row.id };
    await at.client.call('license.save', { id: first.row.id, base: 1, license: edit, state: 'pending' });
    expect(
      await codeOf(at.client.call('license.save', { id: first.row.id, base: 1, license: edit, state: 'draft' })),
    ).toBe('record-changed');
  });

  it('shows its duplicates, exact and near, and is never refused for them', async () => {
    const { exact, near } = await at.client.call('license.duplicates', {
      license: license('91410000170001401D', '宇通客车股份有限公司'),
    });
    expect(exact.map(({ code }) => code)).toEqual(['91410000170001401D']);
    expect(near).toEqual([]);
    const slip = await at.client.call('license.duplicates', {
      license: license('914100001700014011', '宇通客车股份有限公司'),
    });
    expect(slip.near.map(({ code }) => code)).toEqual(['91410000170001401D']);
  });

  it('is found by number, name, initials and 档号; the search and its hits are logged', async () => {
    const filed = license('91410100MA44X4F98J', '郑州创万瑞酒店管理有限公司');
    filed.stock = { kind: '存量', basis: '', archive: { box: '07', volume: '02', piece: '037' } };
    await at.client.call('license.save', { license: filed, state: 'pending' });
    for (const query of ['MA44X4F98J', '创万', 'zzcwr', '07-02-037'])
      expect(
        (await at.client.call('license.list', { query })).rows.map(({ archive }) => archive),
        query,
      ).toEqual(['07-02-037']);
    expect(auditOf('license.search').map((line) => JSON.parse(line))).toContainEqual({ query: '创万', hits: 1 });
  });

  it('of a person shows the number masked in lists and whole when opened, and opening is logged once', async () => {
    const type = shippedTypes().find(({ name }) => name === '居民身份证')!;
    const card: License = { ...emptyLicense(type), face: { XM: '张三', GMSFHM: '11010519491231002X' } };
    const { row } = await at.client.call('license.save', { license: card, state: 'draft' });
    expect(row).toMatchObject({ code: '110105********002X', holderId: '110105********002X' });
    const before = auditOf('license.open').length;
    const opened = await at.client.call('license.get', { id: row.id });
    await at.client.call('license.get', { id: row.id });
    expect(opened.license.holders).toEqual([{ name: '张三', idKind: '111', idNumber: '11010519491231002X' }]);
    expect(auditOf('license.open').length).toBe(before + 1);
    await at.client.call('license.print', { id: row.id });
    expect((await at.client.call('license.get', { id: row.id })).history[0]).toMatchObject({ action: '打印照面预览' });
    expect(opened.history.at(-1)).toMatchObject({ user: '李敏', detail: '新建' });
  });
});

describe('the entry desk', () => {
  it('keeps scans in order, goes from page to page and remembers what was put aside', async () => {
    const batch = await at.client.call('entry.openBatch', { name: '存量一批', type: '营业执照', box: '07' });
    const codes = ['914403001922038216', '911100001000044477', '9141000070678701XL'];
    const pages = codes.map((code) => ({ name: `${code}.jpg`, bytes: sample(`${code}.jpg`) }));
    const broken = { name: '坏.jpg', bytes: pages[0]!.bytes.slice(0, 60_000) };
    const { added, refused } = await at.client.call('entry.addPages', {
      batch: batch.id,
      pages: [...pages, { name: '说明.txt', bytes: new TextEncoder().encode('不是图片') }, broken],
    });
    expect(added).toBe(3);
    expect(refused.map(({ name, code }) => [name, code])).toEqual([
      ['说明.txt', 'not-a-picture'],
      ['坏.jpg', 'not-a-picture'],
    ]);

    const first = await at.client.call('entry.queue', { batch: batch.id });
    expect(first.pages.map(({ name, record }) => [name, record])).toEqual(codes.map((code) => [`${code}.jpg`, null]));
    const place = await at.client.call('entry.scan', { blob: first.pages[0]!.blob });
    expect(place.rotation).toBe(0);
    expect(place.paper.width).toBeLessThan(place.width);
    expect(place.paper.width / place.paper.height).toBeCloseTo(297 / 210, 1);
    expect(place.paper.width / 297).toBeCloseTo(150 / 25.4, 1);
    const [one, two, three] = first.pages.map(({ id }) => id) as [string, string, string];
    const saved = await at.client.call('entry.save', {
      pages: [one],
      license: { ...license(codes[0]!, '华为技术有限公司'), entry: { seconds: 60, keys: 90 } },
      state: 'pending',
    });
    expect(saved.next).toBe(two);
    expect(saved.license.pages).toEqual([first.pages[0]!.blob]);
    const aside = await at.client.call('entry.setAside', {
      pages: [two, three],
      license: { ...license('', '中国建设银行'), entry: { seconds: 20, keys: 30 } },
      reason: '代码被印章盖住',
    });
    expect(aside).toMatchObject({ next: null, row: { state: 'draft', setAside: '代码被印章盖住', pages: 2 } });

    const last = await at.client.call('entry.queue', { batch: batch.id });
    expect(last.batch).toMatchObject({ pages: 3, done: 1 });
    expect(last.pages.map(({ record }) => record && [record.state, record.setAside])).toEqual([
      ['pending', ''],
      ['draft', '代码被印章盖住'],
      ['draft', '代码被印章盖住'],
    ]);
    expect(await codeOf(at.client.call('entry.removePage', { page: one }))).toBe('record-locked');
    expect(await at.client.call('entry.pace', { type: '营业执照' })).toMatchObject({ today: 2, perHour: 90 });
    const carried = await at.client.call('entry.carry', { type: '营业执照' });
    expect(carried.license?.holders[0]?.name).toBe('中国建设银行');
  });

  it('hands the record in later and then forgets why it was put aside', async () => {
    const { rows } = await at.client.call('license.list', { query: '代码被印章盖住' });
    const opened = await at.client.call('license.get', { id: rows[0]!.id });
    const saved = await at.client.call('entry.save', {
      pages: [],
      id: rows[0]!.id,
      base: opened.record.revision,
      license: license('911100001000044477', '中国建设银行股份有限公司'),
      state: 'pending',
    });
    expect(saved.row).toMatchObject({ state: 'pending', setAside: '' });
  });

  it('takes each page of a TIFF, and refuses a picture that unfolds beyond measure', async () => {
    const batch = await at.client.call('entry.openBatch', { name: '扫描', type: '营业执照', box: '' });
    const page = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#fff' } })
      .png()
      .toBuffer();
    const tiff = await sharp([page, page], { join: { animated: true } })
      .tiff()
      .toBuffer();
    const { added } = await at.client.call('entry.addPages', {
      batch: batch.id,
      pages: [{ name: '两页.tif', bytes: tiff }],
    });
    expect(added).toBe(2);
    const bomb = claiming(page, 60_000, 60_000);
    const pages = [{ name: 'bomb.png', bytes: bomb }];
    expect(await codeOf(at.client.call('entry.addPages', { batch: batch.id, pages }))).toBe('picture-too-large');
  });
});

/** A PNG whose head says another size; nothing of it need be there to be refused. */
function claiming(png: Uint8Array, width: number, height: number): Uint8Array {
  const out = new Uint8Array(png);
  const view = new DataView(out.buffer);
  view.setUint32(16, width);
  view.setUint32(20, height);
  view.setUint32(29, crc32(out.subarray(12, 29)));
  return out;
}
