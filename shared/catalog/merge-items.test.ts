import { expect, test } from 'vitest';
import { type CatalogItem, emptyItem } from './catalog.ts';
import { mergeItems } from './merge-items.ts';

const item = (change: Partial<CatalogItem>): CatalogItem => ({ ...emptyItem(), ...change });

test('what was written stays, gaps are filled, new columns come at the end', () => {
  const before = [
    item({ name: '姓名', column: 'XM', type: 'C' }),
    item({ name: '备注', column: 'BZ', note: '自己写的' }),
    item({ name: '无字段名的' }),
  ];
  const table = [
    item({ name: '公民姓名', column: 'xm', type: 'M', length: '64' }),
    item({ name: '出生日期', column: 'csrq', type: 'D', length: '8' }),
    item({ name: '无字段名的', type: 'I', length: '4' }),
  ];
  const merged = mergeItems(before, table);
  expect(merged.items).toEqual([
    item({ name: '姓名', column: 'XM', type: 'C', length: '64' }),
    before[1],
    item({ name: '无字段名的', type: 'I', length: '4' }),
    table[1],
  ]);
  expect(merged).toMatchObject({ added: 1, filled: 2, gone: [before[1]] });
});

test('the same table again changes nothing', () => {
  const table = [item({ name: '姓名', column: 'XM' }), item({ name: '', column: 'YL1' })];
  const once = mergeItems([], table);
  expect(once).toMatchObject({ added: 2, filled: 0 });
  expect(mergeItems(once.items, table)).toEqual({ items: once.items, added: 0, filled: 0, gone: [] });
});
