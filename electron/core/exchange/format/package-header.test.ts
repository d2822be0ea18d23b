import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Refusal } from '../../../../shared/contract/failures.ts';
import { concatBytes, equalBytes, toHex, utf8 } from '../../crypto/bytes.ts';
import { sm3 } from '../../crypto/sm3.ts';
import {
  encodePackageHeader,
  headerDigest,
  headerInstant,
  type PackageHeader,
  packageKinds,
  parsePackageHeader,
} from './package-header.ts';

const hex = (bytes: number) =>
  fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((value) => Buffer.from(value).toString('hex'));
const number = fc.nat(Number.MAX_SAFE_INTEGER);
const instant = fc
  .date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true })
  .map(headerInstant);
const recipient = fc.record({
  type: fc.constantFrom('sm2', 'sm2', 'later-2'),
  id: hex(16),
  wrapped: fc.uint8Array({ minLength: 1, maxLength: 150 }).map((value) => Buffer.from(value).toString('hex')),
});
const header: fc.Arbitrary<PackageHeader> = fc.record({
  packageId: hex(16),
  kind: fc.constantFrom(...packageKinds),
  sender: hex(16),
  epoch: number,
  sequence: number,
  previous: fc.option(hex(16), { nil: undefined }),
  created: instant,
  auditHead: fc.record({ seq: number, sm3: hex(32) }),
  recipients: fc.uniqueArray(recipient, { selector: ({ id }) => id, minLength: 1, maxLength: 64 }),
});
const sample: PackageHeader = {
  packageId: '01'.repeat(16),
  kind: 'report',
  sender: '02'.repeat(16),
  epoch: 1,
  sequence: 1,
  previous: undefined,
  created: '2026-11-23T01:07:10Z',
  auditHead: { seq: 0, sm3: '03'.repeat(32) },
  recipients: [{ type: 'sm2', id: '04'.repeat(16), wrapped: '3000' }],
};

const codeOf = (bytes: Uint8Array): string => {
  try {
    parsePackageHeader(bytes, 'p.ydp');
    return 'done';
  } catch (error) {
    if (error instanceof Refusal) return error.failure.code;
    throw error;
  }
};

describe('a text header', () => {
  it('reads as it was written, and writes again to the same bytes', () => {
    fc.assert(
      fc.property(header, (value) => {
        const bytes = encodePackageHeader(value);
        const again = parsePackageHeader(bytes, 'p.ydp');
        expect(again).toEqual(value);
        expect(equalBytes(encodePackageHeader(again), bytes)).toBe(true);
      }),
    );
  });

  it('that was changed and given its digest again is refused, or has one form all the same', () => {
    const word = fc.constantFrom('', ' ', '\n', '0', '1', 'a', 'none', 'v2', 'sm2', '\r', '\t', '\0', 'é', '\ufeff');
    const change = fc.record({ at: fc.nat(10_000), taken: fc.nat(2), put: word });
    fc.assert(
      fc.property(header, fc.array(change, { minLength: 1, maxLength: 3 }), (value, changes) => {
        let text = new TextDecoder().decode(encodePackageHeader(value)).slice(0, -72);
        for (const { at, taken, put } of changes) {
          const place = at % (text.length + 1);
          text = text.slice(0, place) + put + text.slice(place + taken);
        }
        const body = utf8(text);
        const bytes = concatBytes(body, utf8(`digest ${toHex(sm3(body))}\n`));
        if (codeOf(bytes) !== 'done') return;
        expect(equalBytes(encodePackageHeader(parsePackageHeader(bytes, 'p.ydp')), bytes)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('ends in the digest of all lines before', () => {
    const bytes = encodePackageHeader(sample);
    expect(headerDigest(bytes)).toEqual(sm3(bytes.subarray(0, bytes.length - 72)));
    expect(new TextDecoder().decode(bytes).split('\n').at(-2)).toBe(
      `digest ${Buffer.from(headerDigest(bytes)).toString('hex')}`,
    );
  });

  it('with any bit changed is damaged', () => {
    const bytes = encodePackageHeader(sample);
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const changed = bytes.slice();
      changed[bit >> 3]! ^= 1 << (bit & 7);
      expect(codeOf(changed), `bit ${bit}`).toBe('header-damaged');
    }
  });

  it('cut anywhere, or with a byte behind, is damaged', () => {
    const bytes = encodePackageHeader(sample);
    for (let end = 0; end < bytes.length; end++) expect(codeOf(bytes.subarray(0, end))).toBe('header-damaged');
    expect(codeOf(new Uint8Array([...bytes, 10]))).toBe('header-damaged');
  });

  it('is not written with a value outside the grammar', () => {
    const wrong: Partial<PackageHeader>[] = [
      { packageId: 'AB'.repeat(16) },
      { sender: 'x' },
      { sequence: -1 },
      { epoch: 1.5 },
      { epoch: Number.MAX_SAFE_INTEGER + 1 },
      { created: '2026-11-23T01:07:10+08:00' },
      { created: '2026-02-30T00:00:00Z' },
      { auditHead: { seq: 1, sm3: '' } },
      { recipients: [] },
      { recipients: [...sample.recipients, ...sample.recipients] },
      { recipients: [{ type: 'SM2', id: '04'.repeat(16), wrapped: '00' }] },
      { recipients: [{ type: 'sm2', id: '04'.repeat(16), wrapped: '0'.repeat(1100) }] },
    ];
    for (const change of wrong) {
      expect(() => encodePackageHeader({ ...sample, ...change }), JSON.stringify(change)).toThrow(
        'outside the grammar',
      );
    }
  });
});

it('instants are written in UTC, without fractions', () => {
  expect(headerInstant('2026-11-23T09:07:10.999+08:00')).toBe('2026-11-23T01:07:10Z');
  expect(headerInstant(new Date(0))).toBe('1970-01-01T00:00:00Z');
});
