import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { completeCatalog } from '../../../tests/fixtures/catalog.ts';
import { type Department, openDepartment } from '../../../tests/fixtures/department.ts';
import { codeOf } from '../../../tests/fixtures/refusal.ts';

let opened: Department;
beforeAll(async () => {
  opened = await openDepartment();
}, 60_000);
afterEach(() => opened.clear());
afterAll(() => opened.close());

const call: Department['client']['call'] = (name, input) => opened.client.call(name, input);
const sheet = (text: string) => ({ name: '分类.csv', bytes: new TextEncoder().encode(text) });

describe('the classification table', () => {
  test('is changed in versions, each with what for and by whom; codes that were given stay', async () => {
    const { row } = await call('catalog.save', { body: completeCatalog() });
    const { version, rows, used } = await call('classification.get', {});
    expect([version, used]).toEqual([0, { '102001410101': 1 }]);
    const next = [
      ...rows.filter(({ prefix }) => !prefix.startsWith('102')),
      { prefix: '213', name: '营商环境' },
      { prefix: '213001', name: '政策兑现' },
    ];
    expect(await call('classification.save', { rows: next, base: 0, note: '市局增设主题类' })).toEqual({ version: 1 });
    expect(await call('classification.versions', {})).toMatchObject({
      versions: [{ version: 1, note: '市局增设主题类', by: '李敏' }, { version: 0 }],
    });
    expect((await call('classification.get', {})).rows).toEqual(next.sort((a, b) => (a.prefix < b.prefix ? -1 : 1)));
    expect((await call('classification.get', { version: 0 })).rows).toEqual(rows);
    // What is in use is offered all the same, under the name that its catalogs give.
    const { table } = await call('catalog.classification', {});
    const offered = table.find(({ code }) => code === '1')?.children.find(({ code }) => code === '02');
    expect(offered).toMatchObject({ name: '法人单位基础信息资源', children: [{ code: '001', name: '基本信息' }] });
    expect((await call('catalog.get', { id: row.id })).row.code).toBe('102001410101/000012');
    const { tables } = await call('codes.list', {});
    expect(tables.find(({ name }) => name === 'catalog-classification')?.rows).toContainEqual([
      '213001',
      '目',
      '政策兑现',
    ]);
  });

  test.each([
    [[{ prefix: '4', name: '其他' }], /类 1 位/],
    [[{ prefix: '1', name: '' }], /名称/],
    [
      [
        { prefix: '1', name: '甲' },
        { prefix: '1', name: '乙' },
      ],
      /重复/,
    ],
    [[{ prefix: '101', name: '人口' }], /上级 1 不在表中/],
    [
      [
        { prefix: '1', name: '甲' },
        { prefix: '10', name: '乙' },
      ],
      /项 2 位/,
    ],
  ])('%j is refused by its first entry that does not fit', async (rows, message) => {
    await expect(call('classification.save', { rows, base: 0, note: '测试' })).rejects.toThrow(message);
    expect((await call('classification.get', {})).version).toBe(0);
  });

  test('two people at once: the second is told', async () => {
    const { rows } = await call('classification.get', {});
    await call('classification.save', { rows: rows.slice(0, 1), base: 0, note: '精简' });
    expect(await codeOf(call('classification.save', { rows, base: 0, note: '恢复' }))).toBe('record-changed');
  });

  test('comes back from the sheet that it was exported to', async () => {
    const rows = (await call('classification.get', {})).rows.sort((a, b) => (a.prefix < b.prefix ? -1 : 1));
    for (const format of ['xlsx', 'csv'] as const) {
      const { name, bytes } = await call('classification.export', { format });
      expect(await call('classification.read', { name, bytes })).toEqual({ rows, problems: [] });
    }
  });

  test('is read with a column for each level too; rows that do not fit are named with their row', async () => {
    const text =
      '信息资源分类表\n类,项,目,名称\n1,,,基础信息资源\n1,02,,法人\n1,02,001,基本信息\n1,09,001,孤行\n,,,\n1,02,,法人\n';
    expect(await call('classification.read', sheet(text))).toEqual({
      rows: [
        { prefix: '1', name: '基础信息资源' },
        { prefix: '102', name: '法人' },
        { prefix: '102001', name: '基本信息' },
      ],
      problems: [
        { row: 8, message: '代码 102 重复' },
        { row: 6, message: '代码 109001 的上级 109 不在表中' },
      ],
    });
    expect(await codeOf(call('classification.read', sheet('甲,乙\n1,2\n')))).toBe('not-a-table');
  });
});

test('the sequence number of a catalog that was deleted is not given again', async () => {
  const next = async () => (await call('catalog.save', { body: completeCatalog({ code: '307019/' }) })).row;
  expect((await next()).code).toBe('307019/000001');
  const second = await next();
  expect(second.code).toBe('307019/000002');
  await call('catalog.remove', { id: second.id });
  expect(await call('catalog.nextSequence', { prefix: '307019' })).toEqual({ code: '307019/000003' });
  expect((await next()).code).toBe('307019/000003');
});
