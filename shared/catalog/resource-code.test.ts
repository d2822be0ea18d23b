import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import shippedTable from '../../resources/codes/catalog-classification.json' with { type: 'json' };
import { namesOf, prefixFor, readClassification, sameName } from './classification.ts';
import { isCode, isPrefix, joinCode, normalizeCode, prefixOf, splitCode } from './resource-code.ts';
import { readShareCondition, writeShareCondition } from './share-condition.ts';

describe('information resource code', () => {
  test('the real code of 2017 comes apart', () => {
    expect(splitCode('3070211760000002004006/000033')).toEqual({
      class: '3',
      item: '07',
      subItem: '021',
      detail: '1760000002004006',
      sequence: '000033',
    });
    expect(isCode('3070211760000002004006/000033')).toBe(true);
  });

  test('any length of sequence is accepted, six digits are written', () => {
    expect(normalizeCode('102001410101/12')).toBe('102001410101/000012');
    expect(normalizeCode(' 102001 410101／000000012 ')).toBe('102001410101/000012');
    expect(joinCode('102001', 12_345_678)).toBe('102001/12345678');
    expect(normalizeCode('无')).toBe('无');
    expect(isCode('102001/0')).toBe(false);
    expect(isPrefix('10200')).toBe(false);
  });

  test('what is joined comes apart again', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[123]\d{5,12}$/), fc.integer({ min: 1, max: 99_999_999 }), (prefix, sequence) => {
        const code = joinCode(prefix, sequence);
        expect(isCode(code)).toBe(true);
        expect(prefixOf(code)).toBe(prefix);
        expect(Number(splitCode(code).sequence)).toBe(sequence);
        expect(normalizeCode(code)).toBe(code);
      }),
    );
  });
});

describe('classification', () => {
  const table = readClassification(shippedTable);

  test('digits and names lead to each other as far as the table knows', () => {
    const names = namesOf('102001410101', table);
    expect(names).toEqual({ class: '基础信息资源', item: '法人单位基础信息资源', subItem: '基本信息', detail: '' });
    expect(prefixFor(names, table)).toBe('102001');
    expect(
      prefixFor(
        { class: '部门信息资源目录', item: '省（自治区、直辖市）和计划单列市', subItem: '湖南省', detail: '' },
        table,
      ),
    ).toBe('307021');
    expect(prefixFor({ class: '别的', item: '', subItem: '', detail: '' }, table)).toBe('');
  });

  test('sheets leave words out of the names', () => {
    expect(sameName('部门信息资源', '部门信息资源目录')).toBe(true);
    expect(sameName('基础信息资源', '基础类')).toBe(true);
    expect(sameName('法人单位基础信息资源', '国家人口基础信息资源')).toBe(false);
  });
});

describe('the one cell 共享条件', () => {
  test('parts go in and come out', () => {
    const text = fc
      .string({ unit: fc.constantFrom('经', '核', '准', '：', '；', ' ', 'a', '1'), maxLength: 8 })
      .map((s) => s.replace(/ +/g, ' ').trim());
    const parts = fc.record({
      uses: fc.uniqueArray(fc.constantFrom('行政依据', '工作参考', '立案')),
      condition: text,
      scope: text,
      law: text,
    });
    fc.assert(
      fc.property(parts, (share) => {
        expect(readShareCondition(writeShareCondition(share), '2')).toEqual(share);
      }),
    );
  });

  test('cells without labels, as departments write them', () => {
    expect(readShareCondition('作为行政依据、用于数据校核', '1')).toMatchObject({
      uses: ['行政依据', '数据校核'],
      condition: '',
    });
    expect(readShareCondition('无条件', '1')).toMatchObject({ uses: [], condition: '无条件' });
    expect(readShareCondition('《中华人民共和国反间谍法》第二十三条', '3')).toMatchObject({
      law: '《中华人民共和国反间谍法》第二十三条',
    });
  });
});
