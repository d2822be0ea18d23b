import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseLibrary } from './library.ts';
import { faceField, facesInOrder } from './type.ts';

const json: unknown = JSON.parse(
  readFileSync(new URL('../../resources/codes/license-types.json', import.meta.url), 'utf8'),
);
const library = parseLibrary(json);

describe('the shipped type library', () => {
  it('has the 17 types, each with fields in a definite order', () => {
    expect(library).toHaveLength(17);
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

  it('is refused when a role names no field', () => {
    const copy = structuredClone(json) as { types: { roles: { number: string } }[] };
    copy.types[0]!.roles.number = 'NONE';
    expect(() => parseLibrary(copy)).toThrow('no field NONE');
  });

  it('refuses a pattern that repeats a group', () => {
    const copy = structuredClone(json) as { types: { fields: { validator: unknown }[] }[] };
    copy.types[0]!.fields[0]!.validator = { rule: 'pattern', pattern: '^(a+)+$', example: 'a' };
    expect(() => parseLibrary(copy)).toThrow();
    expect(faceField(library[2]!, 'MC').label).toBe('名称');
  });
});
