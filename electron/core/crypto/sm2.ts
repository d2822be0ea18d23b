import { sm2 } from 'sm-crypto-v2';
import { fromHex, toHex } from './bytes.ts';
import { decodeEnvelope, decodeSignature, encodeEnvelope, encodeSignature } from './sm2-asn1.ts';
import { Sm3 } from './sm3.ts';

/**
 * SM2 (GB/T 32918) over sm-crypto-v2, which brings the curve only: ASN.1 is read by our own strict reader, because the
 * library's takes changed tags, lengths and trailing bytes, and its ASN.1 decryption does not check that the point lies on the curve.
 * Its random numbers come from `globalThis.crypto.getRandomValues`. Its BigInt arithmetic is not constant-time.
 */
export interface KeyPair {
  /** 64 hex digits. */
  readonly privateKey: string;
  /** 130 hex digits: 04 ‖ x ‖ y. */
  readonly publicKey: string;
}

/** A new random key pair. */
export function generateKeyPair(): KeyPair {
  return sm2.generateKeyPairHex();
}

/** The public key that belongs to a private key. */
export function publicKeyOf(privateKey: string): string {
  return sm2.getPublicKeyFromPrivateKey(privateKey);
}

/** Whether a text is a public key as this program writes it: 04 ‖ x ‖ y in lower-case hex, a point on the curve. */
export function isPublicKey(publicKey: string): boolean {
  if (!/^04[0-9a-f]{128}$/.test(publicKey)) return false;
  try {
    return sm2.verifyPublicKey(publicKey);
  } catch {
    return false;
  }
}

/** Signs a message under the default user id 1234567812345678. Gives DER of GM/T 0009: SEQUENCE {r, s}. */
export function sm2Sign(message: Uint8Array, privateKey: string, publicKey: string): Uint8Array {
  return sm2SignDigest(sm2MessageHash(publicKey).update(message).digest(), privateKey);
}

/** Whether a DER signature of a message is valid under the default user id. Anything but canonical DER is invalid. */
export function sm2Verify(message: Uint8Array, signature: Uint8Array, publicKey: string): boolean {
  return sm2VerifyDigest(sm2MessageHash(publicKey).update(message).digest(), signature, publicKey);
}

/**
 * The SM3 hash that a message of any length is fed into before `sm2SignDigest` and `sm2VerifyDigest`: it has taken
 * Z = SM3(ENTL ‖ user id ‖ a ‖ b ‖ G ‖ public key) already, so its digest is e = SM3(Z ‖ message).
 */
export function sm2MessageHash(publicKey: string): Sm3 {
  return new Sm3().update(sm2.getZ(publicKey, USER_ID));
}

/** Signs e, the 32 bytes that `sm2MessageHash` gives. DER. */
export function sm2SignDigest(digest: Uint8Array, privateKey: string): Uint8Array {
  return encodeSignature(fromHex(sm2.doSignature(digest, privateKey)));
}

/** Whether a DER signature of e, the 32 bytes that `sm2MessageHash` gives, is valid. */
export function sm2VerifyDigest(digest: Uint8Array, signature: Uint8Array, publicKey: string): boolean {
  const raw = decodeSignature(signature);
  if (raw === undefined || !inOrder(raw.subarray(0, 32)) || !inOrder(raw.subarray(32))) return false;
  return sm2.doVerifySignature(digest, toHex(raw), precomputed(publicKey));
}

/** Encrypts a short secret to a public key. Gives ASN.1 of GM/T 0009: SEQUENCE {x, y, C3, C2}. */
export function sm2Wrap(secret: Uint8Array, publicKey: string): Uint8Array {
  if (secret.length === 0) throw new Error('secret of at least one byte expected');
  const raw = fromHex(sm2.doEncrypt(secret, precomputed(publicKey), C1C3C2));
  return encodeEnvelope({ point: raw.subarray(0, 64), hash: raw.subarray(64, 96), cipher: raw.subarray(96) });
}

/** The secret of an envelope, or undefined when it is damaged, malformed or made for another key. */
export function sm2Unwrap(envelope: Uint8Array, privateKey: string): Uint8Array | undefined {
  const parts = decodeEnvelope(envelope);
  if (parts === undefined || !isPublicKey(`04${toHex(parts.point)}`)) return undefined;
  const raw = toHex(parts.point) + toHex(parts.hash) + toHex(parts.cipher);
  // The library gives an empty array, not an error, when the hash inside does not fit.
  const secret = sm2.doDecrypt(raw, privateKey, C1C3C2, { output: 'array' });
  return secret.length === parts.cipher.length ? secret : undefined;
}

const USER_ID = '1234567812345678';
const C1C3C2 = 1;
const ORDER = fromHex('fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123');

function inOrder(value: Uint8Array): boolean {
  return value.some((byte) => byte !== 0) && Buffer.compare(value, ORDER) < 0;
}

type Point = Exclude<Parameters<typeof sm2.doVerifySignature>[2], string>;

/** A table per key: 8 ms to make, then 0.8 ms a verification instead of 3.5. Wider windows cost more than partners come back. */
const WINDOW = 5;
const POINTS = new Map<string, Point>();

function precomputed(publicKey: string): Point {
  let point = POINTS.get(publicKey);
  if (point === undefined) {
    if (!isPublicKey(publicKey)) throw new Error('SM2 public key 04 ‖ x ‖ y on the curve expected');
    point = sm2.precomputePublicKey(publicKey, WINDOW);
    if (POINTS.size >= 64) POINTS.clear();
    POINTS.set(publicKey, point);
  }
  return point;
}
