import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Catalog } from '../../shared/catalog/catalog.ts';
import type { ListLineRow } from '../../shared/exchange/list-line-row.ts';
import { codeOf } from '../fixtures/refusal.ts';
import { completeCatalog } from '../journey/complete-catalog.ts';
import { both, type Desk, enrol, makeOffice } from './desks.ts';

const office = makeOffice();
const owner = { name: '郑州市市场监督管理局', uscc: '11410100MB1A23748Y' };
let department: Desk;
let bureau: Desk;

beforeAll(async () => {
  department = await office.open('department', 'department', owner.name, owner.uscc);
  bureau = await office.open('bureau', 'bureau', '郑州市大数据管理局', '11410100MB1A236098');
  await enrol(department, bureau);
});
afterAll(() => office.close());

/** Dispatches these lines over those that are there, and takes them in. */
async function dispatch(
  list: readonly { name: string; code?: string; abstract?: string; due?: string }[],
): Promise<void> {
  const bytes = new TextEncoder().encode(JSON.stringify(list));
  await bureau.client.call('dispatch.prepare', { station: department.id, name: '清单.json', bytes });
  const { files } = await bureau.client.call('dispatch.send', { stations: [department.id], to: office.media });
  const { outcomes } = await department.client.call('exchange.takeAnswers', { paths: [files[0]!.path] });
  expect(outcomes[0]).toMatchObject({ ok: true });
}

/** The courier's way: everything pending goes up, is decided alike, and the decisions come back. */
async function round(outcome: 'accepted' | 'returned' = 'accepted', field = ''): Promise<void> {
  rmSync(office.media, { recursive: true, force: true });
  const { packageId } = await department.client.call('exchange.pack', { to: office.media, ...both });
  await bureau.client.call('intake.receive', { paths: [office.media], receiptTo: office.media });
  const remark = outcome === 'returned' ? '请更正' : '';
  await bureau.client.call('review.decidePackage', { packageId, outcome, remark, field });
  await bureau.client.call('review.release', { to: office.media });
  await department.client.call('exchange.takeAnswers', { paths: [office.media] });
}

const rows = async (): Promise<ListLineRow[]> => (await department.client.call('list.lines', {})).rows;
const rowOf = async (name: string): Promise<ListLineRow> => (await rows()).find(({ line }) => line.name === name)!;
const answer = async (name: string, more: Record<string, unknown>) =>
  department.client.call('list.answer', { line: (await rowOf(name)).line.id, answer: 'confirmed', ...more } as never);
const get = (id: string) => department.client.call('catalog.get', { id });
const save = async (id: string, change: Partial<Catalog>, submit = false) => {
  const { row, body } = await get(id);
  return department.client.call('catalog.save', { id, base: row.revision, body: { ...body, ...change }, submit });
};
const change = { reason: 'law', date: '2026-11-02', note: '《市场主体登记管理条例》修订' };

let id: string;

