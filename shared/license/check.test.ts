import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkLicense } from './check.ts';
import { completeLicense } from './complete.ts';
import { licenseLabel } from './fields.ts';
import { readIdentifier } from './identifier.ts';
import { parseLibrary } from './library.ts';
import { emptyLicense, type License } from './license.ts';
import { metadataOf } from './metadata.ts';

const library = parseLibrary(
  JSON.parse(readFileSync(new URL('../../resources/codes/license-types.json', import.meta.url), 'utf8')),
);
const typeNamed = (name: string) => library.find((type) => type.name === name)!;
const business = typeNamed('营业执照');
const context = { today: '2026-11-23', station: { name: '郑州市市场监督管理局', uscc: '11410100005252709W' } };
const face = {
  TYSHXYDM: '91410000170001401D',
  FBH: '1-1',
  MC: '宇通客车股份有限公司',
  LX: '股份有限公司（上市、自然人投资或控股）',
  FDDBR: '汤玉祥',
  JYFW: '客车研发、制造与销售。',
  ZCZB: '221393.9223万元',
  CLRQ: '1997-01-08',
  YYQXQ: '1997-01-08',
  YYQXZ: '长期',
  ZS: '郑州市管城区宇通路',
  DJJG: '郑州市市场监督管理局',
  FZRQ: '2016-03-14',
};
const filled = (changes: Partial<typeof face> = {}, rest: Partial<License> = {}) =>
  completeLicense(business, { ...emptyLicense(business), face: { ...face, ...changes }, ...rest }, context);
const findings = (license: License, type = business) =>
  checkLicense(type, license, context).map(({ field, level, code }) => `${level} ${field} ${code}`);

describe('a business license', () => {
  it('has nothing wrong with it when it is filled from a real face', () => expect(findings(filled())).toEqual([]));

  it('carries the metadata of its face', () => {
    const license = filled();
    expect(license.holders).toEqual([{ name: face.MC, idKind: '001', idNumber: face.TYSHXYDM }]);
    expect(readIdentifier(license.identifier)).toMatchObject({ typeCode: business.code, serial: face.TYSHXYDM });
    expect(metadataOf(license)).toMatchObject({
      ZZMC: '营业执照',
      ZZBH: face.TYSHXYDM,
      ZZBFJGDM: context.station.uscc,
      CZZTDMLX: '统一社会信用代码',
      ZZYXQJZRQ: '9999-12-31',
      KZ_FDDBR: '汤玉祥',
    });
    expect(completeLicense(business, license, context)).toEqual(license);
  });

  it.each([
    ['91410000170001401E', 'invalid-uscc'],
    ['9141000017000140D', 'invalid-uscc'],
    ['410100000012340', 'invalid-registration-number'],
  ])('is blocked by the code %s', (TYSHXYDM, code) => {
    expect(findings(filled({ TYSHXYDM }))).toContain(`error face.TYSHXYDM ${code}`);
  });

  it.each(['410100000012342', '170001401'])('takes the old number %s, on a paper of its time', (TYSHXYDM) => {
    expect(findings(filled({ TYSHXYDM }))).toEqual([]);
    expect(findings(filled({ TYSHXYDM, FZRQ: '2019-03-14' }))).toEqual(['warning face.TYSHXYDM outdated-number']);
  });

  it('has holders beyond the one of its face, each with the number of its kind', () => {
    const [first] = filled().holders;
    const more = [
      { name: '河南中烟工业有限责任公司', idKind: '', idNumber: '91410000170001401D' },
      { name: '', idKind: '', idNumber: '91410000170001401E' },
      { name: '张三', idKind: '111', idNumber: '110105194912310020' },
      { name: '李四', idKind: '777', idNumber: 'X1' },
    ];
    const license = filled({}, { holders: [first!, ...more] });
    expect(license.holders.map(({ idKind }) => idKind)).toEqual(['001', '001', '099', '111', '777']);
    expect(findings(license)).toEqual([
      'error holders.2.name required',
      'error holders.3.idNumber invalid-resident-id',
      'error holders.4.idKind not-an-option',
    ]);
    expect(licenseLabel(business, 'holders.3.idNumber')).toBe('持证主体4代码');
    expect(licenseLabel(business, 'holders.2.name')).toBe('持证主体3');
  });

  it('never says which check character would be right', () => {
    const [finding] = checkLicense(business, filled({ TYSHXYDM: '91410000170001401E' }), context);
    expect(finding!.message).not.toContain('D');
  });

  it.each([
    [{ MC: '' }, 'error face.MC required'],
    [{ CLRQ: '1997-02-30' }, 'error face.CLRQ not-a-date'],
    [{ CLRQ: '长期' }, 'error face.CLRQ not-a-date'],
    [{ YYQXZ: '1996-01-01' }, 'error face.YYQXZ date-order'],
    [{ YYQXZ: '2020-01-01' }, 'warning face.YYQXZ expired'],
    [{ FZRQ: '2027-01-01' }, 'error face.FZRQ date-ahead'],
    [{ MC: '长'.repeat(201) }, 'error face.MC too-long'],
    [{ ZCZB: '若干' }, 'error face.ZCZB not-an-amount'],
  ] as const)('with %j: %s', (changes, expected) => expect(findings(filled(changes))).toEqual([expected]));

  it('counts characters, not code units', () => {
    expect(findings(filled({ MC: '𠮷'.repeat(200) }))).toEqual([]);
  });

  it('typed by hand as 增量 states its basis', () => {
    const license = filled();
    const issued: License = { ...license, stock: { ...license.stock, kind: '增量' } };
    expect(findings(issued)).toEqual(['error stock.basis basis-missing']);
  });
});

describe('other types', () => {
  it('take old and foreign numbers as kinds of their own', () => {
    const type = typeNamed('结婚证');
    const license = (SFZJH_M: string, SFZJH_F: string) =>
      completeLicense(type, { ...emptyLicense(type), face: { SFZJH_M, SFZJH_F } }, context);
    const codes = (made: License) =>
      checkLicense(type, made, context)
        .filter(({ field }) => field.startsWith('face.SFZJH'))
        .map(({ code }) => code);
    expect(codes(license('440524188001010014', 'E12345678'))).toEqual([]);
    const passport = { ...license('440524188001010014', 'E10000006'), issued: '2019-05-17' };
    expect(codes(passport)).toEqual([]);
    expect(codes(license('440524188001010015', '440524800101001'))).toEqual(['invalid-resident-id']);
    expect(codes(license('440524188001010014', '440524801301001'))).toEqual(['invalid-resident-id']);
    expect(codes(license('USA110088133101', '911300198804150012'))).toEqual([
      'invalid-resident-id',
      'invalid-resident-id',
    ]);
    expect(license('440524188001010014', 'E12345678').holders.map(({ idKind }) => idKind)).toEqual(['111', '999']);
  });

  it('ask beside the face for what the face lacks', () => {
    const type = typeNamed('不动产登记证明');
    const license = completeLicense(type, emptyLicense(type), { ...context, station: { name: '', uscc: '' } });
    expect(findings(license, type)).toContain('error organ required');
    expect(findings(license, type)).toContain('warning holders.0.idNumber holder-code-missing');
  });

  it('all check an empty license without a fault and name every required field', () => {
    for (const type of library) {
      const missing = checkLicense(type, emptyLicense(type), context).filter(({ code }) => code === 'required');
      expect(missing.length).toBeGreaterThanOrEqual(type.fields.filter((field) => field.required).length);
    }
  });
});
