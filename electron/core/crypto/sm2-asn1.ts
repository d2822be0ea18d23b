import { concatBytes } from './bytes.ts';

/** The parts of an SM2 ciphertext (GM/T 0009): C1 as x ‖ y (64 bytes), C3 (32 bytes), C2. */
export interface Envelope {
  readonly point: Uint8Array;
  readonly hash: Uint8Array;
  readonly cipher: Uint8Array;
}

/** SEQUENCE {INTEGER r, INTEGER s} from r ‖ s, 32 bytes each. */
export function encodeSignature(raw: Uint8Array): Uint8Array {
  return element(SEQUENCE, concatBytes(integer(raw.subarray(0, 32)), integer(raw.subarray(32, 64))));
}

/** r ‖ s (64 bytes) of a DER signature, or undefined unless it is exactly the one DER form of two numbers below 2^256. */
export function decodeSignature(der: Uint8Array): Uint8Array | undefined {
  return strict(der, encodeSignature, (body) => {
    const r = readInteger(body, 0);
    const s = r && readInteger(body, r.end);
    return s && s.end === body.length ? concatBytes(r.value, s.value) : undefined;
  });
}

/** SEQUENCE {INTEGER x, INTEGER y, OCTET STRING C3, OCTET STRING C2}. */
export function encodeEnvelope(parts: Envelope): Uint8Array {
  const { point, hash, cipher } = parts;
  return element(
    SEQUENCE,
    concatBytes(
      integer(point.subarray(0, 32)),
      integer(point.subarray(32, 64)),
      element(OCTETS, hash),
      element(OCTETS, cipher),
    ),
  );
}

/** The parts of an SM2 ciphertext, or undefined unless it is exactly its one DER form with a C3 of 32 bytes and a C2 of at least one. */
export function decodeEnvelope(der: Uint8Array): Envelope | undefined {
  return strict(der, encodeEnvelope, (body) => {
    const x = readInteger(body, 0);
    const y = x && readInteger(body, x.end);
    const hash = y && readElement(body, y.end, OCTETS);
    const cipher = hash && readElement(body, hash.end, OCTETS);
    if (!cipher || cipher.end !== body.length || hash.value.length !== 32 || cipher.value.length === 0)
      return undefined;
    return { point: concatBytes(x.value, y.value), hash: hash.value, cipher: cipher.value };
  });
}

const INTEGER = 0x02;
const OCTETS = 0x04;
const SEQUENCE = 0x30;

interface Element {
  readonly value: Uint8Array;
  readonly end: number;
}

/** Reads leniently, then accepts only what encodes to the same bytes again: one value has one form. */
function strict<T>(
  der: Uint8Array,
  encode: (value: T) => Uint8Array,
  read: (body: Uint8Array) => T | undefined,
): T | undefined {
  const outer = readElement(der, 0, SEQUENCE);
  if (outer === undefined || outer.end !== der.length) return undefined;
  const value = read(outer.value);
  return value !== undefined && Buffer.compare(encode(value), der) === 0 ? value : undefined;
}

function element(tag: number, value: Uint8Array): Uint8Array {
  const n = value.length;
  if (n > 0xffff) throw new Error(`ASN.1 element of at most 65535 bytes expected, got ${n}`);
  const length = n < 0x80 ? [n] : n < 0x100 ? [0x81, n] : [0x82, n >> 8, n & 0xff];
  return concatBytes(Uint8Array.of(tag, ...length), value);
}

function integer(value: Uint8Array): Uint8Array {
  let start = 0;
  while (start < value.length - 1 && value[start] === 0) start++;
  const digits = value.subarray(start);
  return element(INTEGER, digits[0]! >= 0x80 ? concatBytes(Uint8Array.of(0), digits) : digits);
}

function readElement(data: Uint8Array, at: number, tag: number): Element | undefined {
  if (data[at] !== tag) return undefined;
  const first = data[at + 1];
  if (first === undefined) return undefined;
  const more = first < 0x80 ? 0 : first - 0x80;
  if (more > 2) return undefined;
  let length = more === 0 ? first : 0;
  for (let i = 0; i < more; i++) length = (length << 8) | (data[at + 2 + i] ?? 0);
  const start = at + 2 + more;
  const end = start + length;
  return end <= data.length ? { value: data.subarray(start, end), end } : undefined;
}

/** A non-negative number below 2^256, as 32 bytes. */
function readInteger(data: Uint8Array, at: number): Element | undefined {
  const found = readElement(data, at, INTEGER);
  if (found === undefined || found.value.length === 0 || found.value.length > 33) return undefined;
  const digits = found.value.length === 33 ? found.value.subarray(1) : found.value;
  const value = new Uint8Array(32);
  value.set(digits, 32 - digits.length);
  return { value, end: found.end };
}