describe('a list is answered', () => {
  test('before a dispatch there is no list, and nothing is due', async () => {
    expect(await department.client.call('list.lines', {})).toEqual({ version: 0, bureau: '', at: '', rows: [] });
  });

  test('a confirmed line becomes a draft with what the line says; the next code of its prefix is given', async () => {
    await dispatch([
      { name: '企业登记信息', code: '307019410101', abstract: '登记事项', due: '2027-03-01' },
      { name: '个体工商户信息', code: '307019' },
      { name: '婚姻登记信息' },
    ]);
    const due = async () => (await department.client.call('desk.summary', {})).due.map(({ title }) => title);
    expect(await due()).toEqual(['答复目录清单 3 项']);
    const done = await answer('企业登记信息', {});
    // Both until they are handed over.
    expect(await due()).toEqual(['送出目录清单的答复 1 项', '编制目录：企业登记信息']);
    expect(done).toMatchObject({
      answer: { answer: 'confirmed', state: 'pending', outdated: false },
      catalog: { name: '企业登记信息', code: '307019410101/000001', state: 'draft' },
    });
    id = done.catalog!.id;
    const { body } = await get(id);
    expect(body).toMatchObject({ abstract: '登记事项', provider: owner.name, providerCode: owner.uscc });
    expect(body.classification.class).toBe('部门信息资源');
  });

  test('revision and refusal need a reason, a revision needs something revised; what is refused leaves no draft', async () => {
    const before = (await department.client.call('catalog.list', {})).total;
    const refused = (more: Record<string, unknown>) => codeOf(answer('婚姻登记信息', more));
    expect(await refused({ answer: 'refused' })).toBe('invalid-input');
    expect(await refused({ answer: 'revised', name: '婚姻登记信息', reason: '同名' })).toBe('invalid-input');
    expect(await refused({ answer: 'revised', name: '婚姻信息' })).toBe('invalid-input');
    expect(await codeOf(department.client.call('list.answer', { line: '0'.repeat(32), answer: 'confirmed' }))).toBe(
      'list-line-missing',
    );
    expect((await department.client.call('catalog.list', {})).total).toBe(before);
  });

  test('a revised line has the new name and its own draft, a refused one none; both go up with the next package', async () => {
    const revised = await answer('个体工商户信息', {
      answer: 'revised',
      name: '个体工商户登记信息',
      code: '307019',
      reason: '全称',
    });
    expect(revised.catalog).toMatchObject({ name: '个体工商户登记信息', code: '307019/000001' });
    await answer('婚姻登记信息', { answer: 'refused', reason: '由民政局办理' });
    await round();
    const seen = (await bureau.client.call('dispatch.list', { station: department.id })).rows;
    expect(seen.map(({ answer }) => [answer?.answer, answer?.reason, answer?.state])).toEqual([
      ['confirmed', '', 'accepted'],
      ['revised', '全称', 'accepted'],
      ['refused', '由民政局办理', 'accepted'],
    ]);
    // The catalogs themselves have not come yet.
    expect(seen.map(({ catalog }) => catalog)).toEqual([null, null, null]);
  });

  test('a line that asks for something else waits for a new answer; a new date alone does not', async () => {
    await dispatch([
      { name: '婚姻登记信息', abstract: '结婚、离婚登记' },
      { name: '企业登记信息', code: '307019410101', abstract: '登记事项', due: '2027-04-01' },
    ]);
    expect((await rowOf('婚姻登记信息')).answer?.outdated).toBe(true);
    expect((await rowOf('企业登记信息')).answer?.outdated).toBe(false);
    await answer('婚姻登记信息', { answer: 'refused', reason: '仍由民政局办理' });
    expect((await rowOf('婚姻登记信息')).answer).toMatchObject({ outdated: false, state: 'pending' });
  });

  test('an answer that the bureau returns says why and waits again; one that was not sent can be taken back', async () => {
    await round('returned', 'reason');
    const returned = await rowOf('婚姻登记信息');
    expect(returned.answer).toMatchObject({ state: 'returned', remarks: [{ field: 'reason', remark: '请更正' }] });
    expect(await codeOf(department.client.call('list.withdraw', { id: returned.answer!.id }))).toBe('record-locked');
    await dispatch([{ name: '年报信息' }]);
    const { answer: given } = await answer('年报信息', {});
    await department.client.call('list.withdraw', { id: given!.id });
    expect((await rowOf('年报信息')).answer).toBeNull();
  });

  test('an own catalog of the same name is offered and tied, not doubled', async () => {
    const { match } = await rowOf('年报信息');
    expect(match).toMatchObject({ name: '年报信息', state: 'draft' });
    const before = (await department.client.call('catalog.list', {})).total;
    expect((await answer('年报信息', { catalog: match!.id })).catalog?.id).toBe(match!.id);
    expect((await department.client.call('catalog.list', {})).total).toBe(before);
  });
});

