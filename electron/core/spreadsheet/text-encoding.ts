import { notATable } from './table.ts';

/** Decodes a text file: byte order mark, else UTF-16 by its zero bytes, else UTF-8 where it is valid, else GB18030. */
export function decodeText(bytes: Uint8Array, name: string): string {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return decodeAs('utf-8', bytes.subarray(3), name);
  if (a === 0xff && b === 0xfe) return decodeAs('utf-16le', bytes.subarray(2), name);
  if (a === 0xfe && b === 0xff) return decodeAs('utf-16be', bytes.subarray(2), name);
  const zeros = countZeros(bytes);
  if (zeros.odd > zeros.even * 4 && zeros.odd > 1) return decodeAs('utf-16le', bytes, name);
  if (zeros.even > zeros.odd * 4 && zeros.even > 1) return decodeAs('utf-16be', bytes, name);
  if (zeros.odd + zeros.even > 0) notATable(name, '是二进制文件，不是文字表');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return decodeAs('gb18030', bytes, name);
  }
}

function decodeAs(encoding: string, bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return notATable(name, '文字编码无法识别（能读 UTF-8、UTF-16、GB18030），可能已损坏');
  }
}

/** Zero bytes at even and odd places of the first 4 KiB: Chinese tables in UTF-16 still hold commas, digits and line ends. */
function countZeros(bytes: Uint8Array): { even: number; odd: number } {
  const count = { even: 0, odd: 0 };
  for (let index = 0; index < Math.min(bytes.length, 4096); index++) {
    if (bytes[index] === 0) count[index % 2 ? 'odd' : 'even']++;
  }
  return count;
}
