import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseLibrary } from '../../../shared/license/library.ts';
import { withField, withFieldMoved, withFieldsAfter, withNewZone, withZone } from './type-edits.ts';

const json: unknown = JSON.parse(
  readFileSync(new URL('../../../resources/codes/license-types.json', import.meta.url), 'utf8'),
);
const business = parseLibrary(json).find(({ name }) => name === '营业执照')!;
const labels = (type: typeof business) => type.fields.map(({ label }) => label);
const orders = (type: typeof business) => type.fields.map(({ order }) => order);
const inOrder = business.fields.map((_, at) => at + 1);

test('a field with another key keeps its roles', () => {
  const renamed = withField(business, 0, { ...business.fields[0]!, key: 'DM' });
  expect(renamed.roles.number).toBe('DM');
  expect(renamed.holders[0]!.idNumber).toBe('DM');
});

test('pasted labels come below their row, and over it where it is empty; the order is counted anew', () => {
  const one = withFieldsAfter(business, 0, ['甲']);
  expect(labels(one).slice(0, 3)).toEqual([labels(business)[0], '甲', labels(business)[1]]);
  expect(orders(one)).toEqual([...inOrder, inOrder.length + 1]);
  const over = withFieldsAfter(withFieldsAfter(business, 0, ['']), 1, ['甲', '乙']);
  expect(labels(over).slice(0, 4)).toEqual([labels(business)[0], '甲', '乙', labels(business)[1]]);
});

test('a field moves by one row, and not beyond the edge', () => {
  const moved = withFieldMoved(business, 1, -1);
  expect(labels(moved).slice(0, 2)).toEqual([labels(business)[1], labels(business)[0]]);
  expect(orders(moved)).toEqual(inOrder);
  expect(withFieldMoved(business, 0, -1)).toBe(business);
  expect(withFieldMoved(business, business.fields.length - 1, 1)).toBe(business);
});

test('a new zone lies below the one before, within the face; none replaces one that is there', () => {
  expect(withNewZone(business, 3, business.face)).toBe(business);
  const bare = withZone(business, { of: 'field', at: 3 }, null);
  const before = bare.fields[2]!.zone!;
  expect(withNewZone(bare, 3, business.face).fields[3]!.zone).toMatchObject({
    x: before.x,
    y: before.y + before.height + 2,
  });
  const { zone } = withNewZone(bare, 3, { ...business.face, heightMm: 20, widthMm: before.x + 5 }).fields[3]!;
  expect(zone!.y + zone!.height).toBeLessThanOrEqual(20);
  expect(zone!.x + zone!.width).toBeLessThanOrEqual(before.x + 5);
});

test('a seal without a place is gone', () => {
  const zone = { x: 1, y: 1, width: 42, height: 42 };
  const sealed = { ...business, template: { ...business.template, seals: [{ zone, imprint: '' }] } };
  expect(withZone(sealed, { of: 'seal', at: 0 }, { ...zone, x: 9 }).template.seals[0]!.zone.x).toBe(9);
  expect(withZone(sealed, { of: 'seal', at: 0 }, null).template.seals).toEqual([]);
});