describe('a published catalog', () => {
  test('is returned at a field, corrected without a reason, and published', async () => {
    const { body } = await get(id);
    await save(
      id,
      { ...completeCatalog(body, owner), code: body.code, classification: completeCatalog(body, owner).classification },
      true,
    );
    await round('returned', 'abstract');
    expect((await get(id)).row).toMatchObject({
      state: 'returned',
      remarks: [{ field: 'abstract', remark: '请更正' }],
    });
    expect((await get(id)).published).toBeNull();
    await save(id, { abstract: '企业登记事项' }, true);
    await round();
    expect(await get(id)).toMatchObject({
      row: { state: 'accepted' },
      published: { revision: 3, change: null },
      findings: [],
    });
  });

  test('keeps its code: it is not changed and not given again', async () => {
    expect(await codeOf(save(id, { code: '307019410101/000009' }))).toBe('code-published');
    expect((await department.client.call('catalog.nextSequence', { prefix: '307019410101' })).code).toBe(
      '307019410101/000002',
    );
  });

  test('changes only with reason, day and words; then 15 working days run from that day until it is handed over', async () => {
    const without = await save(id, { abstract: '企业登记事项与变更' });
    expect(without.findings.map(({ field, code }) => `${field} ${code}`)).toEqual([
      'change.reason change-missing',
      'change.date change-date-missing',
      'change.note change-note-missing',
    ]);
    expect(await codeOf(save(id, {}, true))).toBe('record-incomplete');
    expect(await codeOf(save(id, { change: { ...change, date: '2026-13-40' } }, true))).toBe('record-incomplete');
    const stated = await save(id, { change });
    // 2026-11-02 is a Monday; three weeks without a holiday.
    expect(stated).toMatchObject({ findings: [], deadline: { date: '2026-11-23', provisional: false } });
    const due = async () => (await department.client.call('desk.summary', {})).due.map(({ title }) => title);
    expect(await due()).toContain('更新目录：企业登记信息');
    await save(id, {}, true);
    await round();
    expect(await due()).not.toContain('更新目录：企业登记信息');
  });

  test('states every change anew', async () => {
    const again = await save(id, { abstract: '企业登记事项、变更和注销' });
    expect(again.findings.map(({ code }) => code)).toEqual(['change-repeated']);
    await save(id, { change: { ...change, reason: 'correction', note: '补上注销' } }, true);
    await round();
    const { versions } = await department.client.call('catalog.versions', { id });
    expect(versions.map(({ revision, state, change }) => `${revision} ${state} ${change?.reason ?? '-'}`)).toEqual(
      ['6 accepted correction', '5 accepted law', '3 accepted -', '2 returned -'].map((line) =>
        expect.stringMatching(line.replace(/^\d+/, '\\d+')),
      ),
    );
    const review = await bureau.client.call('review.get', { id });
    expect(review.lines.filter(({ changed }) => changed).map(({ label, after }) => `${label}：${after}`)).toEqual([
      '变更原因：更正',
      '变更说明：补上注销',
      '信息资源摘要：企业登记事项、变更和注销',
    ]);
  });

  test('an import of the same catalog keeps the change that it cannot say', async () => {
    const { row, body } = await get(id);
    const { bytes } = await department.client.call('catalog.export', { format: 'xlsx' });
    const report = await department.client.call('catalog.import', { name: 'a.xlsx', bytes, submit: false });
    expect(report.rejected).toEqual([]);
    expect(await get(id)).toMatchObject({
      row: { revision: row.revision, state: 'accepted' },
      body: { change: body.change },
    });
    expect(body.change?.reason).toBe('correction');
  });

  test('is withdrawn with its reason, signed and reviewed like a change; before that it can be taken back', async () => {
    const retire = async (retired: { date: string; reason: string } | null) => {
      const { row } = await get(id);
      return department.client.call('catalog.retire', { id, base: row.revision, retired });
    };
    expect(await codeOf(retire({ date: '2026-11-26', reason: '' }))).toBe('record-incomplete');
    expect((await retire({ date: '2026-11-26', reason: '并入市场主体信息' })).row.state).toBe('pending');
    expect((await retire(null)).body.retired).toBeUndefined();
    expect(await codeOf(retire({ date: '2026-11-26', reason: '并入市场主体信息' }))).toBe('not-published');
    await save(id, { change: { ...change, note: '恢复' }, abstract: '企业登记事项、变更、注销' }, true);
    await round();
    await retire({ date: '2026-11-26', reason: '并入市场主体信息' });
    await round();
    expect(await get(id)).toMatchObject({
      row: { state: 'accepted' },
      body: { retired: { reason: '并入市场主体信息' } },
    });
    expect(await codeOf(save(id, { abstract: '再改' }))).toBe('catalog-retired');
    expect(
      await codeOf(
        save((await answer('个体工商户信息', { answer: 'revised', name: '个体户', reason: '简称' })).catalog!.id, {
          code: '307019410101/000001',
        }),
      ),
    ).toBe('code-taken');
  });

  test('a list line for a catalog that was withdrawn names it, and does not become it again', async () => {
    await dispatch([{ name: '企业基本信息', code: '307019410101/000001' }]);
    const row = await rowOf('企业基本信息');
    expect(row).toMatchObject({
      match: null,
      retired: { name: '企业登记信息', code: '307019410101/000001', date: '2026-11-26', reason: '并入市场主体信息' },
    });
    expect(await codeOf(answer('企业基本信息', { catalog: id }))).toBe('catalog-retired');
    const fresh = await answer('企业基本信息', {});
    expect(fresh.catalog).toMatchObject({ name: '企业基本信息', code: '307019410101/000002' });
  });
});
