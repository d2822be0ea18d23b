import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Catalog } from '../../../shared/catalog/catalog.ts';
import { completeCatalog, item } from '../../../tests/fixtures/catalog.ts';
import { type Department, openDepartment } from '../../../tests/fixtures/department.ts';
import { recordTexts } from '../store/new-record.ts';
import { catalogSearch } from './save.ts';

let opened: Department;
beforeAll(async () => {
  opened = await openDepartment();
  const put = opened.station.db.prepare(
    `INSERT INTO partner (id, role, name, uscc, keys, fingerprint, state, enrolled_at, enrolled_by)
     VALUES (?, 'department', ?, '', '{}', '', 'verified', '', '')`,
  );
  put.run('a', '市民政局');
  put.run('b', '市人社局');
}, 60_000);
afterAll(() => opened.close());

let count = 0;
const receive = (origin: string, change: Partial<Catalog>): void => {
  const body = completeCatalog(change);
  const { code, name } = body;
  const id = `${String(++count).padStart(32, '0')}`;
  opened.station.records.receive({
    ...{ id, origin, revision: 1, kind: 'catalog', code, name, facet: '' },
    ...recordTexts({ kind: 'catalog', code, name, body, search: catalogSearch(body), errors: 0 }),
  });
};
const items = (...names: string[]) => names.map((name) => item(name, '', 'C', '10'));

test('the same data from two organs is found by code, by name and by items; from one organ, or alike in little, it is none', async () => {
  receive('a', { code: '102001/000001', name: '低保对象信息', items: items('姓名', '证件号码', '保障金额') });
  receive('b', { code: '102001/000001', name: '郑州市低保对象数据', items: items('保障金额', '姓名', '证件号码') });
  receive('a', { code: '102001/000002', name: '养老机构', items: items('机构名称', '床位数', '地址') });
  receive('b', { code: '102001/000003', name: '养老服务单位', items: items('机构名称', '床位数', '地址') });
  receive('a', { code: '102001/000004', name: '婚姻登记', items: items('姓名', '日期') });
  receive('a', { code: '102001/000005', name: '婚姻登记信息', items: items('姓名', '日期') });
  receive('b', { code: '102001/000006', name: '社保缴费', items: items('姓名', '日期') });
  const { checked, total, conflicts } = await opened.client.call('catalog.conflicts', {});
  expect([checked, total]).toEqual([7, 2]);
  expect(conflicts.map(({ reasons, rows }) => [reasons, rows.map(({ origin, name }) => `${origin} ${name}`)])).toEqual([
    [
      ['code', 'name', 'items'],
      ['a 低保对象信息', 'b 郑州市低保对象数据'],
    ],
    [['items'], ['a 养老机构', 'b 养老服务单位']],
  ]);
  expect(await opened.client.call('catalog.origins', {})).toEqual({
    origins: [
      { origin: 'a', name: '市民政局', count: 4 },
      { origin: 'b', name: '市人社局', count: 3 },
    ],
  });
  expect((await opened.client.call('catalog.export', { format: 'json', origin: '*' })).total).toBe(7);
});
