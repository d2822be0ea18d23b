import { expect, it } from 'vitest';
import { kindOfNumber, maskNumber } from './holder.ts';

const today = '2026-11-23';

it.each([
  ['11010519491231002X', '110105********002X'],
  ['440524800101001', '440524*****1001'],
  ['E12345678', 'E1*****78'],
  ['123', '123'],
  ['', ''],
])('%s is shown as %s', (number, shown) => expect(maskNumber(number)).toBe(shown));

it.each([
  ['91410000170001401D', '法人和其他组织', '001'],
  ['410105000012345', '法人和其他组织', '099'],
  ['11010519491231002X', '自然人', '111'],
  ['440524800101001', '自然人', '111'],
  ['E12345678', '自然人', '999'],
  ['11010519491231002X', '自然人或法人', '111'],
  ['113700000045030270', '自然人或法人', '001'],
  ['', '自然人', ''],
] as const)('%s of a %s is of kind %s', (number, holder, kind) =>
  expect(kindOfNumber(number, holder, today)).toBe(kind),
);
