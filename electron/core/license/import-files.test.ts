import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CFB, utils, write } from '@e965/xlsx';
import { DBFFile } from 'dbffile';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isUscc } from '../../../shared/china/uscc.ts';
import { type Department, openDepartment, organ } from '../../../tests/fixtures/department.ts';
import { readTable, writeTable } from '../spreadsheet/spreadsheet.ts';
import { zip } from '../spreadsheet/zip-writer.ts';

let at: Department;
let folder: string;
beforeAll(async () => {
  at = await openDepartment();
  folder = mkdtempSync(join(tmpdir(), 'yidi-import-'));
}, 60_000);
beforeEach(() => at.clear());
afterAll(async () => {
  await at.close();
  rmSync(folder, { recursive: true });
});

const titles = [
  '统一社会信用代码',
  '名称',
  '类型',
  '法定代表人',
  '经营范围',
  '成立日期',
  '住所',
  '登记机关',
  '核发日期',
];
const face = ['TYSHXYDM', 'MC', 'LX', 'FDDBR', 'JYFW', 'CLRQ', 'ZS', 'DJJG', 'FZRQ'];

/** A valid code for each index. */
function codeOf(index: number): string {
  const body = `9141010${index.toString().padStart(10, '0')}`;
  return [...'0123456789ABCDEFGHJKLMNPQRTUWXY'].map((digit) => body + digit).find(isUscc)!;
}
const values = (index: number): string[] => [
  codeOf(index),
  `郑州第${index}商贸有限公司`,
  '有限责任公司',
  '王建国',
  '日用百货',
  '1997-01-08',
  '郑州市金水区',
  organ.name,
  '2018-05-17',
];
const csv = (...lines: string[][]): Uint8Array =>
  new TextEncoder().encode(
    lines.map((line) => line.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\r\n'),
  );
const take = (
  bytes: Uint8Array,
  name: string,
  more: { duplicates?: 'add'; columns?: string[]; titleRow?: number } = {},
) => at.client.call('license.import', { type: '营业执照', name, bytes, ...more });
const faces = async (): Promise<string[][]> => {
  const { rows } = await at.client.call('license.list', { limit: 500 });
  const all = await Promise.all(rows.map(({ id }) => at.client.call('license.get', { id })));
  return all.map(({ license }) => face.map((key) => license.face[key] ?? '')).sort();
};

/** A workbook of raw cells, as other programs write it; `sheet` is what stands in its visible sheet. */
async function workbook(
  sheet: string,
  { since1904 = false, macros = false, hidden = false } = {},
): Promise<Uint8Array> {
  const relation = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const secret = hidden ? '<sheet name="旧表" sheetId="2" state="hidden" r:id="rId2"/>' : '';
  const files: Record<string, string> = {
    'xl/workbook.xml': `<workbook xmlns:r="${relation}"><workbookPr date1904="${since1904 ? 1 : 0}"/><sheets>${secret}<sheet name="执照" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels':
      '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Target="worksheets/sheet2.xml"/></Relationships>',
    'xl/styles.xml': '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
    'xl/worksheets/sheet1.xml': `<worksheet>${sheet}</worksheet>`,
    'xl/worksheets/sheet2.xml': `<worksheet><sheetData>${line(1, titles)}${line(2, values(999))}</sheetData></worksheet>`,
    ...(macros ? { 'xl/vbaProject.bin': 'Attribute VB_Name' } : {}),
  };
  return zip(Object.entries(files).map(([name, text]) => ({ name, pieces: [text] })));
}
const letter = (column: number): string => String.fromCharCode(65 + column);
/** A row; a cell that begins with `<` is its own XML, between its `<c r=…` and `</c>`. */
function line(row: number, cells: readonly string[]): string {
  const xml = cells.map((cell, column) =>
    cell.startsWith('<')
      ? cell.replace('<c', `<c r="${letter(column)}${row}"`)
      : `<c r="${letter(column)}${row}" t="inlineStr"><is><t>${cell.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</t></is></c>`,
  );
  return `<row r="${row}">${xml.join('')}</row>`;
}
const changed = (index: number, changes: Record<number, string>): string[] =>
  values(index).map((value, column) => changes[column] ?? value);

describe('a workbook as people keep it', () => {
  it('gives merged cells, worked-out formulas and days of both calendars as they are shown', async () => {
    const rows = (first: string, second: string): string => `<sheetData>${line(1, titles)}
      ${line(2, changed(1, { 1: '<c t="str"><f>"郑州"&amp;"第1商贸有限公司"</f><v>郑州第1商贸有限公司</v></c>', 5: first }))}
      ${line(3, changed(2, { 5: second, 6: '<c s="1"/>' }))}</sheetData><mergeCells><mergeCell ref="G2:G3"/></mergeCells>`;
    // 8 January 1997 in the calendars from 1900 and from 1904.
    expect(await take(await workbook(rows('<c s="1"><v>35438</v></c>', '1997年1月8日')), 'a.xlsx')).toMatchObject({
      accepted: 2,
      rejected: [],
    });
    expect(await faces()).toEqual([values(1), values(2)]);
    at.clear();
    await take(await workbook(rows('<c s="1"><v>33976</v></c>', '19970108'), { since1904: true }), 'a.xlsx');
    expect(await faces()).toEqual([values(1), values(2)]);
  });

  it('says what it passed over: a hidden sheet, macros, a name that does not fit', async () => {
    const bytes = await workbook(`<sheetData>${line(1, titles)}${line(2, values(1))}</sheetData>`, {
      macros: true,
      hidden: true,
    });
    const report = await take(bytes, 'a.csv');
    expect(report).toMatchObject({ accepted: 1, sheet: '执照' });
    expect(report.notes.join()).toMatch(/扩展名是 \.csv，内容是 xlsx.*隐藏的工作表没有读：旧表.*宏没有运行/);
  });

  it('keeps out a number that has lost its digits and a formula without a value, and says what to do', async () => {
    const bytes = await workbook(
      `<sheetData>${line(1, titles)}${line(2, changed(1, { 0: '<c><v>914101000000000012</v></c>' }))}
      ${line(3, changed(2, { 1: '<c><f>A1</f></c>' }))}${line(4, changed(3, { 6: '<c t="e"><f>B9</f><v>#REF!</v></c>' }))}${line(5, values(4))}</sheetData>`,
    );
    const { accepted, rejected } = await take(bytes, 'a.xlsx');
    expect(accepted).toBe(1);
    expect(rejected.map(({ row, field, code }) => [row, field, code])).toEqual([
      [2, 'face.TYSHXYDM', 'number-lost-digits'],
      [3, 'face.MC', 'formula-failed'],
      [4, 'face.ZS', 'formula-failed'],
    ]);
    expect(rejected[0]!.message).toContain('设为文本后重新填写');
  });

  it('with a million formatted rows below the table is read at once', async () => {
    function* sheet(): Generator<string> {
      yield `<worksheet><sheetData>${line(1, titles)}${line(2, values(1))}`;
      for (let row = 3; row <= 1_048_576; row += 1000)
        yield Array.from(
          { length: 1000 },
          (_, index) => `<row r="${row + index}" s="1"><c r="A${row + index}" s="1"/></row>`,
        ).join('');
      yield '</sheetData></worksheet>';
    }
    const parts = { name: 'xl/worksheets/sheet1.xml', pieces: sheet() };
    const relation = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
    const bytes = await zip([
      {
        name: 'xl/workbook.xml',
        pieces: [`<workbook xmlns:r="${relation}"><sheets><sheet name="表" r:id="rId1"/></sheets></workbook>`],
      },
      {
        name: 'xl/_rels/workbook.xml.rels',
        pieces: ['<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>'],
      },
      parts,
    ]);
    expect(await take(bytes, 'a.xlsx')).toMatchObject({ accepted: 1, rejected: [] });
  }, 90_000);

  it('that unfolds to a thousand times its size is refused by name', async () => {
    const bytes = await workbook(`<sheetData>${' '.repeat(20_000_000)}</sheetData>`);
    await expect(take(bytes, '炸弹.xlsx')).rejects.toThrow(/limit-exceeded.*“炸弹.xlsx”展开后过大/);
  });
});

describe('an old workbook', () => {
  const sheetOf = (rows: string[][]) => utils.aoa_to_sheet(rows);
  const bookOf = (rows: string[][]): Uint8Array => {
    const book = utils.book_new();
    utils.book_append_sheet(book, sheetOf([['旧']]), '旧表');
    utils.book_append_sheet(book, sheetOf(rows), '执照');
    book.Workbook = {
      Sheets: [
        { name: '旧表', Hidden: 1 },
        { name: '执照', Hidden: 0 },
      ],
    };
    return new Uint8Array(write(book, { type: 'buffer', bookType: 'biff8' }) as Buffer);
  };

  it('goes in, whatever it is called, without its hidden sheet', async () => {
    const report = await take(bookOf([titles, values(1), changed(2, { 1: '郑州𠮷㐂商行' })]), '执照.et');
    expect(report).toMatchObject({ accepted: 2, rejected: [], sheet: '执照', notes: ['隐藏的工作表没有读：旧表'] });
    expect((await faces())[1]![1]).toBe('郑州𠮷㐂商行');
  });

  it('or a new one with a password is named as such', async () => {
    const locked = CFB.utils.cfb_new();
    CFB.utils.cfb_add(locked, '/EncryptedPackage', Buffer.alloc(5000));
    CFB.utils.cfb_add(locked, '/EncryptionInfo', Buffer.alloc(5000));
    const xlsx = new Uint8Array(CFB.write(locked, { type: 'buffer' }) as Buffer);
    await expect(take(xlsx, '加密.xlsx')).rejects.toThrow(/table-locked.*“加密.xlsx”加了打开密码/);
    const book = CFB.read(bookOf([titles, values(1)]), { type: 'array' });
    const stream = CFB.find(book, '/Workbook')!;
    const bof = 4 + Buffer.from(stream.content as Uint8Array).readUInt16LE(2);
    const filePass = Buffer.alloc(4 + 54);
    filePass.writeUInt16LE(0x2f, 0);
    filePass.writeUInt16LE(54, 2);
    filePass.set([1, 0, 1, 0, 1, 0], 4);
    const content = Buffer.from(stream.content as Uint8Array);
    const sealed = Buffer.concat([content.subarray(0, bof), filePass, content.subarray(bof)]);
    CFB.utils.cfb_add(book, '/Workbook', sealed);
    const xls = new Uint8Array(CFB.write(book, { type: 'buffer' }) as Buffer);
    await expect(take(xls, '加密.xls')).rejects.toThrow(
      /table-locked.*“加密.xls”加了打开密码，读不出内容。请用 WPS 或 Excel 打开，去掉密码另存后再导入。/,
    );
  });
});

it('a dbf in GBK goes in, without the records that are marked as deleted', async () => {
  const path = join(folder, '执照.dbf');
  const fields = face.map((name) => ({ name, type: 'C' as const, size: 60 }));
  const dbf = await DBFFile.create(path, fields, { encoding: 'gbk' });
  const recordOf = (index: number) => Object.fromEntries(values(index).map((value, column) => [face[column]!, value]));
  await dbf.appendRecords([recordOf(1), recordOf(2), recordOf(3)]);
  const bytes = new Uint8Array(readFileSync(path));
  const record = 1 + 60 * face.length;
  bytes[bytes.length - 1 - 2 * record] = 0x2a;
  const report = await take(bytes, '执照.dbf');
  expect(report).toMatchObject({ accepted: 2, rejected: [], notes: ['作了删除标记的 1 条没有读'] });
  expect(await faces()).toEqual([values(1), values(3)]);
});

it('quotes, line breaks, rare characters, SQL and HTML come in and go out as they are', async () => {
  const odd = changed(1, {
    1: '郑州"𠮷㐂"商行',
    4: "'); DROP TABLE record; --<b>&amp;</b>，第一行\n第二行",
    6: '<script>alert(1)</script>',
  });
  const report = await take(csv(titles, odd), 'a.csv');
  expect(report.rejected).toEqual([]);
  expect(await faces()).toEqual([odd]);
  for (const format of ['xlsx', 'csv'] as const) {
    const { bytes } = await at.client.call('license.export', { format, purpose: '核对' });
    const { rows } = await readTable(bytes, `b.${format}`);
    expect(titles.map((title) => rows[1]!.cells[rows[0]!.cells.indexOf(title)])).toEqual(odd);
  }
});

describe('a file that goes in again', () => {
  it('adds nothing, not even where duplicates are wanted', async () => {
    const bytes = csv(titles, values(1), values(2));
    expect(await take(bytes, 'a.csv')).toMatchObject({ accepted: 2 });
    const again = await take(
      await writeTable({ name: '表', head: [titles], rows: [values(1), values(2)] }, 'xlsx'),
      'b.xlsx',
      { duplicates: 'add' },
    );
    expect(again.accepted).toBe(0);
    expect(again.rejected.map(({ row, code, known }) => [row, code, known])).toEqual([
      [2, 'duplicate-license', true],
      [3, 'duplicate-license', true],
    ]);
  });

  it('replaces nothing silently: a row that has changed since is named with its fields', async () => {
    await take(csv(titles, values(1)), 'a.csv');
    const { accepted, rejected } = await take(csv(titles, changed(1, { 6: '郑州市二七区' })), 'a.csv');
    expect([accepted, rejected[0]!.known]).toEqual([0, false]);
    expect(rejected[0]!.message).toContain('“住所”与本行不同，没有覆盖');
    expect(await faces()).toEqual([values(1)]);
  });

  it.each(['csv', 'xlsx'] as const)(
    'mended in the report of its rows as %s takes in what was left out, and nothing twice',
    async (format) => {
      const rows = [values(1), changed(2, { 5: '1997-02-30', 6: '' }), values(3)];
      const bytes = await writeTable({ name: '执照', head: [titles], rows }, format);
      const report = await take(bytes, `存量.${format}`);
      expect(report.accepted).toBe(2);
      const wish = { name: `存量.${format}`, bytes, report, to: folder };
      const { path, rows: written } = await at.client.call('license.importReport', { ...wish, onlyRejected: false });
      expect([path.endsWith(`存量-导入结果.${format}`), written]).toEqual([true, 3]);
      const table = await readTable(new Uint8Array(readFileSync(path)), path);
      expect(table.kind).toBe(format);
      const column = table.rows[0]!.cells.indexOf('导入结果');
      expect(table.rows.map(({ cells }) => cells[column])).toEqual([
        '导入结果',
        '已导入',
        expect.stringMatching(/^未导入：成立日期：.*；住所：/),
        '已导入',
      ]);
      const mended = table.rows.map(({ cells }, index) => (index === 2 ? [...values(2), cells[column]!] : [...cells]));
      const again = await take(await writeTable({ name: '执照', head: [], rows: mended }, format), 'b');
      expect(again).toMatchObject({ accepted: 1, unknownColumns: [] });
      expect(await faces()).toEqual([values(1), values(2), values(3)]);
      const short = await at.client.call('license.importReport', { ...wish, onlyRejected: true });
      expect(short.rows).toBe(1);
    },
  );
});

it('columns go where a person sends them, and there again the next time', async () => {
  const strange = ['代码甲', '店名', ...titles.slice(2)];
  const bytes = csv(['2026 年存量'], strange, values(1));
  const seen = await at.client.call('license.importPreview', { type: '营业执照', name: 'a.csv', bytes });
  expect(seen).toMatchObject({ titleRow: 2, titles: strange, kept: false, rows: [{ row: 3, cells: values(1) }] });
  expect(seen.columns.slice(0, 3)).toEqual(['', '', 'face.LX']);
  await expect(take(bytes, 'a.csv')).rejects.toThrow('缺少“统一社会信用代码”列');
  const columns = ['face.TYSHXYDM', 'face.MC', ...seen.columns.slice(2)];
  expect(await take(bytes, 'a.csv', { columns, titleRow: 2 })).toMatchObject({ accepted: 1, titleRow: 2 });
  const next = csv(strange, values(2));
  const kept = await at.client.call('license.importPreview', { type: '营业执照', name: 'b.csv', bytes: next });
  expect(kept).toMatchObject({ kept: true, columns });
  expect(await take(next, 'b.csv')).toMatchObject({ accepted: 1, rejected: [] });
});

it('cancelled, an import keeps whole rows and names where it stopped; the rest goes in later', async () => {
  const rows = Array.from({ length: 1200 }, (_, index) => values(index + 1));
  const bytes = csv(titles, ...rows);
  const job = 'bulk-import';
  const off = at.client.on('progress', ({ step }) => {
    if (step === '写入') void at.client.call('job.cancel', { job });
  });
  const report = await at.client.call('license.import', { type: '营业执照', name: 'a.csv', bytes, job });
  off();
  expect(report.accepted).toBeGreaterThan(0);
  expect(report.accepted).toBeLessThan(1200);
  expect(report.stoppedAt).toBe(report.accepted + 2);
  const again = await take(bytes, 'a.csv');
  expect([again.accepted, again.stoppedAt]).toEqual([1200 - report.accepted, null]);
  expect((await at.client.call('license.list', {})).total).toBe(1200);

  const before = readdirSync(folder);
  const stop = at.client.on('progress', () => void at.client.call('job.cancel', { job }));
  const exporting = at.client.call('license.export', { format: 'csv', purpose: '核对', to: folder, job });
  await expect(exporting).rejects.toThrow('cancelled');
  stop();
  expect(readdirSync(folder)).toEqual(before);
}, 60_000);
