import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeIdentifier, readIdentifier, serialOf } from './identifier.ts';

interface Vector {
  id: string;
  valid: boolean;
}
const table = JSON.parse(
  readFileSync(new URL('../../resources/codes/license-types.json', import.meta.url), 'utf8'),
) as { identifier: { vectors: Vector[] } };

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const word = (min: number, max: number) =>
  fc.string({ unit: fc.constantFrom(...alphabet), minLength: min, maxLength: max });

describe('a license identifier', () => {
  it.each(table.identifier.vectors)('public identifier $id: $valid', ({ id, valid }) => {
    const parts = readIdentifier(id);
    expect(parts !== null).toBe(valid);
    if (parts) expect(makeIdentifier(parts)).toBe(id);
  });

  it('comes back in its parts, and no single changed character passes', () => {
    const parts = fc.record({
      typeCode: word(21, 21),
      issuer: word(6, 18),
      serial: word(1, 32),
      version: fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 3, maxLength: 3 }),
    });
    fc.assert(
      fc.property(parts, fc.nat(), fc.constantFrom(...alphabet), (value, at, character) => {
        const id = makeIdentifier(value)!;
        expect(readIdentifier(id)).toEqual(value);
        const start = id.indexOf(value.typeCode);
        const place = start + (at % (id.length - start));
        if (id[place] === '.' || id[place] === character) return;
        expect(readIdentifier(id.slice(0, place) + character + id.slice(place + 1))).toBeNull();
      }),
    );
  });

  it('is not made without a type code', () =>
    expect(makeIdentifier({ typeCode: '', issuer: '410100', serial: '1', version: '001' })).toBeNull());

  it('takes its running number from the license number', () =>
    expect(serialOf('豫(2019)郑州市不动产权第0000001号')).toBe('20190000001'));
});
