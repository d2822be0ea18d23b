const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';
const values = new Map([...digits].map((digit, value) => [digit, value]));

/** Base45 (RFC 9285): bytes in the characters that a QR code packs tightest, three for two bytes. */
export function encodeBase45(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 2) {
    const pair = at + 1 < bytes.length;
    const value = pair ? bytes[at]! * 256 + bytes[at + 1]! : bytes[at]!;
    text += digits[value % 45]! + digits[Math.floor(value / 45) % 45]!;
    if (pair) text += digits[Math.floor(value / 2025)]!;
  }
  return text;
}

/** Null for a text that no bytes give. */
export function decodeBase45(text: string): Uint8Array | null {
  if (text.length % 3 === 1) return null;
  const bytes = new Uint8Array(Math.floor(text.length / 3) * 2 + (text.length % 3 === 2 ? 1 : 0));
  for (let from = 0, to = 0; from < text.length; from += 3, to += 2) {
    const [a, b, c] = [values.get(text[from]!), values.get(text[from + 1]!), values.get(text[from + 2] ?? '0')];
    if (a === undefined || b === undefined || c === undefined) return null;
    const value = a + b * 45 + c * 2025;
    const pair = from + 2 < text.length;
    if (value > (pair ? 0xffff : 0xff)) return null;
    if (pair) {
      bytes[to] = value >> 8;
      bytes[to + 1] = value & 0xff;
    } else bytes[to] = value;
  }
  return bytes;
}
