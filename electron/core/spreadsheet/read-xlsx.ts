import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { SaxesParser } from 'saxes';
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import { Refusal } from '../../../shared/contract/failures.ts';
import { limits, notATable, RowCollector, type Table, tooLarge } from './table.ts';
import { isDateFormat, numberText, serialDate } from './xlsx-numbers.ts';

interface Workbook {
  readonly sheets: readonly { readonly name: string; readonly path: string }[];
  readonly since1904: boolean;
}

type Attributes = Record<string, string>;

interface Hear {
  open?(tag: string, attributes: Attributes): void;
  text?(text: string): void;
  close?(tag: string): void;
}

/** Reads the first visible sheet with contents of an xlsx workbook, part by part as streams, within `limits`. */
export async function readXlsx(bytes: Uint8Array, name: string): Promise<Table> {
  const book = await openZip(bytes, name);
  try {
    const { sheets, since1904 } = await readWorkbook(book);
    const strings = await readStrings(book);
    const dateStyles = await readStyles(book);
    for (const { path, name: sheet } of sheets) {
      const rows = await readSheet(book, path, { strings, dateStyles, since1904 });
      if (rows.length) return { sheet, sheets: sheets.map((entry) => entry.name), rows };
    }
    return notATable(name, '工作簿里没有内容');
  } finally {
    book.zip.close();
  }
}

interface Book {
  readonly name: string;
  readonly zip: ZipFile;
  readonly parts: ReadonlyMap<string, Entry>;
}

async function openZip(bytes: Uint8Array, name: string): Promise<Book> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    const zip = await fromBufferPromise(buffer, { lazyEntries: true, autoClose: false });
    const parts = new Map<string, Entry>();
    for await (const entry of zip.eachEntry()) {
      if (parts.size >= limits.parts) tooLarge(name, `里的部件超过 ${limits.parts} 个`);
      parts.set(entry.fileName, entry);
    }
    if (!parts.has('xl/workbook.xml')) {
      notATable(name, parts.has('content.xml') ? '是 ODF 表格，请另存为 xlsx' : '压缩包里没有 xlsx 工作簿');
    }
    return { name, zip, parts };
  } catch (error) {
    if (error instanceof Refusal) throw error;
    return notATable(name, '文件不完整或已损坏');
  }
}

/** Streams one part through the XML reader. Tags and attributes come without their namespace prefix. */
async function parsePart(book: Book, path: string, hear: Hear): Promise<boolean> {
  const entry = book.parts.get(path);
  if (!entry) return false;
  const { uncompressedSize: size, compressedSize: packed } = entry;
  if (size > limits.partBytes || (size > limits.ratioFrom && size > packed * limits.partRatio)) {
    tooLarge(book.name, `展开后过大（${Math.round(size / 1e6)} MB）`);
  }
  const parser = new SaxesParser();
  const local = (tag: string): string => tag.slice(tag.indexOf(':') + 1);
  parser.on('error', (error) => {
    throw error;
  });
  if (hear.open) {
    parser.on('opentag', (tag) => {
      const attributes: Attributes = {};
      for (const [key, value] of Object.entries(tag.attributes as Attributes)) attributes[local(key)] = value;
      hear.open?.(local(tag.name), attributes);
    });
  }
  if (hear.text) {
    parser.on('text', hear.text);
    parser.on('cdata', hear.text);
  }
  if (hear.close) parser.on('closetag', (tag) => hear.close?.(local(tag.name)));
  let stream: Readable | undefined;
  try {
    stream = await book.zip.openReadStreamPromise(entry);
    const decoder = new StringDecoder('utf8');
    for await (const chunk of stream) parser.write(decoder.write(chunk as Buffer));
    parser.write(decoder.end()).close();
    return true;
  } catch (error) {
    if (error instanceof Refusal) throw error;
    return notATable(book.name, '文件不完整或已损坏');
  } finally {
    stream?.destroy();
  }
}

async function readWorkbook(book: Book): Promise<Workbook> {
  const targets = new Map<string, string>();
  await parsePart(book, 'xl/_rels/workbook.xml.rels', {
    open(tag, { Id: id = '', Target: target = '' }) {
      if (tag === 'Relationship') targets.set(id, target.startsWith('/') ? target.slice(1) : `xl/${target}`);
    },
  });
  const sheets: { name: string; path: string }[] = [];
  let since1904 = false;
  await parsePart(book, 'xl/workbook.xml', {
    open(tag, attributes) {
      if (tag === 'workbookPr') since1904 = ['1', 'true'].includes(attributes.date1904 ?? '');
      if (tag !== 'sheet' || (attributes.state ?? 'visible') !== 'visible') return;
      const path = targets.get(attributes.id ?? '');
      if (path && book.parts.has(path)) sheets.push({ name: attributes.name ?? '', path });
    },
  });
  return { sheets, since1904 };
}

async function readStrings(book: Book): Promise<readonly string[]> {
  const path = [...book.parts.keys()].find((key) => key.toLowerCase() === 'xl/sharedstrings.xml');
  const strings: string[] = [];
  if (!path) return strings;
  const text = new TextGatherer();
  let chars = 0;
  await parsePart(book, path, {
    open(tag) {
      if (tag === 'si') text.start();
      text.open(tag);
    },
    text: (piece) => text.add(piece),
    close(tag) {
      text.close(tag);
      if (tag !== 'si') return;
      const value = unescaped(text.take());
      chars += value.length;
      if (chars > limits.chars) tooLarge(book.name, '的文字总量过大');
      strings.push(value);
    },
  });
  return strings;
}

