import { expect, test } from 'vitest';
import table from '../../resources/codes/divisions-4101.json' with { type: 'json' };
import { DivisionTable, divisionName } from './divisions.ts';

test('the shipped table is readable and names a district with its city', () => {
  const divisions = DivisionTable.parse(table);
  expect(divisionName('410105', divisions)).toBe('河南省郑州市金水区');
  expect(divisionName('410100', divisions)).toBe('河南省郑州市');
  expect(divisionName('999999', divisions)).toBeNull();
});
