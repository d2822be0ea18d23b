import { Catalog } from '../../../shared/catalog/catalog.ts';
import {
  plainCell,
  readAmount,
  readClass,
  readCycle,
  readDataType,
  readFormatCategory,
  readFormatType,
  readLength,
  readOpen,
  readShareMethod,
  readShareType,
} from '../../../shared/catalog/cell-words.ts';
import { cycles, dataTypes, uses } from '../../../shared/catalog/code-tables.ts';
import { fieldLabels } from '../../../shared/catalog/fields.ts';
import { normalizeCode } from '../../../shared/catalog/resource-code.ts';
import { readShareCondition } from '../../../shared/catalog/share-condition.ts';
import { readDate } from '../../../shared/china/dates.ts';
import { normalizeIdentifier } from '../../../shared/china/problem.ts';
import { isNumberThatWasACode } from '../spreadsheet/spreadsheet.ts';
import type { ImportEntry, RowNote } from './import-entry.ts';
import type { FieldRow } from './read-sheet.ts';
import type { ColumnKey } from './sheet-columns.ts';

const itemKeys: readonly ColumnKey[] = [
  'items.*.name',
  'items.*.column',
  'items.*.type',
  'items.*.length',
  'items.*.charset',
  'items.*.note',
];

/** Makes one catalog of the rows of one resource. What cannot be understood stays as it was written, so that the check names it. */
export function readResource(rows: readonly FieldRow[]): ImportEntry {
  const notes: RowNote[] = [];
  const first = rows[0]!;
  const say = (row: number, field: string, code: string, message: string): void =>
    void notes.push({ row, field, code, message });
  /** Text of a field of the whole resource: from the first row that has it. A second, different text is said. */
  const cell = (key: ColumnKey): string => {
    const filled = rows.filter((row) => (row.cells[key] ?? '') !== '');
    const value = filled[0]?.cells[key] ?? '';
    const other = filled.find((row) => row.cells[key] !== value);
    if (other && !perRow.has(key)) {
      say(other.row, key, 'cell-differs', `${fieldLabels[key]}与第 ${filled[0]!.row} 行不同，取了前者`);
    }
    return value;
  };
  const text = (key: ColumnKey): string => plainCell(cell(key));
  const codeText = (key: ColumnKey, read: (value: string) => string): string => {
    const value = text(key);
    if (isNumberThatWasACode(value)) {
      say(
        first.row,
        key,
        'code-became-number',
        `${fieldLabels[key]}被电子表格变成了数字，后几位已丢失，请按原件重新填写`,
      );
    }
    return value === '' ? '' : read(value);
  };
  const amount = (key: ColumnKey, measure: 'storage' | 'records'): string => {
    const { value, converted } = readAmount(cell(key), measure);
    if (converted) {
      const unit = measure === 'storage' ? 'G' : '万';
      say(first.row, key, 'unit-converted', `${fieldLabels[key]}“${plainCell(cell(key))}”已换算为 ${value} ${unit}`);
    }
    return value;
  };
  const date = (): string => {
    const value = text('releaseDate');
    return value === '' ? '' : (readDate(value) ?? value);
  };

  const type = readShareType(cell('share.type'));
  const condition = readShareCondition(cell('share.condition'), type);
  const way = readShareMethod(cell('share.category'), cell('share.method'));
  const open = readOpen(cell('open.open'));
  const itemRows = rows.filter((row) => itemKeys.some((key) => plainCell(row.cells[key]) !== ''));
  const body = Catalog.parse({
    classification: {
      class: readClass(cell('classification.class')),
      item: text('classification.item'),
      subItem: text('classification.subItem'),
      detail: text('classification.detail'),
    },
    name: text('name'),
    code: codeText('code', normalizeCode),
    provider: text('provider'),
    office: text('office'),
    providerCode: codeText('providerCode', (value) =>
      isNumberThatWasACode(value) ? value : normalizeIdentifier(value),
    ),
    abstract: cell('abstract'),
    formats: readFormats(rows),
    formatNote: text('formatNote'),
    census: {
      storage: {
        total: amount('census.storage.total', 'storage'),
        shared: amount('census.storage.shared', 'storage'),
        open: amount('census.storage.open', 'storage'),
      },
      records: {
        total: amount('census.records.total', 'records'),
        shared: amount('census.records.shared', 'records'),
        open: amount('census.records.open', 'records'),
      },
    },
    items: itemRows.map(({ cells }) => readItem(cells, type, open)),
    share: {
      type,
      uses: [...new Set([...condition.uses, ...splitUses(cell('share.uses'))])],
      condition: condition.condition,
      scope: condition.scope || text('share.scope'),
      law: condition.law || text('share.law'),
      ...way,
    },
    open: { open, condition: text('open.condition') },
    cycle: fastest(rows, (row, message) => say(row, 'cycle', 'cycle-fastest', message)),
    releaseDate: date(),
    related: readRelated(cell('related')),
    source: text('source'),
  });
  return { row: first.row, itemRows: itemRows.map((row) => row.row), body, notes };
}

