import { refuse } from '../../../shared/contract/failures.ts';

export interface TableRow {
  /** As the spreadsheet shows it: the first line of the sheet is 1. */
  readonly row: number;
  /** Text of each cell from column A on, blanks at the end cut off. A merged range has its text in every cell. */
  readonly cells: readonly string[];
}

export type TableKind = 'xlsx' | 'xls' | 'csv' | 'dbf';

/** What is known of a table before its rows are. */
export interface TableAbout {
  /** By its contents, whatever the name says. */
  readonly kind: TableKind;
  /** Name of the sheet that is read; for text files and dbf the name of the file. */
  readonly sheet: string;
  /** All visible sheets of the workbook; the first with contents is the one that is read. */
  readonly sheets: readonly string[];
  /** What was passed over, one Chinese sentence each: hidden sheets, macros, a name that does not fit. */
  readonly notes: readonly string[];
  /** Rows that the file says it has, 0 where it does not say. */
  readonly expected: number;
}

export interface Table extends TableAbout {
  /** Rows that hold anything, in order. */
  readonly rows: readonly TableRow[];
}

/** A table on its way: its rows come in batches, in order. */
export interface TableReading {
  readonly about: TableAbout;
  readonly rows: AsyncIterable<readonly TableRow[]>;
}

/** Rows of one batch: what one takes in the worker that reads is gone before its garbage is old. */
export const batchRows = 100;

/** What a file may hold at most, so that a prepared one cannot exhaust the machine. */
export const limits = {
  fileBytes: 64 * 1024 * 1024,
  /** Unpacked bytes of one part of a workbook, and how many times its packed size that may be. */
  partBytes: 768 * 1024 * 1024,
  partRatio: 400,
  /** The ratio counts from this unpacked size on: small parts of blanks pack better than any bomb. */
  ratioFrom: 8 * 1024 * 1024,
  parts: 10_000,
  rows: 200_000,
  /** Of an old workbook (xls, et), which can only be read whole. */
  oldRows: 20_000,
  columns: 512,
  cells: 8_000_000,
  cellChars: 32_767,
  /** Characters of all cells together. */
  chars: 256 * 1024 * 1024,
} as const;

/** Refuses a file as no table, in words that go on "不是可导入的表：". */
export function notATable(name: string, reason: string): never {
  return refuse('not-a-table', { name, reason });
}

/** Refuses a table that is too large. `what` says which bound, with the number. */
export function tooLarge(name: string, what: string): never {
  return refuse('limit-exceeded', { what: `“${name}”${what}。请拆成几个文件再导入`, name });
}

/** Makes the rows of one table and holds them to the limits. */
export class RowMaker {
  private rows = 0;
  private cells = 0;
  private chars = 0;
  private readonly name: string;

  constructor(name: string) {
    this.name = name;
  }

  /** The row without blanks at its end; null when nothing is left. */
  make(row: number, texts: readonly (string | undefined)[]): TableRow | null {
    let width = texts.length;
    while (width > 0 && (texts[width - 1] ?? '').trim() === '') width--;
    if (width === 0) return null;
    if (width > limits.columns) tooLarge(this.name, `第 ${row} 行超过 ${limits.columns} 列`);
    const cells: string[] = [];
    for (let index = 0; index < width; index++) {
      const text = texts[index] ?? '';
      if (text.length > limits.cellChars) tooLarge(this.name, `第 ${row} 行有一格超过 ${limits.cellChars} 字`);
      this.chars += text.length;
      cells.push(text);
    }
    this.cells += width;
    if (++this.rows > limits.rows) tooLarge(this.name, `超过 ${limits.rows} 行`);
    if (this.cells > limits.cells) tooLarge(this.name, `超过 ${limits.cells} 格`);
    if (this.chars > limits.chars) tooLarge(this.name, '的文字总量过大');
    return { row, cells };
  }
}

/** Rows in batches; lines without contents are left out. */
export async function* inBatches(
  name: string,
  lines: Iterable<readonly [row: number, cells: readonly (string | undefined)[]]>,
): AsyncGenerator<readonly TableRow[]> {
  const maker = new RowMaker(name);
  let batch: TableRow[] = [];
  for (const [row, cells] of lines) {
    const made = maker.make(row, cells);
    if (!made) continue;
    batch.push(made);
    if (batch.length < batchRows) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** The text of a cell for comparing and storing: narrow blanks, one line, nothing at the ends. */
export function cellText(text: string | undefined): string {
  return (text ?? '').replace(/[\s\u00a0\u200b\u3000\ufeff]+/g, ' ').trim();
}

/**
 * Whether the text is what is left of a long code after a spreadsheet has taken it for a number (`1.1410100MB1A2E+17` stays
 * text, `4.10101198801011E+17` has lost its last digits for good).
 */
export function isNumberThatWasACode(text: string): boolean {
  return /^\d(\.\d+)?[Ee]\+?\d{2,}$/.test(text.trim());
}

/** Stands in a cell whose formula no spreadsheet has worked out yet. */
export const notWorkedOut = '#公式未计算';
/** Stands in a cell of a dbf whose number did not fit into its column. */
export const numberOverflown = '#数值溢出';

/** Whether a cell holds no value but a spreadsheet's word for a formula that failed (`#N/A`, `#REF!`), or ours for one that was not worked out. */
export function isFault(text: string): boolean {
  return (
    text === notWorkedOut ||
    text === numberOverflown ||
    /^#(N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA)$/.test(text.trim())
  );
}
