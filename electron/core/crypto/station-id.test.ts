import { expect, it } from 'vitest';
import { fromHex, toHex } from './bytes.ts';
import { generateKeyPair } from './sm2.ts';
import { sm3 } from './sm3.ts';
import { fingerprintOf, formatFingerprint, recipientIdOf, stationIdOf } from './station-id.ts';

it('a station is named by both public keys, in their order', () => {
  const [signing, encryption] = [generateKeyPair().publicKey, generateKeyPair().publicKey];
  const fingerprint = fingerprintOf(signing, encryption);
  expect(fingerprint).toBe(toHex(sm3(fromHex(signing + encryption))));
  expect(stationIdOf(signing, encryption)).toBe(fingerprint.slice(0, 32));
  expect(fingerprintOf(encryption, signing)).not.toBe(fingerprint);
  expect(recipientIdOf(encryption)).toBe(toHex(sm3(fromHex(encryption))).slice(0, 32));
});

it('a fingerprint is read in groups of four', () => {
  expect(formatFingerprint('0123456789abcdef')).toBe('0123 4567 89ab cdef');
});

it('anything but an uncompressed key is a mistake of the caller', () => {
  expect(() => stationIdOf('04ab', '04ab')).toThrow('65 bytes');
});