/** Fields that may differ from row to row: the item has its own, the resource takes the first. */
const perRow: ReadonlySet<ColumnKey> = new Set([
  'share.type',
  'open.open',
  'cycle',
  'formats.*.category',
  'formats.*.type',
  'formats.*.version',
]);

function readItem(
  cells: FieldRow['cells'],
  resourceShare: string,
  resourceOpen: string,
): Partial<Catalog['items'][number]> {
  const { type, length } = readDataType(cells['items.*.type'] ?? '');
  const charset = plainCell(cells['items.*.charset']);
  const share = readShareType(cells['items.*.share'] ?? '') || readShareType(cells['share.type'] ?? '');
  const open = readOpen(cells['items.*.open'] ?? '') || readOpen(cells['open.open'] ?? '');
  return {
    name: plainCell(cells['items.*.name']),
    column: plainCell(cells['items.*.column']),
    type: dataTypes.some(({ code }) => code === type) ? type : plainCell(cells['items.*.type']),
    length: readLength(cells['items.*.length'] ?? '') || length,
    charset,
    // Said per item only where it is the item's own column or differs from the resource.
    share: plainCell(cells['items.*.share']) !== '' || share !== resourceShare ? share : '',
    open: plainCell(cells['items.*.open']) !== '' || open !== resourceOpen ? open : '',
    note: plainCell(cells['items.*.note']),
  };
}

/** Formats stand in one cell with `；` between them, or one a row. A single category with several types counts for all of them. */
function readFormats(rows: readonly FieldRow[]): Catalog['formats'] {
  const formats: Catalog['formats'] = [];
  for (const { cells } of rows) {
    const [category = '', type = '', version = ''] = [
      cells['formats.*.category'],
      cells['formats.*.type'],
      cells['formats.*.version'],
    ];
    if (`${category}${type}`.trim() === '') continue;
    const categories = parts(category, /[；;\n]/);
    const exact = parts(type, /[；;\n]/);
    const types = categories.length === 1 ? parts(type, /[；;\n、，,]|\/(?=[A-Za-z])/) : exact;
    const versions = parts(version, /[；;\n]/);
    for (let index = 0; index < Math.max(categories.length, types.length); index++) {
      const format = {
        category: readFormatCategory(categories[categories.length === 1 ? 0 : index] ?? ''),
        type: readFormatType(types[index] ?? ''),
        version: plainCell(versions[index]),
      };
      if (!formats.some((known) => known.category === format.category && known.type === format.type))
        formats.push(format);
    }
  }
  return formats;
}

function parts(cell: string, separator: RegExp): string[] {
  return cell.split(separator).map((part) => part.trim());
}

function splitUses(cell: string): string[] {
  return parts(cell, /[、，,；;\n]/)
    .map((word) => uses.find((use) => word.endsWith(use)) ?? word)
    .filter(Boolean);
}

/** `105003410101/000002（电子证照）；105003410101/000003（外单位：结婚证）` */
function readRelated(cell: string): Catalog['related'] {
  return cell
    .split(/[；;\n]|[、，,](?=\s*[123][0-9A-Za-z]{5,}[/／])/)
    .map((entry) => entry.trim())
    .filter((entry) => plainCell(entry) !== '' && entry !== '无')
    .map((entry) => {
      const match = /^([^（(]*)[（(](.*)[）)]$/.exec(entry);
      const words = /^(外单位)?[：:]?\s*(.*)$/.exec(plainCell(match?.[2]));
      const external = words?.[1] === undefined ? '' : '1';
      return { code: normalizeCode(match?.[1] ?? entry), name: words?.[2] ?? '', external };
    });
}

/** 更新周期: of structured resources the fastest item governs (table 1, 11). */
function fastest(rows: readonly FieldRow[], say: (row: number, message: string) => void): string {
  const found = rows
    .map((row) => ({ row: row.row, cycle: readCycle(row.cells.cycle ?? '') }))
    .filter(({ cycle }) => cycle !== '');
  const rank = (cycle: string): number => (cycles as readonly string[]).indexOf(cycle);
  const known = found.filter(({ cycle }) => rank(cycle) >= 0);
  const best = known.reduce(
    (a, b) => (rank(b.cycle) < rank(a.cycle) ? b : a),
    known[0] ?? found[0] ?? { row: 0, cycle: '' },
  );
  const other = found.find(({ cycle }) => cycle !== best.cycle);
  if (other) say(other.row, `更新周期各行不同，按更新较快的“${best.cycle}”填写`);
  return best.cycle;
}
