import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { matchColumns } from './columns.ts';
import { parseLibrary } from './library.ts';
import { licenseFromRow } from './row.ts';

const library = parseLibrary(
  JSON.parse(readFileSync(new URL('../../resources/codes/license-types.json', import.meta.url), 'utf8')),
);
const business = library.find(({ name }) => name === '营业执照')!;

describe('column titles', () => {
  it.each([
    ['统一社会信用代码', 'face.TYSHXYDM'],
    ['社会信用代码 *', 'face.TYSHXYDM'],
    ['法定代表人（负责人/经营者）', 'face.FDDBR'],
    ['法定代表人(负责人/经营者)', 'face.FDDBR'],
    ['负责人', 'face.FDDBR'],
    ['住 所', 'face.ZS'],
    ['KZ_JYFW', 'face.JYFW'],
    ['mc', 'face.MC'],
    ['ZZBH', 'face.TYSHXYDM'],
    ['证照颁发机构', 'face.DJJG'],
    ['发证日期', 'face.FZRQ'],
    ['箱号', 'stock.archive.box'],
  ])('%s goes to %s', (title, path) =>
    expect(matchColumns(business, [title]).targets).toEqual([{ kind: 'path', path }]),
  );

  it('of every type are its own labels, each to its own field', () => {
    for (const type of library) {
      const labels = type.fields.map((field) => field.label);
      const { targets, unknown, missing } = matchColumns(type, labels);
      expect(targets, type.name).toEqual(type.fields.map((field) => ({ kind: 'path', path: `face.${field.key}` })));
      expect([unknown, missing]).toEqual([[], []]);
    }
  });

  it('that mean nothing, or the same a second time, are named', () => {
    const { unknown, missing } = matchColumns(business, ['名称', '企业名称', '电话', '证照名称']);
    expect(unknown).toEqual(['企业名称', '电话']);
    expect(missing).toContain('住所');
  });
});

describe('a row', () => {
  it('is read into the form in which values are stored', () => {
    const titles = ['名称', '成立日期', '注册资本', '经营期限', '档号', '证照状态', '统一社会信用代码'];
    const { targets } = matchColumns(business, titles);
    const cells = [
      ' 甲公司 ',
      '二〇一九年三月一日',
      '壹仟贰佰万圆整',
      '长期',
      '07-02-037',
      '注销',
      '９1410000 170001401d',
    ];
    const { license, problems } = licenseFromRow(business, targets, cells, '2026-11-23');
    expect(problems).toEqual([]);
    expect(license.face).toEqual({
      MC: '甲公司',
      CLRQ: '2019-03-01',
      ZCZB: '1200万元',
      YYQXZ: '长期',
      TYSHXYDM: '91410000170001401D',
    });
    expect(license.stock.archive).toEqual({ box: '07', volume: '02', piece: '037' });
    expect(license.status).toBe('注销');
  });

  it('names what fits nowhere', () => {
    const { targets } = matchColumns(business, ['营业期限', '证照状态']);
    const { problems } = licenseFromRow(business, targets, ['永远有效吧', '在业'], '2026-11-23');
    expect(problems.map(({ field, code }) => [field, code])).toEqual([
      ['face.YYQXQ', 'not-a-date'],
      ['status', 'not-an-option'],
    ]);
  });
});
