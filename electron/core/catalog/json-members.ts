/** One member of an object or an array in a JSON text: where its value lies, in bytes. */
export interface JsonMember {
  /** '' in an array. */
  readonly key: string;
  readonly from: number;
  readonly to: number;
}

const [quote, backslash, comma, colon] = [0x22, 0x5c, 0x2c, 0x3a];
const [openBracket, closeBracket, openBrace, closeBrace] = [0x5b, 0x5d, 0x7b, 0x7d];

/** Bytes that are walked before anybody else comes to their turn, some 10 ms. */
const slice = 2 * 1024 * 1024;

/**
 * The members of the JSON object or array whose bracket stands at `from`, and the place behind it. Only brackets and strings are followed: what is in a
 * member is for whoever parses it. Null where the text ends before the bracket is closed.
 */
export async function jsonMembers(
  bytes: Uint8Array,
  from: number,
): Promise<{ readonly members: JsonMember[]; readonly end: number } | null> {
  const members: JsonMember[] = [];
  const named = bytes[from] === openBrace;
  let depth = 0;
  let begun = from + 1;
  let rest = from + slice;
  for (let at = from; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === quote) {
      at = endOfString(bytes, at);
    } else if (byte === openBrace || byte === openBracket) {
      depth++;
    } else if (byte === closeBrace || byte === closeBracket) {
      depth--;
      if (depth === 0) {
        const last = member(bytes, begun, at, named);
        if (members.length > 0 || last.from < last.to) members.push(last);
        return { members, end: at + 1 };
      }
    } else if (byte === comma && depth === 1) {
      members.push(member(bytes, begun, at, named));
      begun = at + 1;
    }
    if (at < rest) continue;
    await new Promise((resume) => setImmediate(resume));
    rest = at + slice;
  }
  return null;
}

/** What a member says; throws `SyntaxError`. */
export function parseMember(bytes: Uint8Array, { from, to }: JsonMember): unknown {
  return JSON.parse(new TextDecoder().decode(bytes.subarray(from, to)));
}

/** First place from `at` on that is no white space. */
export function skipBlank(bytes: Uint8Array, at: number): number {
  let next = at;
  while (next < bytes.length && bytes[next]! <= 0x20) next++;
  return next;
}

function member(bytes: Uint8Array, begun: number, to: number, named: boolean): JsonMember {
  const from = Math.min(skipBlank(bytes, begun), to);
  if (!named || bytes[from] !== quote) return { key: '', from, to };
  const end = endOfString(bytes, from);
  const value = skipBlank(bytes, end + 1);
  if (bytes[value] !== colon) return { key: '', from, to };
  const key = new TextDecoder().decode(bytes.subarray(from + 1, end));
  return { key, from: Math.min(skipBlank(bytes, value + 1), to), to };
}

/** Place of the quote that ends the string which begins at `at`; the length of the text where none does. */
function endOfString(bytes: Uint8Array, at: number): number {
  for (let next = at + 1; next < bytes.length; next++) {
    if (bytes[next] === backslash) next++;
    else if (bytes[next] === quote) return next;
  }
  return bytes.length;
}
