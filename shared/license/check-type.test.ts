import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkType } from './check-type.ts';
import { parseLibrary } from './library.ts';
import { FaceField, LicenseType } from './type.ts';
import { asEarlier, emptyField, emptyType, keyFor, normalizeType, type TypeRecord } from './type-record.ts';

const library = parseLibrary(
  JSON.parse(readFileSync(new URL('../../resources/codes/license-types.json', import.meta.url), 'utf8')),
);
const business = {
  ...library.find(({ name }) => name === '营业执照')!,
  organ: '县级以上市场监督管理部门',
  library: false,
};
const findings = (type: LicenseType & Partial<TypeRecord>, others: { name: string; code: string }[] = []) =>
  checkType(type, { others }).map(({ field, level, code }) => `${level} ${field} ${code}`);
const field = (changes: Partial<FaceField>): LicenseType => ({
  ...business,
  fields: business.fields.map((one, at) => (at === 2 ? { ...one, ...changes } : one)),
});

describe('an entry of the license catalog', () => {
  it('taken over from the library has nothing wrong with it', () => expect(findings(business)).toEqual([]));

  it('that is new asks for its name and warns of its code', () => {
    const type = emptyType({ name: '郑州市园林局', uscc: '11410100005252709W' });
    expect(findings(type)).toEqual(['error name required', 'warning code code-missing']);
    expect(findings({ ...type, name: '古树名木移植许可证' })).toEqual(['warning code code-missing']);
  });

  it.each([
    ['11100000MB0143028R00A', 'warning code code-form'],
    ['ZZ-001', 'warning code code-form'],
    ['11100000MB0143029R001', 'warning code code-definer'],
    ['11100000000013127D001', 'warning code code-definer'],
    ['11100000MB0143028R0011', 'error code code-characters'],
    ['证照1', 'error code code-characters'],
  ])('with the own code %s: %s', (code, expected) => expect(findings({ ...business, code })).toEqual([expected]));

  it('has its name and code for itself', () => {
    expect(findings(business, [{ name: business.name, code: business.code }])).toEqual([
      'error name name-taken',
      'error code code-taken',
    ]);
  });

  it.each([
    [{ label: '' }, 'error fields.2.label required'],
    [{ label: '副本号' }, 'error fields.2.label label-taken'],
    [{ length: 0 }, 'error fields.2.length not-a-length'],
    [{ kind: 'enum' }, 'error fields.2.options required'],
    [{ zone: { x: 250, y: 10, width: 60, height: 10 } }, 'error fields.2.zone zone-outside'],
    [{ critical: false }, 'warning fields.2.critical not-critical'],
    [{ validator: { rule: 'pattern', pattern: '^(a+)+$', example: 'a' } }, 'error fields.2.validator not-a-pattern'],
    [{ validator: { rule: 'pattern', pattern: '^\\d+$', example: '甲' } }, 'error fields.2.validator example-unlike'],
  ] as const)('with the field %j: %s', (changes, expected) =>
    expect(findings(field(changes as Partial<FaceField>))).toEqual([expected]),
  );

  it.each([
    [{ roles: { ...business.roles, issued: 'MC' } }, 'error roles.issued wrong-kind'],
    [{ roles: { ...business.roles, number: 'NONE' } }, 'error roles.number no-such-field'],
    [{ holders: [] }, 'error holders required'],
    [{ validity: '看情况' }, 'error validity not-a-validity'],
    [{ organ: '' }, 'error organ required'],
    [{ copyNumber: 'NONE' }, 'error copyNumber no-such-field'],
    [{ matters: [{ name: '', code: '123' }] }, 'error matters.0.name required'],
    [
      { template: { ...business.template, face: { blob: 'a', name: 'a.png', width: 1000, height: 1000 } } },
      'error face.widthMm face-proportion',
    ],
  ])('with %j: %s', (changes, expected) => expect(findings({ ...business, ...changes })).toEqual([expected]));

  it('that changes an own earlier version states law and day', () => {
    const earlier = [asEarlier(business)];
    const next = { ...business, version: 2, earlier };
    expect(findings(next)).toEqual(['error change.basis required', 'error change.effective not-a-date']);
    const change = { basis: '《市场主体登记管理条例》第二十二条', effective: '2027-03-01', opinion: '' };
    expect(findings({ ...next, change })).toEqual([]);
    expect(findings({ ...next, change, name: '执照' })).toContain('error name name-changed');
    expect(findings({ ...business, version: 2, earlier: [library[0]!] })).toEqual([]);
  });

  it('without errors is a sound type, whatever was typed', () => {
    const odd = fc.string({ maxLength: 30 });
    const typed = fc.record({
      name: odd,
      code: odd,
      definer: odd,
      definerCode: odd,
      validity: odd,
      label: odd,
      key: odd,
      pattern: odd,
      example: odd,
      length: fc.integer({ min: 0, max: 30_000 }),
    });
    fc.assert(
      fc.property(typed, ({ label, key, pattern, example, length, ...rest }) => {
        const added = {
          ...emptyField(14),
          label,
          key,
          length,
          validator: { rule: 'pattern', pattern, example },
        } as const;
        const type = normalizeType({ ...business, ...rest, fields: [...business.fields, added] });
        if (findings(type).every((one) => one.startsWith('warning'))) LicenseType.parse(type);
        else expect(findings(type).filter((one) => one.startsWith('error')).length).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a key made from a label', () => {
  it('is its initials, numbered where they are taken', () => {
    expect(keyFor('发证日期', new Set())).toBe('FZRQ');
    expect(keyFor('发证日期', new Set(['FZRQ']))).toBe('FZRQ2');
    expect(FaceField.shape.key.safeParse(keyFor('①（㎡）', new Set())).success).toBe(true);
  });
});
