import { concatBytes, fromHex } from '../../electron/core/crypto/bytes.ts';
import { encodeEnvelope } from '../../electron/core/crypto/sm2-asn1.ts';
import { sm3 } from '../../electron/core/crypto/sm3.ts';

/** The field of the curve of GB/T 32918.5, and its coefficient b. */
export const P = 0xfffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffffn;
const B = 0x28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93n;

export type Point = readonly [x: bigint, y: bigint];

/** The point of the curve with the smallest x from here on. */
export function pointFrom(from: bigint): Point {
  for (let x = from; ; x++) {
    const square = mod(x ** 3n - 3n * x + B);
    const y = power(square, (P + 1n) / 4n);
    if (mod(y * y) === square) return [x, y];
  }
}

/**
 * An envelope whose C1 is a chosen point, on the curve or not: who has the private key can make one without the random number.
 * @param written how x and y stand in the envelope
 */
export function envelopeAt(point: Point, secret: Uint8Array, privateKey: string, written: Point = point): Uint8Array {
  const [x2, y2] = multiply(point, BigInt(`0x${privateKey}`)).map(bytesOf) as [Uint8Array, Uint8Array];
  const stream = Array.from({ length: Math.ceil(secret.length / 32) }, (_, i) =>
    sm3(concatBytes(x2, y2, Uint8Array.of(0, 0, 0, i + 1))),
  );
  const mask = concatBytes(...stream);
  return encodeEnvelope({
    point: concatBytes(...written.map(bytesOf)),
    hash: sm3(concatBytes(x2, secret, y2)),
    cipher: secret.map((byte, i) => byte ^ mask[i]!),
  });
}

/** Point by number, by formulas in which b does not occur: they hold on the curve through the point, whichever that is. */
function multiply(point: Point, factor: bigint): Point {
  let sum: Point | undefined;
  for (const bit of factor.toString(2)) {
    if (sum) sum = add(sum, sum);
    if (bit === '1') sum = sum ? add(sum, point) : point;
  }
  if (!sum) throw new Error('number above zero expected');
  return sum;
}

function add([x1, y1]: Point, [x2, y2]: Point): Point {
  const slope = x1 === x2 && y1 === y2 ? (3n * x1 * x1 - 3n) * inverse(2n * y1) : (y2 - y1) * inverse(x2 - x1);
  const x3 = mod(slope * slope - x1 - x2);
  return [x3, mod(slope * (x1 - x3) - y1)];
}

const mod = (value: bigint): bigint => ((value % P) + P) % P;
const inverse = (value: bigint): bigint => power(mod(value), P - 2n);
const bytesOf = (value: bigint): Uint8Array => fromHex(value.toString(16).padStart(64, '0'));

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (const bit of exponent.toString(2)) {
    result = mod(result * result);
    if (bit === '1') result = mod(result * base);
  }
  return result;
}
