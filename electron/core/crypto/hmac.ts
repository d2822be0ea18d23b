import { Sm3 } from './sm3.ts';

/** HMAC-SM3 (RFC 2104 with SM3) of the whole data, 32 bytes. */
export function hmacSm3(key: Uint8Array, data: Uint8Array): Uint8Array {
  return new HmacSm3(key).update(data).digest();
}

/** HMAC-SM3 of data that comes in pieces. */
export class HmacSm3 {
  private readonly inner = new Sm3();
  private readonly outer = new Sm3();

  constructor(key: Uint8Array) {
    const block = new Uint8Array(BLOCK);
    block.set(key.length > BLOCK ? new Sm3().update(key).digest() : key);
    this.inner.update(block.map((byte) => byte ^ 0x36));
    this.outer.update(block.map((byte) => byte ^ 0x5c));
    block.fill(0);
  }

  update(data: Uint8Array): this {
    this.inner.update(data);
    return this;
  }

  digest(): Uint8Array {
    return this.outer.update(this.inner.digest()).digest();
  }
}

const BLOCK = 64;
