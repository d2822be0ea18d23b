import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Refusal } from '../../../../shared/contract/failures.ts';
import { utf8 } from '../../crypto/bytes.ts';
import { generateKeyPair } from '../../crypto/sm2.ts';
import { fingerprintOf, stationIdOf } from '../../crypto/station-id.ts';
import { type EnrolmentToWrite, encodeEnrolment, parseEnrolment } from './enrolment-file.ts';

const signing = generateKeyPair();
const encryption = generateKeyPair();
const spare = generateKeyPair();
const request: EnrolmentToWrite = {
  kind: 'request',
  role: 'department',
  name: '郑州市市场监督管理局',
  uscc: '11410100MB1234567X',
  signingKey: signing.publicKey,
  encryptionKey: encryption.publicKey,
  created: '2026-11-23T01:07:10Z',
};
const response: EnrolmentToWrite = {
  ...request,
  kind: 'response',
  role: 'bureau',
  name: '郑州市大数据管理局',
  spareEncryptionKey: spare.publicKey,
  inReplyTo: 'ab'.repeat(32),
};
const encode = (fields: EnrolmentToWrite): Uint8Array => encodeEnrolment(fields, signing.privateKey);
const read = (file: Uint8Array): unknown => {
  try {
    return parseEnrolment(file, 'a.ydk');
  } catch (error) {
    if (error instanceof Refusal) return error.failure.code;
    throw error;
  }
};

describe('an enrolment file', () => {
  it.each([request, response])('reads as it was written: $kind', (fields) => {
    expect(parseEnrolment(encode(fields), 'a.ydk')).toEqual({
      ...fields,
      stationId: stationIdOf(signing.publicKey, encryption.publicKey),
      fingerprint: fingerprintOf(signing.publicKey, encryption.publicKey),
    });
  });

  it('takes any name of one line', () => {
    const name = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 60 })
      .map((text) => text.normalize('NFC').trim())
      .filter((text) => /^[^\p{Cc}\p{Zl}\p{Zp}\ufeff\ufffd]+$/u.test(text) && text.isWellFormed());
    fc.assert(
      fc.property(name, (text) => {
        expect(parseEnrolment(encode({ ...request, name: text }), 'a.ydk').name).toBe(text);
      }),
      { numRuns: 30 },
    );
  });

  it('with any bit changed is refused by name', () => {
    const file = encode(response);
    const codes = new Set<unknown>();
    for (let bit = 0; bit < file.length * 8; bit += 3) {
      const changed = file.slice();
      changed[bit >> 3]! ^= 1 << (bit & 7);
      codes.add(read(changed));
    }
    for (const code of codes) {
      expect(['not-a-package', 'unsupported-version', 'truncated', 'enrolment-invalid', 'signature-invalid']).toContain(
        code,
      );
    }
  });

  it('cut anywhere is truncated', () => {
    const file = encode(response);
    for (let end = 0; end < file.length; end++) expect(read(file.subarray(0, end)), `cut to ${end}`).toBe('truncated');
  });

  it('with anything behind it is refused', () => {
    for (const more of ['\n', ' ', 'kind request\n']) {
      expect(read(new Uint8Array([...encode(request), ...utf8(more)]))).toBe('enrolment-invalid');
    }
  });

  it('signed by another key is refused', () => {
    expect(read(encodeEnrolment(request, encryption.privateKey))).toBe('signature-invalid');
  });

  it('that breaks a rule of the grammar is refused, whoever signed it', () => {
    const text = new TextDecoder().decode(encode(request));
    const changed = (from: string | RegExp, to: string): unknown => read(utf8(text.replace(from, to)));
    expect(changed('v1', 'v2')).toBe('unsupported-version');
    expect(changed('yidi-enrolment', 'age-encryption')).toBe('not-a-package');
    for (const [from, to] of [
      ['kind request', 'kind question'],
      ['role department', 'role office'],
      ['kind request\nrole department', 'role department\nkind request'],
      [/name .*/, 'name '],
      [/name .*/, 'name  two'],
      [/name .*/, `name ${'长'.repeat(201)}`],
      [/uscc .*/, 'uscc 123'],
      [/encryption .*/, `encryption ${signing.publicKey}`],
      [/encryption .*/, `encryption 04${'1'.repeat(128)}`],
      [/created .*/, 'created 2026-11-23'],
      [/created .*/, `created 2026-11-23T01:07:10Z\nin-reply-to ${'ab'.repeat(32)}`],
      [/signature .*/, `signature ${'A'.repeat(128)}`],
      [/\n/g, '\r\n'],
    ] as const) {
      expect(changed(from, to), String(to)).toMatch(/^(enrolment-invalid|truncated)$/);
    }
    expect(read(utf8('x'.repeat(9000)))).toBe('not-a-package');
    expect(read(utf8(`yidi-enrolment v1\n${'x'.repeat(9000)}`))).toBe('limit-exceeded');
  });

  it('is not written with a value outside the grammar', () => {
    for (const change of [
      { name: '两\n行' },
      { name: ' x' },
      { uscc: '1' },
      { inReplyTo: 'ab'.repeat(32) },
      { encryptionKey: '04' },
    ]) {
      expect(() => encode({ ...request, ...change })).toThrow('outside the grammar');
    }
  });
});
