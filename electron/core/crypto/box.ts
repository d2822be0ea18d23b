import { equalBytes, randomBytes } from './bytes.ts';
import { deriveKey } from './hkdf.ts';
import { HmacSm3 } from './hmac.ts';
import { SM3_BYTES } from './sm3.ts';
import { SM4_BYTES, sm4Ctr } from './sm4.ts';

/** Bytes that a sealed box is longer than its contents. */
export const BOX_OVERHEAD = SM4_BYTES + SM3_BYTES;

/** Thrown when a sealed box was changed, cut, or sealed under another key. */
export class BoxDamaged extends Error {
  constructor(reason: string) {
    super(`sealed box refused: ${reason}`);
    this.name = 'BoxDamaged';
  }
}

/**
 * Encrypts and authenticates bytes at rest: nonce (16, random) ‖ SM4-CTR ciphertext ‖ HMAC-SM3 (32) over both.
 * @param key any secret of 32 bytes; cipher and tag use keys derived from it
 */
export function sealBytes(key: Uint8Array, plain: Uint8Array): Uint8Array {
  const nonce = randomBytes(SM4_BYTES);
  const sealed = new Uint8Array(plain.length + BOX_OVERHEAD);
  sealed.set(nonce);
  const body = sealed.subarray(SM4_BYTES, SM4_BYTES + plain.length);
  body.set(plain);
  sm4Ctr(deriveKey(key, ENCRYPT).subarray(0, SM4_BYTES), nonce, body, body);
  sealed.set(tag(key, sealed.subarray(0, SM4_BYTES + plain.length)), SM4_BYTES + plain.length);
  return sealed;
}

/** The contents of a sealed box. The tag is checked before anything is decrypted; throws `BoxDamaged`. */
export function openBytes(key: Uint8Array, sealed: Uint8Array): Uint8Array {
  if (sealed.length < BOX_OVERHEAD) throw new BoxDamaged(`${sealed.length} bytes, at least ${BOX_OVERHEAD} expected`);
  const tagAt = sealed.length - SM3_BYTES;
  if (!equalBytes(tag(key, sealed.subarray(0, tagAt)), sealed.subarray(tagAt))) throw new BoxDamaged('tag differs');
  const nonce = sealed.subarray(0, SM4_BYTES);
  return sm4Ctr(deriveKey(key, ENCRYPT).subarray(0, SM4_BYTES), nonce, sealed.subarray(SM4_BYTES, tagAt));
}

const ENCRYPT = 'yidi-box-v1/enc';
const AUTHENTICATE = 'yidi-box-v1/mac';

function tag(key: Uint8Array, message: Uint8Array): Uint8Array {
  return new HmacSm3(deriveKey(key, AUTHENTICATE)).update(message).digest();
}
