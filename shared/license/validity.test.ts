import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatValidity, keepsValidity, parseValidity, type ValidityTerm } from './validity.ts';

describe('a validity rule', () => {
  it.each([
    ['', ''],
    ['5年', '5年'],
    ['5/10/20 年或长期', '5年^10年^20年^长期'],
    ['３个月、长期有效', '3月^长期'],
    ['90日', '90天'],
    ['5年^10年', '5年^10年'],
  ])('%s is stored as %s', (typed, stored) => expect(formatValidity(parseValidity(typed)!)).toBe(stored));

  it.each(['五年', '自颁发之日起', '0年', '5', '年'])('%s is none', (typed) => expect(parseValidity(typed)).toBeNull());

  it('comes back from its stored form', () => {
    const term = fc.oneof(
      fc.constant(null),
      fc.record({ count: fc.integer({ min: 1, max: 999 }), unit: fc.constantFrom('天', '月', '年') }),
    ) as fc.Arbitrary<ValidityTerm>;
    fc.assert(
      fc.property(fc.array(term), (terms) => {
        expect(parseValidity(formatValidity(terms))).toEqual(terms);
      }),
    );
  });

  it.each([
    ['10年^长期', '2011-07-09', '2021-07-09', true],
    ['10年^长期', '2011-07-09', '2021-07-08', true],
    ['10年^长期', '2011-07-09', '2021-07-07', false],
    ['10年^长期', '2011-07-09', '长期', true],
    ['10年', '2011-07-09', '长期', false],
    ['1年', '2024-02-29', '2025-02-28', true],
    ['1月', '2025-01-31', '2025-02-28', true],
    ['90天', '2025-01-01', '2025-04-01', true],
    ['', '2011-07-09', '2012-01-01', true],
    ['999年', '9999-12-31', '9999-12-31', false],
    ['5年', '', '2021-07-09', true],
  ])('%s from %s to %s: %s', (rule, from, to, kept) => expect(keepsValidity(rule, from, to)).toBe(kept));
});
