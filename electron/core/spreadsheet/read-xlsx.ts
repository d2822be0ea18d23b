import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { SaxesParser } from 'saxes';
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import { Refusal } from '../../../shared/contract/failures.ts';
import {
  batchRows,
  limits,
  notATable,
  notWorkedOut,
  RowMaker,
  type TableReading,
  type TableRow,
  tooLarge,
} from './table.ts';
import { columnOf, Merges } from './xlsx-merges.ts';
import { isDateFormat, numberText, serialDate } from './xlsx-numbers.ts';

interface Workbook {
  readonly sheets: readonly { readonly name: string; readonly path: string }[];
  /** Names of sheets that their author has hidden. */
  readonly hidden: readonly string[];
  readonly since1904: boolean;
}

type Attributes = Record<string, string>;

interface Hear {
  open?(tag: string, attributes: Attributes): void;
  text?(text: string): void;
  close?(tag: string): void;
}

/** Reads the first visible sheet with contents of an xlsx workbook, part by part as streams, within `limits`. */
export async function readXlsx(bytes: Uint8Array, name: string): Promise<TableReading> {
  const book = await openZip(bytes, name);
  const { sheets, hidden, since1904 } = await readWorkbook(book);
  const strings = await readStrings(book);
  const dateStyles = await readStyles(book);
  const notes: string[] = [];
  if (hidden.length > 0) notes.push(`隐藏的工作表没有读：${hidden.join('、')}`);
  if (book.parts.has('xl/vbaProject.bin')) notes.push('文件带宏，只读了数据，宏没有运行');
  for (const { path, name: sheet } of sheets) {
    const { merges, lastRow } = await surveySheet(book, path);
    const rows = readSheet(book, path, { strings, dateStyles, since1904 }, merges);
    const first = await rows.next();
    if (first.done) continue;
    const others = sheets.map((entry) => entry.name).filter((other) => other !== sheet);
    if (others.length > 0) notes.push(`读的是工作表“${sheet}”，其余没有读：${others.join('、')}`);
    return {
      about: { kind: 'xlsx', sheet, sheets: sheets.map((entry) => entry.name), notes, expected: lastRow },
      rows: withFirst(first.value, rows),
    };
  }
  book.zip.close();
  return notATable(name, hidden.length > 0 ? '只有隐藏的工作表里可能有内容，请先取消隐藏' : '工作簿里没有内容');
}

async function* withFirst<T>(first: T, rest: AsyncGenerator<T>): AsyncGenerator<T> {
  yield first;
  yield* rest;
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
      if (parts.has('content.xml')) notATable(name, '是 ODF 表格，请另存为 xlsx');
      notATable(name, parts.has('xl/workbook.bin') ? '是二进制工作簿 xlsb，请另存为 xlsx' : '压缩包里没有 xlsx 工作簿');
    }
    return { name, zip, parts };
  } catch (error) {
    if (error instanceof Refusal) throw error;
    return notATable(name, '文件不完整或已损坏');
  }
}

/** The entry of a part that is neither missing nor a bomb. */
function partOf(book: Book, path: string): Entry | undefined {
  const entry = book.parts.get(path);
  if (!entry) return undefined;
  const { uncompressedSize: size, compressedSize: packed } = entry;
  if (size > limits.partBytes || (size > limits.ratioFrom && size > packed * limits.partRatio)) {
    tooLarge(book.name, `展开后过大（${Math.round(size / 1e6)} MB）`);
  }
  return entry;
}

/** The unpacked text of a part, piece by piece; nothing where there is no such part. */
async function* textOf(book: Book, path: string): AsyncGenerator<string> {
  const entry = partOf(book, path);
  if (!entry) return;
  let stream: Readable | undefined;
  try {
    stream = await book.zip.openReadStreamPromise(entry);
    const decoder = new StringDecoder('utf8');
    for await (const chunk of stream) yield decoder.write(chunk as Buffer);
    yield decoder.end();
  } catch (error) {
    if (error instanceof Refusal) throw error;
    notATable(book.name, '文件不完整或已损坏');
  } finally {
    stream?.destroy();
  }
}

/** An XML reader. Tags and attributes come without their namespace prefix. */
function parserOf(book: Book, hear: Hear): { write(text: string): void; close(): void } {
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
  const guarded = (act: () => unknown): void => {
    try {
      act();
    } catch (error) {
      if (error instanceof Refusal) throw error;
      notATable(book.name, '文件不完整或已损坏');
    }
  };
  return { write: (text) => guarded(() => parser.write(text)), close: () => guarded(() => parser.close()) };
}

