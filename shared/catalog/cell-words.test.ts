import { describe, expect, test } from 'vitest';
import {
  readAmount,
  readCycle,
  readDataType,
  readFormatType,
  readLength,
  readOpen,
  readShareMethod,
  readShareType,
} from './cell-words.ts';

describe('words of real sheets', () => {
  test.each([
    ['字符串型C', 'C', ''],
    ['字符型C', 'C', ''],
    ['字符型', 'C', ''],
    ['C 字符型', 'C', ''],
    ['c', 'C', ''],
    ['日期时间型T', 'T', ''],
    ['日期型', 'D', ''],
    ['整数型I', 'I', ''],
    ['varchar(200)', 'C', '200'],
    ['decimal(18, 2)', 'N', '18,2'],
    ['字符型（18）', 'C', '18'],
    ['其他', '其他', ''],
    ['', '', ''],
  ])('data type %s', (text, type, length) => {
    expect(readDataType(text)).toEqual({ type, length });
  });

  test.each([
    ['18位', '18'],
    ['18，2', '18,2'],
    ['128.0', '128'],
    ['不限', '不限'],
    ['—', ''],
  ])('length %s', (text, length) => {
    expect(readLength(text)).toBe(length);
  });

  test.each([
    ['无条件共享', '1'],
    ['2', '2'],
    ['2.有条件共享', '2'],
    ['不予共享类', '3'],
    ['部分共享', '部分共享'],
  ])('sharing type %s', (text, type) => {
    expect(readShareType(text)).toBe(type);
  });

  test.each([
    ['是', '1'],
    ['否', '0'],
    ['0', '0'],
    ['1.0', '1'],
    ['视情况', '视情况'],
  ])('open %s', (text, open) => {
    expect(readOpen(text)).toBe(open);
  });

  test.each([
    ['按月', '每月'],
    ['monthly', '每月'],
    ['annual', '每年'],
    ['real-time', '实时'],
    ['irregular', '其他'],
    ['每半年', '每半年'],
    ['季度', '每季度'],
    ['三年一次', '三年一次'],
  ])('cycle %s', (text, cycle) => {
    expect(readCycle(text)).toBe(cycle);
  });

  test('category and type of sharing, apart or in one cell', () => {
    expect(readShareMethod('共享平台方式/文件', '')).toEqual({ category: '共享平台方式', method: '文件' });
    expect(readShareMethod('共享平台方式', '文件')).toEqual({ category: '共享平台方式', method: '文件' });
    expect(readShareMethod('共享平台', '库表')).toEqual({ category: '共享平台方式', method: '数据库' });
    expect(readShareMethod('介质交换（纸质报表）', '')).toEqual({ category: '介质交换', method: '纸质报表' });
    expect(readShareMethod('1', '2')).toEqual({ category: '1', method: '2' });
  });

  test('census numbers lose their unit, and other units are converted and said so', () => {
    expect(readAmount('4.2600 G', 'storage')).toEqual({ value: '4.26', converted: false });
    expect(readAmount('512MB', 'storage')).toEqual({ value: '0.5', converted: true });
    expect(readAmount('1,583,100条', 'records')).toEqual({ value: '158.31', converted: true });
    expect(readAmount('158.31万条', 'records')).toEqual({ value: '158.31', converted: false });
    expect(readAmount('约三万', 'records')).toEqual({ value: '约三万', converted: false });
    expect(readAmount('0', 'records')).toEqual({ value: '0', converted: false });
  });

  test('format types as the guide spells them', () => {
    expect([readFormatType('Oracle'), readFormatType('XLSX'), readFormatType('其他')]).toEqual([
      'oracle',
      'xlsx',
      '其他',
    ]);
  });
});
