import { concatBytes, fromHex, toHex } from './bytes.ts';
import { sm3 } from './sm3.ts';

/** A station's fingerprint: SM3 over both public keys (signing ‖ encryption, 65 raw bytes each), 64 hex digits. */
export function fingerprintOf(signingKey: string, encryptionKey: string): string {
  return toHex(sm3(concatBytes(rawPublicKey(signingKey), rawPublicKey(encryptionKey))));
}

/** A station's id: the first 16 bytes of its fingerprint, 32 hex digits. */
export function stationIdOf(signingKey: string, encryptionKey: string): string {
  return fingerprintOf(signingKey, encryptionKey).slice(0, 32);
}

/** The id of one encryption key, as `recipient` lines name it: the first 16 bytes of SM3 over its 65 raw bytes, 32 hex digits. */
export function recipientIdOf(encryptionKey: string): string {
  return toHex(sm3(rawPublicKey(encryptionKey))).slice(0, 32);
}

/** A fingerprint as people read and compare it: groups of four digits with a space between. */
export function formatFingerprint(hex: string): string {
  return (hex.match(/.{1,4}/g) ?? []).join(' ');
}

function rawPublicKey(publicKey: string): Uint8Array {
  const raw = fromHex(publicKey);
  if (raw.length !== 65 || raw[0] !== 4) throw new Error('SM2 public key of 65 bytes, 04 ‖ x ‖ y, expected');
  return raw;
}
