import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseLibrary } from './library.ts';
import { type LineReading, proposalOf, type ReadCharacter } from './reading.ts';
import { faceField } from './type.ts';

const library = parseLibrary(
  JSON.parse(readFileSync(new URL('../../resources/codes/license-types.json', import.meta.url), 'utf8')),
);
const business = library.find(({ name }) => name === '营业执照')!;
const estate = library.find(({ name }) => name === '不动产权证书')!;
const institution = library.find(({ name }) => name === '事业单位法人证书')!;

const characters = (text: string, unsure = ''): ReadCharacter[] =>
  [...text].map((one) => ({ text: one, confidence: unsure.includes(one) ? 60 : 99 }));
const line = (one: string, other = one, unsure = ''): LineReading => ({
  readings: [characters(one, unsure), characters(other, unsure)],
  overhangs: false,
  stained: 0,
});
const proposed = (type: typeof business, key: string, ...lines: LineReading[]) => {
  const proposal = proposalOf(type, faceField(type, key), lines, '2026-11-23');
  if (!proposal) return null;
  return [...proposal.value].map((one, index) => (proposal.doubtful.includes(index) ? `[${one}]` : one)).join('');
};

describe('a proposal', () => {
  it.each([
    ['MC', '郑州样例有限公司', '郑州样例有限公司', '', '郑州样例有限公司'],
    ['ZS', '郑州 市花园路 126 号(东)', '郑州市花园路126号（东）', '', '郑州市花园路126号（东）'],
    ['ZS', '花园路1407室', '花园路1401室', '', '花园路140[7]室'],
    ['ZS', '花园路1407室', '花园路147室', '', '花园路14[0]7室'],
    ['ZS', '花园路147室', '花园路1407室', '', '花园路1[4][7]室'],
    ['ZS', '花园路7室', '花园路7室', '园', '花[园]路7室'],
    ['FDDBR', '法定代表人：王建国', '法定代表人：王建国', '', '王建国'],
    ['CLRQ', '1997年01月08日', '1997年01月08日', '', '1997-01-08'],
    ['CLRQ', '1997年01月08日', '1997年01月03日', '', '1997-01-0[8]'],
    ['CLRQ', '1997年02月30日', '1997年02月30日', '', '[1][9][9][7][年][0][2][月][3][0][日]'],
    ['CLRQ', '1997年01月2', '1997年01月2', '', '[1][9][9][7][-][0][1][-][0][2]'],
    ['YYQXQ', '1997年01月08日至长期', '1997年01月08日至长期', '', '1997-01-08'],
    ['YYQXZ', '1997年01月08日至长期', '1997年01月08日至长期', '', '长期'],
    ['YYQXZ', '1997年01月08日至2030年01月07日', '1997年01月03日至2030年01月07日', '', '2030-01-07'],
    ['ZCZB', '伍佰万圆整', '伍佰万圆整', '', '500万元'],
    // The engine has never seen 贰: what stands where a digit must is proposed as it, with doubt.
    ['ZCZB', '壹仟炳佰万圆整', '壹仟迪佰万圆整', '', '[1][2][0][0][万][元]'],
    ['TYSHXYDM', '91410000170001401D', '91410000170001401D', '', '91410000170001401D'],
    // Nor does it know 赁; a bracket is a torn 1.
    ['JYFW', '房屋租贩，货物进出口', '房屋租贩，货物进出口', '', '房屋租[赁]，货物进出口'],
    ['FBH', '1-]', '1-1', '', '1-[1]'],
  ])('%s read as %s and %s', (key, one, other, unsure, expected) =>
    expect(proposed(business, key, line(one, other, unsure))).toBe(expected),
  );

  it('with a failed check digit is doubted throughout and never mended', () =>
    expect(proposed(business, 'TYSHXYDM', line('91410000170001401E'))).toBe(
      [...'91410000170001401E'].map((one) => `[${one}]`).join(''),
    ));

  it('of a unit number that has not its shape is doubted throughout, but for the letter of its land', () => {
    expect(proposed(estate, 'BDCDYH', line('410102182583GB49955F27282904'))).toBe('410102182583GB49955F27282904');
    expect(proposed(estate, 'BDCDYH', line('4101021825830B49955F27282904'))).toBe('410102182583[G]B49955F27282904');
    expect(proposed(estate, 'BDCDYH', line('410102182583GB49955027282904'))).toMatch(/^\[4\]/);
    expect(proposed(estate, 'BDCDYH', line('410102182583849955F27282904'))).toMatch(/^\[4\]/);
  });

  it('of two days takes each from its side, where the type names no range too', () => {
    const both = line('自2012年03月04日至2028年03月03日');
    expect(proposed(institution, 'YXQQ', both)).toBe('2012-03-04');
    expect(proposed(institution, 'YXQZ', both)).toBe('2028-03-03');
  });

  it('of a text of several lines joins them, and doubts the ends of one that runs over its zone', () =>
    expect(proposed(business, 'JYFW', line('餐饮服务；'), { ...line('住宿服务。'), overhangs: true })).toBe(
      '餐饮服务；[住]宿服务[。]',
    ));

  it('knows where the doubtful print stands, also where the value is written otherwise', () => {
    const places = (key: string, text: string, unsure: string) => {
      const read = [...text].map((one, index) => ({
        text: one,
        confidence: unsure.includes(one) ? 60 : 99,
        at: { x: index, y: 0, width: 1, height: 1 },
      }));
      const lines = [{ readings: [read, read] as const, overhangs: false, stained: 0 }];
      return proposalOf(business, faceField(business, key), lines, '2026-11-23')!.places.map(({ x }) => x);
    };
    expect(places('ZS', '花 园路 7室', '园7')).toEqual([2, 5]);
    expect(places('CLRQ', '1997年01月08日', '8月')).toEqual([7, 9]);
    expect(places('CLRQ', '1997年02月30日', '')).toHaveLength(11);
    expect(places('YYQXZ', '1997年01月08日至2030年01月07日', '3')).toEqual([14]);
    expect(places('ZCZB', '壹仟炳佰万圆整', '')).toEqual([2]);
    expect(places('TYSHXYDM', '91410000170001401E', '')).toHaveLength(18);
  });

  it('is none where nothing was read', () => expect(proposed(business, 'MC')).toBeNull());
});
