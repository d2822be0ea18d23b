import fc from 'fast-check';
import { expect, it } from 'vitest';
import { organisationKind, outdatedFrom, personKind } from './number-kind.ts';

const today = '2026-11-23';

it.each([
  ['91410000170001401D', 'uscc'],
  ['91410000170001401E', null],
  ['410100000012342', 'registration'],
  ['410100000012340', null],
  ['170001401', 'organisation'],
  ['17000140-1', 'organisation'],
  ['170001402', null],
  ['E12345678', null],
])('%s of an organisation is %s', (number, kind) => expect(organisationKind(number)).toBe(kind));

it.each([
  ['11010519491231002X', 'resident'],
  ['110105491231003', 'resident15'],
  ['110105491331003', null],
  ['810000199408230021', 'region'],
  ['830000199408230025', 'region'],
  ['830000199408230024', null],
  ['911300198804150011', 'foreigner'],
  ['911300198804150012', null],
  ['USA110088041501', 'foreigner15'],
  ['USA110000022901', 'foreigner15'],
  ['USA110088133101', null],
])('%s of a person is %s', (number, kind) => expect(personKind(number, today)).toBe(kind));

it('a division that no longer exists, or never did, is no mistake', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[1-9]\d{5}$/), fc.integer({ min: 0, max: 999 }), (division, serial) => {
      const body = `${division}19491231${String(serial).padStart(3, '0')}`;
      const passed = [...'0123456789X'].filter((check) => personKind(body + check, today) !== null);
      expect(passed).toHaveLength(1);
    }),
  );
});

it('only numbers that gave way to others are out of date', () => {
  expect(outdatedFrom('resident15')).toBe('2013-01-01');
  expect(outdatedFrom('registration')).toBe(outdatedFrom('organisation'));
  expect(outdatedFrom('foreigner15')).toBe('');
  expect(outdatedFrom(null)).toBe('');
});
