import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyField, emptyType } from '../../../shared/license/type-record.ts';
import { rolesOf, rolesOfField, withKey, withoutField, withRoles } from './roles.ts';
import { fitZone, zoneBetween, zoneByKey } from './zone-moves.ts';

const type = emptyType({ name: '郑州市园林局', uscc: '11410100005252709W' });
const face = { widthMm: 100, heightMm: 60 };
const zone = { x: 10, y: 10, width: 40, height: 8 };
const press = (key: string, shiftKey = false, ctrlKey = false) => zoneByKey(zone, face, { key, shiftKey, ctrlKey });

describe('a zone by keys', () => {
  it('moves by a millimetre, by a tenth with Ctrl, and changes its size with Shift', () => {
    expect(press('ArrowRight')).toEqual({ ...zone, x: 11 });
    expect(press('ArrowUp', false, true)).toEqual({ ...zone, y: 9.9 });
    expect(press('ArrowDown', true)).toEqual({ ...zone, height: 9 });
    expect(press('ArrowLeft', true, true)).toEqual({ ...zone, width: 39.9 });
    expect(press('Home')).toBeNull();
  });

  it('never leaves the face, whatever is done to it', () => {
    const number = fc.double({ min: -500, max: 500, noNaN: true });
    const keys = fc.record({
      key: fc.constantFrom('ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'),
      shiftKey: fc.boolean(),
      ctrlKey: fc.boolean(),
    });
    fc.assert(
      fc.property(number, number, number, number, fc.array(keys, { maxLength: 60 }), (ax, ay, bx, by, pressed) => {
        let at = zoneBetween([ax, ay], [bx, by], face);
        for (const key of pressed) at = zoneByKey(at, face, key)!;
        expect(at.x).toBeGreaterThanOrEqual(0);
        expect(at.y).toBeGreaterThanOrEqual(0);
        expect(at.width).toBeGreaterThanOrEqual(1);
        expect(at.height).toBeGreaterThanOrEqual(1);
        expect(at.x + at.width).toBeLessThanOrEqual(100.001);
        expect(at.y + at.height).toBeLessThanOrEqual(60.001);
        expect(fitZone(at, face)).toEqual(at);
      }),
    );
  });

  it('at the edge stops growing where it is', () => {
    const wide = { x: 70, y: 10, width: 30, height: 8 };
    expect(zoneByKey(wide, face, { key: 'ArrowRight', shiftKey: true, ctrlKey: false })).toEqual(wide);
  });
});

describe('what a field stands for', () => {
  const two = { ...type, fields: [...type.fields, { ...emptyField(4), key: 'SFZH', label: '身份证号' }] };

  it('moves from one field to another and makes it critical', () => {
    const moved = withRoles(two, 'SFZH', ['number', 'id.0']);
    expect(rolesOfField(moved, 'SFZH')).toEqual(['number', 'id.0']);
    expect(rolesOfField(moved, 'ZZBH')).toEqual([]);
    expect(moved.fields[3]).toMatchObject({ critical: true });
    expect(withRoles(moved, 'SFZH', []).roles.number).toBe('');
  });

  it('names a second holder, and forgets it with its field', () => {
    const second = withRoles(two, 'SFZH', ['holder.1']);
    expect(second.holders).toHaveLength(2);
    expect(rolesOf(second).map(({ label }) => label)).toContain('持证主体代码2');
    expect(withoutField(second, 3).holders).toEqual(type.holders);
  });

  it('follows the key of its field, and goes with the field', () => {
    expect(rolesOfField(withKey(two, 'ZZBH', 'BH'), 'BH')).toEqual(['number']);
    const without = withoutField(two, 2);
    expect(without.roles.issued).toBeNull();
    expect(without.fields.map(({ order }) => order)).toEqual([1, 2, 3]);
  });
});
