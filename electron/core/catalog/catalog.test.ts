import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { emptyCatalog } from '../../../shared/catalog/catalog.ts';
import { Refusal } from '../../../shared/contract/failures.ts';
import { completeCatalog } from '../../../tests/fixtures/catalog.ts';
import { type Department, openDepartment, organ } from '../../../tests/fixtures/department.ts';

let opened: Department;
beforeAll(async () => {
  opened = await openDepartment();
});
afterEach(() => opened.clear());
afterAll(() => opened.close());

const call: Department['client']['call'] = (name, input) => opened.client.call(name, input);
const refusal = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
    return 'done';
  } catch (error) {
    if (error instanceof Refusal) return error.failure.code;
    throw error;
  }
};

describe('one catalog', () => {
  test('a new one begins with what the station knows of itself', async () => {
    const { body, findings } = await call('catalog.blank', {});
    expect([body.provider, body.providerCode, body.office]).toEqual([organ.name, organ.uscc, '登记注册处']);
    expect(findings.map(({ field }) => field)).not.toContain('provider');
  });

  test('a draft with every gap is kept, and cannot be handed in', async () => {
    const { row, findings } = await call('catalog.save', { body: { ...emptyCatalog(), name: '企业年报' } });
    expect(row).toMatchObject({ state: 'draft', revision: 1, name: '企业年报', code: '' });
    expect(row.errors).toBe(findings.filter(({ level }) => level === 'error').length);
    expect(await refusal(call('catalog.submit', { id: row.id }))).toBe('record-incomplete');
    expect(
      await refusal(call('catalog.save', { id: row.id, body: { ...emptyCatalog(), name: '企业年报' }, submit: true })),
    ).toBe('record-incomplete');
  });

  test('all 13 metadata come back as they were saved, and a complete one is handed in', async () => {
    const body = completeCatalog();
    const saved = await call('catalog.save', { body, submit: true });
    expect(saved.row).toMatchObject({ state: 'pending', errors: 0, code: body.code });
    expect((await call('catalog.get', { id: saved.row.id })).body).toEqual(body);
    expect((await call('catalog.withdraw', { id: saved.row.id })).row.state).toBe('draft');
    expect((await call('catalog.submit', { id: saved.row.id })).row.state).toBe('pending');
  });

  test('sequences are given one after another for each prefix, and never twice', async () => {
    const codes: string[] = [];
    for (const prefix of ['102001410101/', '102001410101/', '307019/', '102001410101/']) {
      codes.push((await call('catalog.save', { body: completeCatalog({ code: prefix }) })).row.code);
    }
    expect(codes).toEqual(['102001410101/000001', '102001410101/000002', '307019/000001', '102001410101/000003']);
    expect(await call('catalog.nextSequence', { prefix: '102001410101' })).toEqual({ code: '102001410101/000004' });
    expect(await call('catalog.nextSequence', { prefix: '10' })).toEqual({ code: '' });
    expect(await refusal(call('catalog.save', { body: completeCatalog({ code: '307019/1' }) }))).toBe('code-taken');
  });

  test('two editors of one catalog: the second is told', async () => {
    const { row } = await call('catalog.save', { body: completeCatalog() });
    await call('catalog.save', { id: row.id, base: 1, body: completeCatalog({ cycle: '每月' }) });
    expect(await refusal(call('catalog.save', { id: row.id, base: 1, body: completeCatalog({ cycle: '每年' }) }))).toBe(
      'record-changed',
    );
  });

  test('the code of a catalog that was sent cannot change any more', async () => {
    const { row } = await call('catalog.save', { body: completeCatalog(), submit: true });
    opened.station.records.step(row.id, { cause: 'seal' });
    const other = completeCatalog({ code: '102001410101/000099' });
    expect(await refusal(call('catalog.save', { id: row.id, body: other }))).toBe('code-published');
    const next = await call('catalog.save', { id: row.id, body: completeCatalog({ cycle: '每月' }) });
    expect(next.row).toMatchObject({ state: 'draft', revision: 2 });
    expect(next.sent).toEqual({ revision: 1, state: 'sent' });
    expect((await call('catalog.version', { id: row.id, revision: 1 })).body.cycle).toBe('每日');
    expect(await refusal(call('catalog.remove', { id: row.id }))).toBe('record-locked');
  });

  test('what was never sent can be removed', async () => {
    const { row } = await call('catalog.save', { body: completeCatalog() });
    await call('catalog.remove', { id: row.id });
    expect(await refusal(call('catalog.get', { id: row.id }))).toBe('record-missing');
  });
});

describe('the list', () => {
  beforeEach(async () => {
    await call('catalog.save', { body: completeCatalog() });
    await call('catalog.save', { body: completeCatalog({ name: '个体工商户登记信息', code: '102001410101/000013' }) });
    await call('catalog.save', {
      body: completeCatalog({
        name: '食品经营许可',
        code: '204003/000001',
        classification: { class: '主题信息资源', item: '食品药品安全', subItem: '经营许可', detail: '' },
      }),
    });
    await call('catalog.save', { body: { ...emptyCatalog(), name: '待整理' } });
  });

  test.each([
    ['个体', ['个体工商户登记信息']],
    ['gtgsh', ['个体工商户登记信息']],
    ['204003', ['食品经营许可']],
    ['成立日期', ['个体工商户登记信息', '企业法人登记基础信息', '食品经营许可']],
    ['没有的', []],
  ])('search %s', async (query, names) => {
    const page = await call('catalog.list', { query, order: 'name' });
    expect(page.rows.map(({ name }) => name).sort()).toEqual([...names].sort());
    expect(page.total).toBe(names.length);
  });

  test('by branch of the tree, with counts and names where the table has none', async () => {
    const { tree, total, unclassified, states, table } = await call('catalog.classification', {});
    expect([total, unclassified, states.draft]).toEqual([4, 1, 4]);
    expect(tree.map(({ prefix, count }) => [prefix, count])).toEqual([
      ['1', 2],
      ['2', 1],
    ]);
    expect(tree[1]?.children[0]?.children[0]).toMatchObject({
      prefix: '204003',
      code: '003',
      name: '经营许可',
      count: 1,
    });
    expect(table.find(({ code }) => code === '2')?.children.find(({ code }) => code === '04')?.children).toContainEqual(
      { code: '003', name: '经营许可', children: [] },
    );
    expect((await call('catalog.list', { prefix: '102001' })).total).toBe(2);
    expect((await call('catalog.list', { prefix: 'none' })).rows.map(({ name }) => name)).toEqual(['待整理']);
  });

  test('related codes are named where the station has them', async () => {
    expect(await call('catalog.resolve', { codes: ['204003/000001', '105003/000009'] })).toEqual({
      names: { '204003/000001': '食品经营许可', '105003/000009': '' },
    });
  });
});
