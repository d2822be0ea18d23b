import { inBatches, notATable, type TableReading } from './table.ts';
import { decodeText } from './text-encoding.ts';

const separators = [',', '\t', ';', '|'] as const;

/**
 * Reads a text table (RFC 4180 with the liberties that real files take): the separator is found by counting, quotes may hold
 * separators, tabs and line ends, a quote inside an unquoted cell is an ordinary character.
 */
export function readCsv(bytes: Uint8Array, name: string): TableReading {
  const text = decodeText(bytes, name);
  if (/^\s*<(!doctype|html|table|\?xml)/i.test(text.slice(0, 200))) notATable(name, '其实是网页，请打开后另存为 xlsx');
  if (text.trim() === '') notATable(name, '没有内容');
  const about = { kind: 'csv', sheet: name, sheets: [name], notes: [], expected: lineCount(bytes) } as const;
  return { about, rows: inBatches(name, lines(text, name)) };
}

function* lines(text: string, name: string): Generator<readonly [number, string[]]> {
  let row = 0;
  for (const cells of records(text, separatorOf(text), name)) yield [++row, cells.map(restored)];
}

/** Line ends of the file: about as many as it has rows. */
function lineCount(bytes: Uint8Array): number {
  let count = 1;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) count++;
  return count;
}

/** The separator that stands most often outside quotes in the first lines. */
function separatorOf(text: string): string {
  const counts = new Map<string, number>();
  let quoted = false;
  let lines = 0;
  for (let index = 0; index < text.length && lines < 50; index++) {
    const character = text[index]!;
    if (character === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (character === '\n') lines++;
    else if ((separators as readonly string[]).includes(character))
      counts.set(character, (counts.get(character) ?? 0) + 1);
  }
  return separators.reduce((best, next) => ((counts.get(next) ?? 0) > (counts.get(best) ?? 0) ? next : best));
}

function* records(text: string, separator: string, name: string): Generator<string[]> {
  let cells: string[] = [];
  let at = 0;
  while (at <= text.length) {
    if (at === text.length && cells.length === 0) return;
    let cell: string;
    if (text[at] === '"') {
      const close = closingQuote(text, at + 1);
      if (close < 0) notATable(name, `第 ${text.slice(0, at).split('\n').length} 行的引号没有配对`);
      cell = text
        .slice(at + 1, close)
        .replaceAll('""', '"')
        .replace(/\r\n?/g, '\n');
      at = close + 1;
      const rest = endOfCell(text, at, separator);
      cell += text.slice(at, rest);
      at = rest;
    } else {
      const end = endOfCell(text, at, separator);
      cell = text.slice(at, end);
      at = end;
    }
    cells.push(cell);
    if (text[at] === separator) {
      at++;
      if (at < text.length) continue;
      cells.push('');
    }
    at += text[at] === '\r' && text[at + 1] === '\n' ? 2 : 1;
    yield cells;
    cells = [];
  }
}

function endOfCell(text: string, from: number, separator: string): number {
  let at = from;
  while (at < text.length && text[at] !== separator && text[at] !== '\n' && text[at] !== '\r') at++;
  return at;
}

function closingQuote(text: string, from: number): number {
  let at = text.indexOf('"', from);
  while (at >= 0 && text[at + 1] === '"') at = text.indexOf('"', at + 2);
  return at;
}

/** Takes off the apostrophe that keeps a spreadsheet from running a cell as a formula (see `write-csv.ts`). */
function restored(cell: string): string {
  return /^'+[=+\-@\t\r＝＋－＠]/.test(cell) ? cell.slice(1) : cell;
}