async function parsePart(book: Book, path: string, hear: Hear): Promise<void> {
  if (!book.parts.has(path)) return;
  const parser = parserOf(book, hear);
  for await (const text of textOf(book, path)) parser.write(text);
  parser.close();
}

async function readWorkbook(book: Book): Promise<Workbook> {
  const targets = new Map<string, string>();
  await parsePart(book, 'xl/_rels/workbook.xml.rels', {
    open(tag, { Id: id = '', Target: target = '' }) {
      if (tag === 'Relationship') targets.set(id, target.startsWith('/') ? target.slice(1) : `xl/${target}`);
    },
  });
  const sheets: { name: string; path: string }[] = [];
  const hidden: string[] = [];
  let since1904 = false;
  await parsePart(book, 'xl/workbook.xml', {
    open(tag, attributes) {
      if (tag === 'workbookPr') since1904 = ['1', 'true'].includes(attributes.date1904 ?? '');
      if (tag !== 'sheet') return;
      if ((attributes.state ?? 'visible') !== 'visible') {
        hidden.push(attributes.name ?? '');
        return;
      }
      const path = targets.get(attributes.id ?? '');
      if (path && book.parts.has(path)) sheets.push({ name: attributes.name ?? '', path });
    },
  });
  return { sheets, hidden, since1904 };
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

/** Reads ahead what stands behind the rows: merged ranges; and the last row that the sheet says it has. */
async function surveySheet(book: Book, path: string): Promise<{ merges: Merges; lastRow: number }> {
  const merges = new Merges();
  let lastRow = 0;
  let kept = '';
  for await (const text of textOf(book, path)) {
    if (lastRow === 0) lastRow = Number(/<(?:\w+:)?dimension ref="[A-Z]+\d+:[A-Z]+(\d+)"/.exec(text)?.[1] ?? 0);
    const piece = kept + text;
    if (piece.includes('mergeCell')) merges.addAll(piece);
    kept = piece.slice(Math.max(0, piece.lastIndexOf('<')));
    if (kept.length > 1000) kept = '';
  }
  return { merges, lastRow };
}

/** Cells and rows that have a format and nothing else: spreadsheets write them by the million. */
const blankCell = /<(?:\w+:)?c r="[A-Z]+\d+"(?: [^<>]*)?\/>/g;
const blankRow = /<(?:\w+:)?row r="\d+"(?: [^<>]*)?(?:\/>|>\s*<\/(?:\w+:)?row>)/g;

async function* readSheet(
  book: Book,
  path: string,
  context: CellContext,
  merges: Merges,
): AsyncGenerator<readonly TableRow[]> {
  const maker = new RowMaker(book.name);
  const text = new TextGatherer();
  let ready: TableRow[] = [];
  let line: string[] = [];
  let [row, column, kind, style, filled, formula, before] = [0, 0, '', 0, false, false, 0];
  const parser = parserOf(book, {
    open(tag, attributes) {
      if (tag === 'row') {
        row = attributes.r ? Number(attributes.r) : row + 1;
        column = -1;
      } else if (tag === 'c') {
        column = attributes.r ? columnOf(attributes.r) : column + 1;
        kind = attributes.t ?? 'n';
        style = Number(attributes.s ?? 0);
        filled = false;
        formula = false;
        text.start();
      } else if (tag === 'v') text.openValue();
      else if (tag === 'f') formula = true;
      text.open(tag);
    },
    text: (piece) => text.add(piece),
    close(tag) {
      text.close(tag);
      if (tag === 'v' || tag === 'is') filled = true;
      else if (tag === 'c') {
        const value = filled ? cellValue(text.take(), kind, style, context) : formula ? notWorkedOut : '';
        if (value === '') return;
        if (column >= limits.columns) tooLarge(book.name, `第 ${row} 行超过 ${limits.columns} 列`);
        line[column] = value;
      } else if (tag === 'row' && line.length > 0) {
        if (row <= before) notATable(book.name, `第 ${row} 行的次序不对，文件可能已损坏`);
        before = row;
        merges.fill(row, line);
        const made = maker.make(row, line);
        if (made) ready.push(made);
        line = [];
      }
    },
  });
  let kept = '';
  for await (const piece of textOf(book, path)) {
    const whole = kept + piece;
    // A tag that is cut off waits for its rest.
    const end = whole.lastIndexOf('<');
    kept = end >= 0 && !whole.includes('>', end) ? whole.slice(end) : '';
    parser.write(
      whole
        .slice(0, whole.length - kept.length)
        .replace(blankCell, '')
        .replace(blankRow, ''),
    );
    if (ready.length < batchRows) continue;
    yield ready;
    ready = [];
  }
  parser.write(kept);
  parser.close();
  if (ready.length > 0) yield ready;
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
