/** Sum of the table that quality 50 stands for (ITU T.81, annex K). */
const HALF = 3688;

/** Quality of a JPEG, 1 to 100 as libjpeg counts it, from its first table of quantisation; null for what is no JPEG. */
export function jpegQuality(bytes: Uint8Array): number | null {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return null;
  for (let at = 2; at + 4 < bytes.length && bytes[at] === 0xff; ) {
    const marker = bytes[at + 1]!;
    const length = bytes[at + 2]! * 256 + bytes[at + 3]!;
    if (marker === 0xda) return null;
    if (marker === 0xdb && bytes[at + 4] === 0) {
      let sum = 0;
      for (let i = 0; i < 64; i++) sum += bytes[at + 5 + i] ?? 0;
      const scale = (100 * sum) / HALF;
      return Math.max(1, Math.min(100, Math.round(scale > 100 ? 5000 / scale : (200 - scale) / 2)));
    }
    at += 2 + length;
  }
  return null;
}
