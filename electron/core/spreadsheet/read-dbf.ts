import { inBatches, limits, notATable, numberOverflown, type TableReading, tooLarge } from './table.ts';
import { decodeText } from './text-encoding.ts';

interface DbfField {
  readonly name: Uint8Array;
  /** One letter: C text, N and F number, D day, L yes or no, I, B, Y, T binary, M memo. */
  readonly type: string;
  /** Place in the record and bytes there. */
  readonly at: number;
  readonly size: number;
  /** Of a number. */
  readonly decimals: number;
}

interface DbfHead {
  readonly records: number;
  readonly from: number;
  readonly size: number;
  readonly fields: readonly DbfField[];
}

const versions = [0x02, 0x03, 0x04, 0x30, 0x31, 0x32, 0x43, 0x63, 0x83, 0x8b, 0x8c, 0xf5, 0xfb];
const headBytes = 32;
const fieldBytes = 32;
const memoTypes = 'MGPW';

/** Whether the bytes begin with the head of a dBASE or FoxPro table: version, and fields that add up to the length of a record. */
export function isDbf(bytes: Uint8Array): boolean {
  return headOf(bytes) !== null;
}

function headOf(bytes: Uint8Array): DbfHead | null {
  if (bytes.length < headBytes + 1 || !versions.includes(bytes[0]!)) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const fields: DbfField[] = [];
  let at = 1;
  let place = headBytes;
  for (; bytes[place] !== 0x0d; place += fieldBytes) {
    if (place + fieldBytes >= bytes.length) return null;
    const end = bytes.indexOf(0, place);
    const type = String.fromCharCode(bytes[place + 11]!);
    if (!/[A-Z0@+]/.test(type)) return null;
    // A text may be longer than 255 characters: its decimals are the high byte then.
    const size = bytes[place + 16]! + (type === 'C' ? bytes[place + 17]! * 256 : 0);
    const decimals = 'NF'.includes(type) ? bytes[place + 17]! : 0;
    fields.push({
      name: bytes.slice(place, Math.min(end < 0 ? place + 11 : end, place + 11)),
      type,
      at,
      size,
      decimals,
    });
    at += size;
  }
  const [records, from, size] = [view.getUint32(4, true), view.getUint16(8, true), view.getUint16(10, true)];
  return fields.length > 0 && at === size && from > place ? { records, from, size, fields } : null;
}

/** The fields of a dBASE or FoxPro table, whose types are the letters of the notice. Widths as the file has them. */
export function dbfColumns(
  bytes: Uint8Array,
  name: string,
): { readonly name: string; readonly title: string; readonly type: string; readonly length: string }[] {
  const head = headOf(bytes) ?? notATable(name, '文件不完整或已损坏');
  const decode = decoderOf(bytes, head, [], name);
  return head.fields.map(({ name: title, type, size, decimals }) => {
    const text = decode(title);
    const [column, said] = /\p{Script=Han}/u.test(text) ? ['', text] : [text, ''];
    const known = 'CNYDTLMGBIF'.includes(type);
    return {
      name: column,
      title: said,
      type: known ? type : 'G',
      length: `${size}${decimals > 0 ? `,${decimals}` : ''}`,
    };
  });
}

/** Reads a dBASE or FoxPro table; its field names are the first row. Texts are UTF-8 where all of them are, else GB18030. */
export function readDbf(bytes: Uint8Array, name: string): TableReading {
  const head = headOf(bytes) ?? notATable(name, '文件不完整或已损坏');
  const { fields, from, size, records } = head;
  if (records > limits.rows) tooLarge(name, `超过 ${limits.rows} 行`);
  if (from + records * size > bytes.length) notATable(name, `应有 ${records} 条，文件在中途断了`);
  const texts = fields.filter(({ type }) => type === 'C');
  const decode = decoderOf(bytes, head, texts, name);
  let deleted = 0;
  for (let index = 0; index < records; index++) if (bytes[from + index * size] === 0x2a) deleted++;
  const memos = fields.filter(({ type }) => memoTypes.includes(type)).map((field) => decode(field.name));
  const notes: string[] = [];
  if (deleted > 0) notes.push(`作了删除标记的 ${deleted} 条没有读`);
  if (memos.length > 0) notes.push(`备注字段的内容在另外的文件里，没有读：${memos.join('、')}`);

  function* lines(): Generator<readonly [number, string[]]> {
    let row = 1;
    yield [row, fields.map((field) => decode(field.name))];
    for (let index = 0; index < records; index++) {
      const record = bytes.subarray(from + index * size, from + (index + 1) * size);
      if (record[0] !== 0x2a) yield [++row, fields.map((field) => cellOf(field, record, decode))];
    }
  }
  const about = { kind: 'dbf', sheet: name, sheets: [name], notes, expected: records - deleted + 1 } as const;
  return { about, rows: inBatches(name, lines()) };
}

/** Byte 29 names the code page, and is wrong as often as right: what the texts themselves are decides. */
function decoderOf(
  bytes: Uint8Array,
  { from, size, records, fields }: DbfHead,
  texts: readonly DbfField[],
  name: string,
): (text: Uint8Array) => string {
  const strict = new TextDecoder('utf-8', { fatal: true });
  const isUtf8 = (): boolean => {
    try {
      for (const field of fields) strict.decode(field.name);
      for (let index = 0; index < records; index++)
        for (const { at, size: length } of texts) {
          const begin = from + index * size + at;
          strict.decode(bytes.subarray(begin, begin + length));
        }
      return true;
    } catch {
      return false;
    }
  };
  if (isUtf8()) return (text) => strict.decode(text);
  return bytes[29] === 0x78 ? (text) => new TextDecoder('big5').decode(text) : (text) => decodeText(text, name);
}

function cellOf({ type, at, size }: DbfField, record: Uint8Array, decode: (text: Uint8Array) => string): string {
  const bytes = record.subarray(at, at + size);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const plain = (): string => new TextDecoder('latin1').decode(bytes).replaceAll('\0', '').trim();
  switch (type) {
    case 'C':
      return decode(bytes.subarray(0, lastByte(bytes))).trim();
    case 'N':
    case 'F':
      return /^\*+$/.test(plain()) ? numberOverflown : plain();
    case 'D':
      return plain().replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');
    case 'L':
      return { T: '是', Y: '是', F: '否', N: '否' }[plain().toUpperCase()] ?? '';
    case 'I':
      return String(view.getInt32(0, true));
    case 'B':
      return size === 8 ? String(view.getFloat64(0, true)) : '';
    case 'Y':
      return (Number(view.getBigInt64(0, true)) / 10_000).toString();
    case 'T':
      return dayAndTime(view.getInt32(0, true), view.getInt32(4, true));
    default:
      return '';
  }
}

/** Bytes up to the last one that is neither zero nor a blank. */
function lastByte(bytes: Uint8Array): number {
  let end = bytes.length;
  while (end > 0 && (bytes[end - 1] === 0 || bytes[end - 1] === 0x20)) end--;
  return end;
}

/** A FoxPro instant: Julian day number and milliseconds of the day. */
function dayAndTime(julian: number, ms: number): string {
  if (julian === 0) return '';
  const moment = new Date((julian - 2_440_588) * 86_400_000 + ms);
  if (Number.isNaN(moment.getTime())) return '';
  const text = moment.toISOString().slice(0, 19).replace('T', ' ');
  return text.replace(/ 00:00:00$/, '');
}
