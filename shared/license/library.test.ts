import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseLibrary } from './library.ts';
import { faceField, facesInOrder } from './type.ts';

const json: unknown = JSON.parse(
  readFileSync(new URL('../../resources/codes/license-types.json', import.meta.url), 'utf8'),
);
const library = parseLibrary(json);

describe('the shipped type library', () => {
  it('has the 23 types, each with fields in a definite order', () => {
    expect(library).toHaveLength(23);
    for (const type of library) expect(new Set(type.fields.map((field) => field.order)).size).toBe(type.fields.length);
  });

  it('has no code of another length than 21', () => {
    const codes = library.map((type) => type.code).filter((code) => code !== '');
    expect(codes).toEqual([
      '11100000000013127D001',
      '11100000MB0143028R001',
      '11100000MB03271699001',
      '11100000MB03271699022',
    ]);
  });

  it('measures every field of the business license', () => {
    const type = library.find(({ name }) => name === '营业执照')!;
    expect(facesInOrder(type).map((field) => field.label)).toEqual([
      '统一社会信用代码',
      '副本号',
      '名称',
      '类型',
      '法定代表人',
      '经营范围',
      '注册资本',
      '成立日期',
      '营业期限自',
      '营业期限至',
      '住所',
      '登记机关',
      '核发日期',
    ]);
    for (const field of type.fields) expect(field.zone, field.key).not.toBeNull();
    expect(type.fields.filter((field) => field.critical).map((field) => field.key)).toEqual([
      'TYSHXYDM',
      'MC',
      'YYQXQ',
      'YYQXZ',
      'ZS',
      'DJJG',
      'FZRQ',
    ]);
  });

  it('has the types that the notice names without a public field list, marked as unverified', () => {
    const named = [
      '商品房现售证',
      '税收完税证明(税票)',
      '普通护照',
      '往来港澳通行证',
      '往来台湾通行证',
      '外国人永久居留身份证',
    ];
    for (const name of named)
      expect(
        library.find((type) => type.name === name),
        name,
      ).toMatchObject({ unverified: true });
  });

  it('is refused when a role names no field', () => {
    const copy = structuredClone(json) as { types: { roles: { number: string } }[] };
    copy.types[0]!.roles.number = 'NONE';
    expect(() => parseLibrary(copy)).toThrow('roles.number no-such-field');
  });

  it('refuses a pattern that repeats a group', () => {
    const copy = structuredClone(json) as { types: { fields: { validator: unknown }[] }[] };
    copy.types[0]!.fields[0]!.validator = { rule: 'pattern', pattern: '^(a+)+$', example: 'a' };
    expect(() => parseLibrary(copy)).toThrow();
    expect(faceField(library[2]!, 'MC').label).toBe('名称');
  });
});
