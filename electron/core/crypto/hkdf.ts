import { concatBytes, utf8 } from './bytes.ts';
import { hmacSm3 } from './hmac.ts';
import { SM3_BYTES } from './sm3.ts';

/** A key of 32 bytes for one use, from a master key and the name of the use: HKDF-SM3 with an empty salt. */
export function deriveKey(master: Uint8Array, label: string): Uint8Array {
  return hkdfSm3(master, new Uint8Array(0), utf8(label), 32);
}

/**
 * HKDF (RFC 5869) with HMAC-SM3.
 * @param secret input keying material
 * @param salt may be empty, then 32 zero bytes stand in for it
 * @param info what the key is for
 * @param length bytes wanted, at most 255 · 32
 */
export function hkdfSm3(secret: Uint8Array, salt: Uint8Array, info: Uint8Array, length: number): Uint8Array {
  if (length > 255 * SM3_BYTES) throw new Error(`HKDF gives at most ${255 * SM3_BYTES} bytes, ${length} asked for`);
  const prk = hmacSm3(salt.length > 0 ? salt : new Uint8Array(SM3_BYTES), secret);
  const key = new Uint8Array(length);
  let block: Uint8Array = new Uint8Array(0);
  for (let at = 0, count = 1; at < length; at += SM3_BYTES, count++) {
    block = hmacSm3(prk, concatBytes(block, info, Uint8Array.of(count)));
    key.set(block.subarray(0, length - at), at);
  }
  return key;
}
