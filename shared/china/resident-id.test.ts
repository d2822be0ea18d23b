import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkResidentId, parseResidentId } from './resident-id.ts';

const today = '2026-11-23';

describe('resident identity number', () => {
  test('the examples of the standard pass', () => {
    expect(checkResidentId('11010519491231002X', today)).toBeNull();
    expect(checkResidentId('440524188001010014', today)).toBeNull();
    expect(checkResidentId('11010519491231002x', today)).toBeNull();
  });

  test('each way to fail has its own code', () => {
    expect(checkResidentId('1101051949123100', today)?.code).toBe('resident-id-length');
    expect(checkResidentId('1101051949I231002X', today)?.code).toBe('resident-id-character');
    expect(checkResidentId('11010519491231002A', today)?.code).toBe('resident-id-character');
    expect(checkResidentId('110105194902310021', today)?.code).toBe('resident-id-birth');
    expect(checkResidentId('110105194912310020', today)?.code).toBe('resident-id-check');
    expect(checkResidentId('11010520991231002X', today)?.code).toBe('resident-id-birth');
  });

  test('a 15-digit number is recognised and held to its date of birth', () => {
    expect(checkResidentId('110105491231002', today)).toBeNull();
    expect(checkResidentId('110105491301002', today)?.code).toBe('resident-id-birth');
    expect(checkResidentId('11010549I231002', today)?.code).toBe('resident-id-character');
    expect(parseResidentId('110105491231002')).toEqual({
      kind: 'resident15',
      division: '110105',
      birth: '1949-12-31',
      sex: 'female',
    });
  });

  test('numbers of residents from Hong Kong, Macao and Taiwan and of foreigners are kinds of their own', () => {
    expect(parseResidentId('810000199408230021')?.kind).toBe('region');
    expect(parseResidentId('911300198804150013')?.kind).toBe('foreigner');
    expect(parseResidentId('USA110088041501')?.kind).toBe('foreigner15');
  });

  test('any single wrong digit before the check digit is noticed', () => {
    const id = '11010519491231002X';
    fc.assert(
      fc.property(fc.nat(16), fc.nat(9), (place, digit) => {
        const changed = id.slice(0, place) + digit + id.slice(place + 1);
        if (changed !== id) expect(checkResidentId(changed, today)?.level).toBe('error');
      }),
    );
  });
});
