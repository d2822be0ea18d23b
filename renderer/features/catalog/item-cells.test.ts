import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { emptyItem } from '../../../shared/catalog/catalog.ts';
import { cellShows, parseBlock, pasteBlock, rowChange, withCell } from './item-cells.ts';

describe('a paste from a spreadsheet', () => {
  test('fills from the focused cell to the right and down, and adds rows', () => {
    const items = pasteBlock([{ ...emptyItem(), name: '企业名称' }], 'qymc\t字符型C\t200\r\nclrq\t日期型\t8\r\n', 0, 1);
    expect(items).toEqual([
      { ...emptyItem(), name: '企业名称', column: 'qymc', type: 'C', length: '200' },
      { ...emptyItem(), column: 'clrq', type: 'D', length: '8' },
    ]);
  });

  test('a row of titles says where the columns go', () => {
    const items = pasteBlock(
      [],
      '数据长度\t信息项名称（必填项）\t数据类型\t共享类型\n\t统一社会信用代码\tvarchar(18)\t有条件共享',
      0,
      4,
    );
    expect(items).toEqual([{ ...emptyItem(), name: '统一社会信用代码', type: 'C', length: '18', share: '2' }]);
  });

  test('quoted cells keep their tabs and line ends together', () => {
    expect(parseBlock('"甲\t乙"\t"说""是""\n否"\n丙\t"丁')).toEqual([
      ['甲\t乙', '说"是"\n否'],
      ['丙', '"丁'],
    ]);
  });

  test('any block comes apart as it was put together', () => {
    const cell = fc.string({ unit: fc.constantFrom('甲', 'a', '"', '\t', '\n', ' '), maxLength: 6 });
    const quoted = (text: string): string => (/["\t\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
    fc.assert(
      fc.property(
        fc.array(
          fc.array(cell, { minLength: 1, maxLength: 4 }).map(([first, ...rest]) => [`x${first}`, ...rest]),
          { minLength: 1, maxLength: 5 },
        ),
        (rows) => {
          expect(parseBlock(rows.map((row) => row.map(quoted).join('\t')).join('\r\n'))).toEqual(rows);
        },
      ),
    );
  });
});

describe('cells', () => {
  test('take words and codes, and show words', () => {
    const item = withCell(withCell(withCell(emptyItem(), 'type', 'decimal(18,2)'), 'share', '有条件'), 'open', '是');
    expect(item).toMatchObject({ type: 'N', length: '18,2', share: '2', open: '1' });
    expect([cellShows('share', item.share), cellShows('open', item.open)]).toEqual(['有条件', '是']);
  });

  test('new and changed rows are told from the version before', () => {
    const before = [{ ...emptyItem(), name: '企业名称', type: 'C' }];
    expect(rowChange(before[0]!, before)).toBe('');
    expect(rowChange({ ...before[0]!, length: '200' }, before)).toBe('changed');
    expect(rowChange({ ...emptyItem(), name: '住所' }, before)).toBe('new');
    expect(rowChange(before[0]!, null)).toBe('');
  });
});