/** For each cell format, whether it shows a date. */
async function readStyles(book: Book): Promise<readonly boolean[]> {
  const codes = new Map<number, string>();
  const dates: boolean[] = [];
  let inCells = false;
  await parsePart(book, 'xl/styles.xml', {
    open(tag, attributes) {
      if (tag === 'numFmt') codes.set(Number(attributes.numFmtId), attributes.formatCode ?? '');
      else if (tag === 'cellXfs') inCells = true;
      else if (tag === 'xf' && inCells) {
        const id = Number(attributes.numFmtId ?? 0);
        dates.push(isDateFormat(id, codes.get(id)));
      }
    },
    close(tag) {
      if (tag === 'cellXfs') inCells = false;
    },
  });
  return dates;
}

interface CellContext {
  readonly strings: readonly string[];
  readonly dateStyles: readonly boolean[];
  readonly since1904: boolean;
}

async function readSheet(book: Book, path: string, context: CellContext): Promise<Table['rows']> {
  const grid = new Map<number, string[]>();
  const merges: string[] = [];
  const text = new TextGatherer();
  let [row, column, cells, kind, style, filled] = [0, 0, 0, '', 0, false];
  await parsePart(book, path, {
    open(tag, attributes) {
      if (tag === 'row') {
        row = attributes.r ? Number(attributes.r) : row + 1;
        column = -1;
      } else if (tag === 'c') {
        column = attributes.r ? columnOf(attributes.r) : column + 1;
        kind = attributes.t ?? 'n';
        style = Number(attributes.s ?? 0);
        filled = false;
        text.start();
      } else if (tag === 'v') text.openValue();
      else if (tag === 'mergeCell') merges.push(attributes.ref ?? '');
      text.open(tag);
    },
    text: (piece) => text.add(piece),
    close(tag) {
      text.close(tag);
      if (tag === 'v' || tag === 'is') filled = true;
      if (tag !== 'c' || !filled) return;
      const value = cellValue(text.take(), kind, style, context);
      if (value === '') return;
      if (column >= limits.columns) tooLarge(book.name, `第 ${row} 行超过 ${limits.columns} 列`);
      if (++cells > limits.cells) tooLarge(book.name, `超过 ${limits.cells} 格`);
      const line = grid.get(row);
      if (line) line[column] = value;
      else {
        if (grid.size >= limits.rows) tooLarge(book.name, `超过 ${limits.rows} 行`);
        const first: string[] = [];
        first[column] = value;
        grid.set(row, first);
      }
    },
  });
  const order = [...grid.keys()].sort((a, b) => a - b);
  let room: number = limits.cells;
  for (const reference of merges) room -= spread(grid, order, reference, room);
  const collector = new RowCollector(book.name);
  for (const number of order) collector.add(number, grid.get(number) ?? []);
  return collector.rows;
}

function cellValue(raw: string, kind: string, style: number, { strings, dateStyles, since1904 }: CellContext): string {
  switch (kind) {
    case 's':
      return strings[Number(raw)] ?? '';
    case 'inlineStr':
    case 'str':
      return unescaped(raw);
    case 'b':
      return raw === '1' ? 'TRUE' : 'FALSE';
    case 'e':
      return raw;
    case 'd':
      return raw.replace('T', ' ').replace(/ 00:00:00(\.0+)?Z?$/, '');
    default:
      if (raw.trim() === '') return '';
      return dateStyles[style] ? serialDate(Number(raw), since1904) : numberText(raw.trim());
  }
}

/** Writes the text of a merged range into its cells in rows that the sheet has, at most `room` of them; returns how many. */
function spread(
  grid: ReadonlyMap<number, string[]>,
  order: readonly number[],
  reference: string,
  room: number,
): number {
  const match = /^([A-Z]+)(\d+):([A-Z]+)(\d+)$/.exec(reference);
  if (!match) return 0;
  const [left, right] = [columnOf(match[1]!), Math.min(columnOf(match[3]!), limits.columns - 1)];
  const [top, bottom] = [Number(match[2]), Number(match[4])];
  const value = grid.get(top)?.[left];
  if (value === undefined || right < left) return 0;
  let written = 0;
  for (let at = placeOf(order, top); at < order.length && order[at]! <= bottom && written < room; at++) {
    const line = grid.get(order[at]!)!;
    for (let column = left; column <= right; column++) line[column] ??= value;
    written += right - left + 1;
  }
  return written;
}

/** Index of the first row number that is not below `row`. */
function placeOf(order: readonly number[], row: number): number {
  let [low, high] = [0, order.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (order[middle]! < row) low = middle + 1;
    else high = middle;
  }
  return low;
}

function columnOf(reference: string): number {
  let column = 0;
  for (const character of reference) {
    if (character < 'A' || character > 'Z') break;
    column = column * 26 + character.charCodeAt(0) - 64;
  }
  return column - 1;
}

/** Gathers the text of `t` (and `v`) elements of a cell or shared string, leaving out phonetic runs. */
class TextGatherer {
  private pieces: string[] = [];
  private depth = 0;
  private phonetic = 0;

  start(): void {
    this.pieces = [];
    this.depth = 0;
    this.phonetic = 0;
  }

  openValue(): void {
    this.depth++;
  }

  open(tag: string): void {
    if (tag === 't') this.depth++;
    else if (tag === 'rPh') this.phonetic++;
  }

  add(piece: string): void {
    if (this.depth > 0 && this.phonetic === 0) this.pieces.push(piece);
  }

  close(tag: string): void {
    if (tag === 't' || tag === 'v') this.depth--;
    else if (tag === 'rPh') this.phonetic--;
  }

  take(): string {
    return this.pieces.join('');
  }
}

function unescaped(text: string): string {
  return text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : text;
}
