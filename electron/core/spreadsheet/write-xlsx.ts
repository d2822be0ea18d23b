import type { SheetToWrite } from './sheet-to-write.ts';
import type { Sink } from './write-table.ts';
import { zipTo } from './zip-writer.ts';

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packageRelations = 'http://schemas.openxmlformats.org/package/2006/relationships';

/**
 * Writes sheets, one after the other, as an xlsx workbook (ECMA-376); the rows of a later one may be gathered while those of an earlier are written. Texts are inline strings: a spreadsheet never runs them as formulas and never
 * turns a code into a number.
 */
export function writeXlsx(sheets: readonly SheetToWrite[], sink: Sink): Promise<void> {
  const files = sheets.map((_, at) => `worksheets/sheet${at + 1}.xml`);
  return zipTo(
    [
      { name: '[Content_Types].xml', pieces: [contentTypes(files)] },
      { name: '_rels/.rels', pieces: [relations([['officeDocument', 'xl/workbook.xml']])] },
      { name: 'xl/workbook.xml', pieces: [workbook(sheets.map(({ name }) => name))] },
      {
        name: 'xl/_rels/workbook.xml.rels',
        pieces: [relations([...files.map((file) => ['worksheet', file] as const), ['styles', 'styles.xml']])],
      },
      { name: 'xl/styles.xml', pieces: [styles] },
      ...sheets.map((sheet, at) => ({ name: `xl/${files[at]}`, pieces: sheetXml(sheet) })),
    ],
    sink,
  );
}

/** Letters of a zero-based column: 0 = A, 26 = AA. */
export function columnName(index: number): string {
  let name = '';
  for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / 26))
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
  return name;
}

async function* sheetXml(sheet: SheetToWrite): AsyncGenerator<string> {
  const headRows = sheet.head.length;
  yield `${declaration}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0">`;
  if (headRows)
    yield `<pane ySplit="${headRows}" topLeftCell="A${headRows + 1}" activePane="bottomLeft" state="frozen"/>`;
  yield '</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>';
  const columns = Math.max(1, sheet.widths?.length ?? 0, ...sheet.head.map((row) => row.length));
  yield '<cols>';
  for (let index = 0; index < columns; index++) {
    yield `<col min="${index + 1}" max="${index + 1}" width="${sheet.widths?.[index] ?? 14}" customWidth="1"/>`;
  }
  yield '</cols><sheetData>';
  let number = 0;
  for (const row of sheet.head) yield rowXml(++number, row, 1);
  for await (const row of sheet.rows) yield rowXml(++number, row, 2);
  yield '</sheetData>';
  const merges = sheet.merges ?? [];
  if (merges.length) {
    yield `<mergeCells count="${merges.length}">`;
    for (const { top, left, bottom, right } of merges) {
      yield `<mergeCell ref="${columnName(left)}${top + 1}:${columnName(right)}${bottom + 1}"/>`;
    }
    yield '</mergeCells>';
  }
  yield '</worksheet>';
}

function rowXml(number: number, cells: readonly (string | number | null)[], style: 1 | 2): string {
  let xml = `<row r="${number}">`;
  for (let index = 0; index < cells.length; index++) {
    const cell = cells[index];
    if (cell === null || cell === undefined || cell === '') continue;
    const reference = columnAt(index) + number;
    xml +=
      typeof cell === 'number' && Number.isFinite(cell)
        ? `<c r="${reference}"><v>${cell}</v></c>`
        : `<c r="${reference}" s="${style}" t="inlineStr"><is>${textXml(String(cell))}</is></c>`;
  }
  return `${xml}</row>`;
}

/** Blanks at an end, in a row and other than spaces would be lost. */
function textXml(text: string): string {
  return `<t${/^\s|\s\s|[\n\t]|\s$/.test(text) ? ' xml:space="preserve"' : ''}>${escaped(text)}</t>`;
}

const columnNames: string[] = [];

/** The same, worked out once. */
function columnAt(index: number): string {
  columnNames[index] ??= columnName(index);
  return columnNames[index];
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that XML 1.0 cannot hold
const unwritable = /[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/g;

/** A character that XML text cannot have as it is, or that may be part of what it cannot have. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the same
const doubtful = /[\u0000-\u0008\u000b-\u001f&<>_\ud800-\udfff\ufffe\uffff]/;

/** XML text; what XML cannot hold is written as `_xHHHH_`, and a literal of that form is escaped itself (ECMA-376 22.9.2.19). */
function escaped(text: string): string {
  if (!doubtful.test(text)) return text;
  return text
    .toWellFormed()
    .replace(/_x[0-9A-Fa-f]{4}_/g, '_x005F$&')
    .replace(unwritable, (c) => `_x${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

function workbook(names: readonly string[]): string {
  const label = (name: string): string =>
    escaped(name.replace(/[\\/?*[\]:']/g, '_').slice(0, 31) || '表').replaceAll('"', '&quot;');
  const sheets = names.map((name, at) => `<sheet name="${label(name)}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`);
  return `${declaration}<workbook xmlns="${main}" xmlns:r="${office}"><sheets>${sheets.join('')}</sheets></workbook>`;
}

function relations(list: readonly (readonly [kind: string, target: string])[]): string {
  const items = list.map(
    ([kind, target], index) => `<Relationship Id="rId${index + 1}" Type="${office}/${kind}" Target="${target}"/>`,
  );
  return `${declaration}<Relationships xmlns="${packageRelations}">${items.join('')}</Relationships>`;
}

const sheetType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml';

function contentTypes(files: readonly string[]): string {
  const sheets = files.map((file) => `<Override PartName="/xl/${file}" ContentType="${sheetType}"/>`);
  return `${declaration}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>${sheets.join('')}<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>`;
}

/** Cell formats: 0 plain, 1 title (bold, wrapped, grey ground), 2 text (format @, top, wrapped). */
const styles = `${declaration}<styleSheet xmlns="${main}"><fonts count="2"><font><sz val="11"/><name val="宋体"/></font><font><b/><sz val="11"/><name val="宋体"/></font></fonts><fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFEEF1F4"/></patternFill></fill></fills><borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border><left style="thin"/><right style="thin"/><top style="thin"/><bottom style="thin"/><diagonal/></border></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf xfId="0"/><xf xfId="0" fontId="1" fillId="2" borderId="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment horizontal="center" vertical="center" wrapText="1"/></xf><xf xfId="0" numFmtId="49" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf></cellXfs></styleSheet>`;
