import { concatBytes, utf8 } from '../../crypto/bytes.ts';

/** Bytes of a tar block: headers are whole blocks, contents are filled up to whole blocks with zeros. */
export const TAR_BLOCK = 512;

/** The two zero blocks that end a tar. */
export const TAR_END = new Uint8Array(2 * TAR_BLOCK);

/**
 * The blocks before the contents of a regular file (POSIX ustar), with a pax header in front when the path is not plain ASCII
 * of at most 100 characters or the size has more than eleven octal digits.
 * @param mtime seconds since 1970
 */
export function tarHeader(path: string, size: number, mtime: number): Uint8Array {
  const plain = /^[\x20-\x7e]{1,100}$/.test(path);
  const records = [
    ...(plain ? [] : [paxRecord('path', path)]),
    ...(size <= OCTAL_MAX ? [] : [paxRecord('size', `${size}`)]),
  ];
  const block = headerBlock(plain ? path : PLACEHOLDER, size <= OCTAL_MAX ? size : 0, mtime, '0');
  if (records.length === 0) return block;
  const pax = concatBytes(...records);
  return concatBytes(headerBlock(PAX_NAME, pax.length, mtime, 'x'), pax, tarPadding(pax.length), block);
}

/** The zeros that fill contents of `size` bytes up to a whole block. */
export function tarPadding(size: number): Uint8Array {
  return new Uint8Array((TAR_BLOCK - (size % TAR_BLOCK)) % TAR_BLOCK);
}

/** What one tar header block says. */
export interface TarBlock {
  readonly name: string;
  readonly size: number;
  /** '0' a regular file, 'x' a pax header for the next one; every other type is refused. */
  readonly type: '0' | 'x';
}

/** Reads a header block; gives the rule that it breaks as part of a Chinese sentence. */
export function readTarBlock(block: Uint8Array): TarBlock | string {
  const sum = octal(block.subarray(148, 156), 6, 7);
  if (sum !== checksum(block)) return '归档头的校验和不符';
  if (!equals(block, 257, 'ustar\0') || !equals(block, 263, '00')) return '归档不是 ustar 格式';
  const type = String.fromCharCode(block[156]!);
  if (type !== '0' && type !== 'x') return `归档含有类型为“${type === '\0' ? '空' : type}”的条目，只允许普通文件`;
  if (block.subarray(157, 257).some((byte) => byte !== 0)) return '归档含有链接';
  if (block.subarray(345, 500).some((byte) => byte !== 0)) return '归档头用了前缀栏';
  const size = octal(block.subarray(124, 136), 11, 11);
  const name = asciiField(block.subarray(0, 100));
  if (size === undefined || name === undefined) return '归档头的栏目不合规定';
  return { name, size, type };
}

/** The two keys that a pax header may carry; gives the rule that it breaks otherwise. */
export function readPax(bytes: Uint8Array): { path?: string; size?: number } | string {
  const found: { path?: string; size?: number } = {};
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(0x20, at);
    const digits = space < 0 ? '' : String.fromCharCode(...bytes.subarray(at, Math.min(space, at + 8)));
    const length = /^[1-9][0-9]{0,6}$/.test(digits) ? Number(digits) : 0;
    const record = bytes.subarray(space + 1, at + length);
    if (length <= digits.length + 1 || at + length > bytes.length || record.at(-1) !== 0x0a)
      return '归档的扩展头不合规定';
    const text = strictUtf8(record.subarray(0, -1));
    const [, key, value] = /^(path|size)=(.*)$/s.exec(text ?? '') ?? [];
    if (key === undefined || value === undefined || key in found) return '归档的扩展头有不认识的栏目';
    if (key === 'path') found.path = value;
    else if (/^(0|[1-9][0-9]{0,15})$/.test(value) && Number.isSafeInteger(Number(value))) found.size = Number(value);
    else return '归档的扩展头大小不合规定';
    at += length;
  }
  return found;
}

const OCTAL_MAX = 0o77777777777;
const PAX_NAME = 'pax-header';
const PLACEHOLDER = 'see-pax-header';

function headerBlock(name: string, size: number, mtime: number, type: '0' | 'x'): Uint8Array {
  const block = new Uint8Array(TAR_BLOCK);
  const put = (offset: number, text: string): void => block.set(utf8(text), offset);
  put(0, name);
  put(100, '0000644\0');
  put(108, '0000000\0');
  put(116, '0000000\0');
  put(124, `${size.toString(8).padStart(11, '0')}\0`);
  put(136, `${mtime.toString(8).padStart(11, '0')}\0`);
  put(156, type);
  put(257, 'ustar\0');
  put(263, '00');
  put(148, `${checksum(block).toString(8).padStart(6, '0')}\0 `);
  return block;
}

/** Sum of all bytes, those of the checksum field taken as spaces. */
function checksum(block: Uint8Array): number {
  let sum = 8 * 0x20;
  for (let i = 0; i < TAR_BLOCK; i++) if (i < 148 || i >= 156) sum += block[i]!;
  return sum;
}

/** `length key=value\n`, where length counts itself. */
function paxRecord(key: string, value: string): Uint8Array {
  const rest = utf8(` ${key}=${value}\n`);
  let length = rest.length + 1;
  while (`${length}`.length + rest.length !== length) length++;
  return concatBytes(utf8(`${length}`), rest);
}

/** A number of so many digits, and NUL or spaces up to the end of its field. */
function octal(field: Uint8Array, least: number, most: number): number | undefined {
  const digits = /^([0-7]+)[\0 ]+$/.exec(String.fromCharCode(...field))?.[1] ?? '';
  return digits.length < least || digits.length > most ? undefined : Number.parseInt(digits, 8);
}

function asciiField(field: Uint8Array): string | undefined {
  return /^([\x20-\x7e]+)\0*$/.exec(String.fromCharCode(...field))?.[1];
}

function equals(block: Uint8Array, offset: number, text: string): boolean {
  return String.fromCharCode(...block.subarray(offset, offset + text.length)) === text;
}

function strictUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
