import { plainCell } from '../../../shared/catalog/cell-words.ts';
import { refuse } from '../../../shared/contract/failures.ts';
import type { Table, TableRow } from '../spreadsheet/spreadsheet.ts';
import type { ImportEntry, ReadCatalogs, RowNote } from './import-entry.ts';
import { readResource } from './read-resource.ts';
import { bareTitle, type ColumnKey, columnFor } from './sheet-columns.ts';

/** Cells of one row by field. A title that occurs twice keeps the first cell that holds something. */
export interface FieldRow {
  readonly row: number;
  readonly cells: Readonly<Partial<Record<ColumnKey, string>>>;
}

/** How far down a title may stand, below whatever is written above the table. */
const titleRows = 40;
/** Rows of a grouped title. */
const titleDepth = 3;

/** Cells that say which resource a row belongs to. A row that differs in one of them begins another resource. */
const identity: readonly ColumnKey[] = ['name', 'code', 'provider', 'office', 'providerCode', 'abstract'];

/**
 * Reads catalogs out of a table in the notice's 24 columns under a grouped title, the municipal export's 31, or any columns with known
 * titles in any order. A resource may span several rows, its left cells merged, blank or repeated below the first. Refuses
 * `not-a-table` when there is no column of resource names.
 */
export function readCatalogSheet(table: Table, fileName: string): ReadCatalogs {
  const { columns, last } = findTitle(table, fileName);
  const notes: RowNote[] = columns.unknown.map(({ row, title }) => ({
    row,
    field: '',
    code: 'column-unknown',
    message: `“${title}”一列不认识，没有导入`,
  }));
  const rejected: RowNote[] = [];
  const groups: FieldRow[][] = [];
  for (const line of table.rows) {
    if (line.row <= last || isFootnote(line) || isTitleAgain(line, columns.keys)) continue;
    const next = fieldsOf(line, columns.keys);
    const current = groups.at(-1);
    if (current && continues(current, next)) {
      const twice = current.find((row) => sameCells(row, next));
      if (twice)
        notes.push({ row: next.row, field: '', code: 'row-twice', message: `与第 ${twice.row} 行完全相同，只取一次` });
      else current.push(next);
    } else if ((next.cells.name ?? '') === '' && (next.cells.code ?? '') === '') {
      rejected.push({
        row: next.row,
        field: 'name',
        code: 'name-missing',
        message: '这一行没有信息资源名称，也不接在任何资源之下',
      });
    } else {
      groups.push([next]);
    }
  }
  return { total: groups.length, entries: read(groups), rejected, notes };
}

function* read(groups: readonly FieldRow[][]): Generator<ImportEntry> {
  for (const group of groups) yield readResource(group);
}

interface Title {
  readonly columns: {
    readonly keys: readonly (ColumnKey | undefined)[];
    readonly unknown: readonly { readonly row: number; readonly title: string }[];
  };
  /** Last row of the title. */
  readonly last: number;
}

function findTitle(table: Table, fileName: string): Title {
  const rows = table.rows.slice(0, titleRows);
  const hits = (line: TableRow): number => new Set(line.cells.map(columnFor).filter(Boolean)).size;
  const best = rows.reduce((found, line, index) => (hits(line) > hits(rows[found]!) ? index : found), 0);
  const enough = rows[best] ? hits(rows[best]) >= 2 : false;
  // A grouped title: the names of single columns stand in its first row, those of grouped ones in its last.
  let [top, bottom] = [best, best];
  while (enough && best - top < titleDepth - 1 && rows[top - 1] && hits(rows[top - 1]!) >= 2) top--;
  while (enough && bottom - top < titleDepth - 1 && rows[bottom + 1] && hits(rows[bottom + 1]!) >= 2) bottom++;
  const block = rows.slice(top, bottom + 1);
  const width = Math.max(0, ...block.map((line) => line.cells.length));
  const keys: (ColumnKey | undefined)[] = [];
  const unknown: { row: number; title: string }[] = [];
  for (let column = 0; column < width; column++) {
    const titles = block.map((line) => line.cells[column] ?? '').filter((title) => title.trim() !== '');
    const known = titles.map(columnFor).filter((key) => key !== undefined);
    keys[column] = known.at(-1);
    const lowest = titles.at(-1);
    if (known.length === 0 && lowest !== undefined && !/^(序号|编号|#)$/.test(bareTitle(lowest))) {
      unknown.push({ row: block.at(-1)!.row, title: plainCell(lowest) });
    }
  }
  if (!enough || !keys.includes('name'))
    refuse('not-a-table', { name: fileName, reason: '找不到“信息资源名称”这一列的标题' });
  return { columns: { keys, unknown }, last: block.at(-1)!.row };
}

function fieldsOf(line: TableRow, keys: readonly (ColumnKey | undefined)[]): FieldRow {
  const cells: Partial<Record<ColumnKey, string>> = {};
  keys.forEach((key, column) => {
    const text = line.cells[column] ?? '';
    if (key !== undefined && (cells[key] ?? '') === '') cells[key] = text.trim();
  });
  return { row: line.row, cells };
}

function continues(group: readonly FieldRow[], next: FieldRow): boolean {
  const first = group[0]!;
  return identity.every((key) => {
    const cell = next.cells[key] ?? '';
    return cell === '' || cell === (first.cells[key] ?? '');
  });
}

function sameCells(a: FieldRow, b: FieldRow): boolean {
  const keys = new Set([...Object.keys(a.cells), ...Object.keys(b.cells)]) as Set<ColumnKey>;
  return [...keys].every((key) => (a.cells[key] ?? '') === (b.cells[key] ?? ''));
}

/** A remark below or between the rows: one text only, which begins like a remark. */
function isFootnote(line: TableRow): boolean {
  const texts = new Set(line.cells.map((cell) => cell.trim()).filter(Boolean));
  return texts.size === 1 && /^[（(【[]?(注|说明|备注|填报|填表|制表|审核|合计|总计|小计|联系)/.test([...texts][0]!);
}

/** The title printed once more on a further page. */
function isTitleAgain(line: TableRow, keys: readonly (ColumnKey | undefined)[]): boolean {
  return columnFor(line.cells[keys.indexOf('name')] ?? '') === 'name';
}
