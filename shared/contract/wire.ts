// How a value with bytes in it travels over a channel that carries only bytes (host HTTP): u32 length of the JSON, the JSON with
// each Uint8Array replaced by {"$bytes": [offset, length]}, then those bytes one after another. Objects that have a key
// starting with "$" themselves get one more "$" on the way out and lose it on the way in.

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

/** Packs a JSON-like value that may hold `Uint8Array` anywhere. */
export function encodeWire(value: unknown): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  let offset = 0;
  const strip = (node: unknown): unknown => {
    if (node instanceof Uint8Array) {
      parts.push(node);
      offset += node.length;
      return { $bytes: [offset - node.length, node.length] };
    }
    if (Array.isArray(node)) return node.map(strip);
    if (node !== null && typeof node === 'object') {
      return Object.fromEntries(
        Object.entries(node).map(([key, item]) => [key.startsWith('$') ? `$${key}` : key, strip(item)]),
      );
    }
    return node;
  };
  const json = encoder.encode(JSON.stringify(strip(value)) ?? 'null');
  const out = new Uint8Array(4 + json.length + offset);
  new DataView(out.buffer).setUint32(0, json.length);
  out.set(json, 4);
  let at = 4 + json.length;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** Unpacks what `encodeWire` made. Throws `RangeError` or `SyntaxError` on anything else. */
export function decodeWire(bytes: Uint8Array): unknown {
  if (bytes.length < 4) throw new RangeError('wire: shorter than its length field');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const jsonEnd = 4 + view.getUint32(0);
  if (jsonEnd > bytes.length) throw new RangeError('wire: JSON runs past the end');
  const body = bytes.subarray(jsonEnd);
  const restore = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(restore);
    if (node === null || typeof node !== 'object') return node;
    if (Object.hasOwn(node, '$bytes')) {
      const [start, length] = (node as { $bytes: [number, number] }).$bytes;
      if (
        !(
          Number.isInteger(start) &&
          Number.isInteger(length) &&
          start >= 0 &&
          length >= 0 &&
          start + length <= body.length
        )
      )
        throw new RangeError('wire: bytes run past the end');
      return body.slice(start, start + length);
    }
    return Object.fromEntries(
      Object.entries(node).map(([key, item]) => [key.startsWith('$$') ? key.slice(1) : key, restore(item)]),
    );
  };
  return restore(JSON.parse(decoder.decode(bytes.subarray(4, jsonEnd))));
}
