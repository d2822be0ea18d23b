import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import vectors from '../../tests/vectors/uscc-vectors.json' with { type: 'json' };
import { checkOrganisationCode, checkUscc, isUscc } from './uscc.ts';

describe('unified social credit code', () => {
  test.each(vectors.positive.map((entry) => [entry.code, entry.name]))('%s (%s) passes', (code) => {
    expect(checkUscc(code)).toBeNull();
  });

  test('each published wrong code is refused for its reason', () => {
    expect(vectors.negative.map((entry) => checkUscc(entry.code)?.code)).toEqual([
      'uscc-check',
      'uscc-length',
      'uscc-check',
    ]);
  });

  test('reading groups, full-width digits and small letters are understood', () => {
    expect(checkUscc(' １１10 0000-0000 1333 8w ')).toBeNull();
  });

  test('a letter that the standard leaves out is named with its place', () => {
    expect(checkUscc('1110000000001333OW')).toMatchObject({
      code: 'uscc-character',
      reason: expect.stringContaining('第 17 位“O”'),
    });
  });

  test('letters in the division are refused', () => {
    expect(checkUscc('11A00000000013338W')?.code).toBe('uscc-division');
  });

  test('any single wrong character fails, and the reason never tells the right one', () => {
    const set = '0123456789ABCDEFGHJKLMNPQRTUWXY';
    fc.assert(
      fc.property(fc.constantFrom(...vectors.positive), fc.nat(17), fc.nat(30), ({ code }, place, other) => {
        const changed = code.slice(0, place) + set[other] + code.slice(place + 1);
        const found = checkUscc(changed);
        if (changed === code) return;
        expect(found?.level).toBe('error');
        if (found?.code === 'uscc-check') expect(found.reason).toBe('末位校验码不符，请逐位对照原件');
      }),
    );
  });

  test('a failed organisation code is a warning and can be stored', () => {
    const code = findWithBadOrganisationCode();
    expect(checkUscc(code)).toMatchObject({ level: 'warning', code: 'uscc-organisation' });
    expect(isUscc(code)).toBe(true);
  });

  test('organisation codes pass with or without the hyphen', () => {
    for (const { orgCode } of vectors.positive) {
      expect(checkOrganisationCode(orgCode)).toBe(true);
      expect(checkOrganisationCode(`${orgCode.slice(0, 8)}-${orgCode[8]}`)).toBe(true);
    }
    expect(checkOrganisationCode('000013339')).toBe(false);
  });
});

function findWithBadOrganisationCode(): string {
  for (const last of '0123456789ABCDEFGHJKLMNPQRTUWXY') {
    const code = `1110000000001333X${last}`;
    if (isUscc(code)) return code;
  }
  throw new Error('no check digit found');
}
