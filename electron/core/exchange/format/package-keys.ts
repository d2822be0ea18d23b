import { fromHex, utf8 } from '../../crypto/bytes.ts';
import { hkdfSm3 } from '../../crypto/hkdf.ts';
import { HmacSm3 } from '../../crypto/hmac.ts';
import { sm2MessageHash } from '../../crypto/sm2.ts';
import { Sm3 } from '../../crypto/sm3.ts';
import { SM4_BYTES, sm4Ctr } from '../../crypto/sm4.ts';

/** Bytes of a file key: drawn at random for one payload, and known to its recipients only. */
export const FILE_KEY_BYTES = 32;

/** The keys of one payload. */
export interface PackageKeys {
  readonly encryption: Uint8Array;
  readonly authentication: Uint8Array;
}

/** HKDF-SM3(file key, salt = package id, label). Chapter 5 of docs/format/ydp-v1.md. */
export function packageKeys(fileKey: Uint8Array, packageId: string): PackageKeys {
  const salt = fromHex(packageId);
  return {
    encryption: hkdfSm3(fileKey, salt, utf8('yidi-ydp-v1/enc'), SM4_BYTES),
    authentication: hkdfSm3(fileKey, salt, utf8('yidi-ydp-v1/mac'), 32),
  };
}

/** Encrypts or decrypts a chunk where it lies. */
export function cipherChunk(keys: PackageKeys, chunk: number, data: Uint8Array): void {
  const counter = new Uint8Array(SM4_BYTES);
  new DataView(counter.buffer).setBigUint64(0, BigInt(chunk));
  sm4Ctr(keys.encryption, counter, data, data);
}

/** SM3 of chunk number (8) ‖ last flag (1) ‖ ciphertext. */
export function chunkDigest(chunk: number, last: boolean, ciphertext: Uint8Array): Uint8Array {
  const lead = new Uint8Array(9);
  new DataView(lead.buffer).setBigUint64(0, BigInt(chunk));
  lead[8] = last ? 1 : 0;
  return new Sm3().update(lead).update(ciphertext).digest();
}

/** HMAC-SM3 over header digest ‖ table. */
export function packageMac(keys: PackageKeys, headerDigest: Uint8Array, table: Uint8Array): Uint8Array {
  return new HmacSm3(keys.authentication).update(headerDigest).update(table).digest();
}

/** e of the sender's SM2 signature over domain string ‖ header ‖ HMAC ‖ table. */
export function signatureDigest(
  signingKey: string,
  header: Uint8Array,
  mac: Uint8Array,
  table: Uint8Array,
): Uint8Array {
  return sm2MessageHash(signingKey).update(SIGNATURE_DOMAIN).update(header).update(mac).update(table).digest();
}

const SIGNATURE_DOMAIN = utf8('yidi-ydp-v1/sign\n');
