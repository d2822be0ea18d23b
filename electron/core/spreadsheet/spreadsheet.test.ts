import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Refusal } from '../../../shared/contract/failures.ts';
import { readTable, type SheetToWrite, writeTable } from './spreadsheet.ts';
import { zip } from './zip-writer.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const cellsOf = async (bytes: Uint8Array, name = 't.csv'): Promise<readonly (readonly string[])[]> =>
  (await readTable(bytes, name)).rows.map((row) => row.cells);
const codeOf = async (bytes: Uint8Array, name = 't.xlsx'): Promise<string> => {
  try {
    await readTable(bytes, name);
    return 'read';
  } catch (error) {
    if (error instanceof Refusal) return error.failure.code;
    throw error;
  }
};

/** A workbook with one sheet made of raw XML, as other programs write it. */
async function workbook(
  sheet: string,
  parts: Readonly<Record<string, string>> = {},
  workbookPr = '',
): Promise<Uint8Array> {
  const relation = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const files = {
    'xl/workbook.xml': `<x:workbook xmlns:x="m" xmlns:r="${relation}">${workbookPr}<x:sheets><x:sheet name="藏" sheetId="1" state="hidden" r:id="rId2"/><x:sheet name="资源目录" sheetId="2" r:id="rId1"/></x:sheets></x:workbook>`,
    'xl/_rels/workbook.xml.rels':
      '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Target="worksheets/hidden.xml"/></Relationships>',
    'xl/worksheets/sheet1.xml': `<worksheet xmlns="m">${sheet}</worksheet>`,
    'xl/worksheets/hidden.xml':
      '<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>藏</t></is></c></row></sheetData></worksheet>',
    ...parts,
  };
  return zip(Object.entries(files).map(([name, text]) => ({ name, pieces: [text] })));
}

describe('text tables', () => {
  test('a real kind of file: GB18030 without a mark, trailing empty column, tab in quotes, two date styles', async () => {
    const text =
      '宗地编号,面积,成交日期,备注,\r\n郑政出〔2015〕1号,"1.2\t公顷",2015-06-16,,\r\n郑政出〔2015〕2号,㎡3000,2015/7/14,"甲\n乙",\r\n';
    const bytes = new Uint8Array(execFileSync('iconv', ['-f', 'UTF-8', '-t', 'GB18030'], { input: text }));
    expect((await readTable(bytes, 'land.csv')).rows).toEqual([
      { row: 1, cells: ['宗地编号', '面积', '成交日期', '备注'] },
      { row: 2, cells: ['郑政出〔2015〕1号', '1.2\t公顷', '2015-06-16'] },
      { row: 3, cells: ['郑政出〔2015〕2号', '㎡3000', '2015/7/14', '甲\n乙'] },
    ]);
  });

  test.each([
    ['UTF-8', utf8('名称,码\n甲,1\n')],
    ['UTF-8 with mark', utf8('\ufeff名称,码\n甲,1\n')],
    ['UTF-16 LE with mark', Buffer.from('\ufeff名称\t码\n甲\t1\n', 'utf16le')],
    ['UTF-16 LE', Buffer.from('名称\t码\n甲\t1\n', 'utf16le')],
    ['UTF-16 BE', Buffer.from('\ufeff名称\t码\n甲\t1\n', 'utf16le').swap16()],
  ])('%s is recognised', async (_, bytes) => {
    expect(await cellsOf(bytes)).toEqual([
      ['名称', '码'],
      ['甲', '1'],
    ]);
  });

  test('rows are numbered as the spreadsheet shows them, blank ones counted', async () => {
    expect((await readTable(utf8('a,b\n\n,,\n"x\ny",1\nz'), 't.csv')).rows.map((row) => row.row)).toEqual([1, 4, 5]);
  });

  test('semicolons and tabs separate too, quotes inside a cell stay', async () => {
    expect(await cellsOf(utf8('甲;乙\n说"是";"他说""否""。"'))).toEqual([
      ['甲', '乙'],
      ['说"是"', '他说"否"。'],
    ]);
  });

  test('an open quote, a binary file, a web page, an old workbook and nothing are refused as no table', async () => {
    expect(await codeOf(utf8('a,"b\nc'))).toBe('not-a-table');
    expect(await codeOf(Uint8Array.from([1, 0, 0, 0, 2, 0, 0, 0, 200]))).toBe('not-a-table');
    expect(await codeOf(utf8('<html><table><tr><td>1'), 'a.xls')).toBe('not-a-table');
    expect(await codeOf(Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 1]))).toBe('not-a-table');
    expect(await codeOf(Uint8Array.from([0x81, 0x20, 0xff, 0xff]))).toBe('not-a-table');
    expect(await codeOf(new Uint8Array())).toBe('not-a-table');
  });

  test('a formula is written so that no spreadsheet runs it, and comes back as it was', async () => {
    const rows = [['=cmd|calc!A1', '+86 371', '-5', '@x', "'=a", "'甲", '＝1']];
    const bytes = await writeTable({ name: '表', head: [], rows }, 'csv');
    expect(new TextDecoder().decode(bytes)).toContain("'=cmd|calc!A1");
    expect(await cellsOf(bytes)).toEqual(rows);
  });
});

describe('workbooks of other programs', () => {
  test('shared strings, rich text, numbers, dates by style, booleans, errors and merged cells', async () => {
    const bytes = await workbook(
      `<sheetData>
        <row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>
        <row r="3"><c r="A3" t="s"><v>2</v></c><c r="B3" s="1"><v>43054</v></c><c r="C3" s="2"><v>42199.5</v></c><c r="D3"><v>4.2599999999999998</v></c><c r="E3" t="b"><v>1</v></c><c r="F3" t="e"><v>#N/A</v></c></row>
        <row><c/><c s="3"><v>1</v></c><c t="str"><f>"a"&amp;"b"</f><v>ab</v></c><c><v>110105194912310020</v></c><c><v>1.0000000000000001E-4</v></c></row>
      </sheetData><mergeCells count="1"><mergeCell ref="A3:A4"/><mergeCell ref="A1:B1"/></mergeCells>`,
      {
        'xl/sharedStrings.xml':
          '<sst><si><t>信息资源</t></si><si><t>面积</t></si><si><r><t>甲</t></r><rPh><t>jia</t></rPh><r><t xml:space="preserve"> 乙_x000D_</t></r></si></sst>',
        'xl/styles.xml':
          '<styleSheet><numFmts><numFmt numFmtId="177" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;\\ h:mm"/><numFmt numFmtId="178" formatCode="[Red]0.00&quot;年&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="31"/><xf numFmtId="177"/><xf numFmtId="178"/></cellXfs></styleSheet>',
      },
    );
    const table = await readTable(bytes, 't.xlsx');
    expect(table.sheet).toBe('资源目录');
    expect(table.rows).toEqual([
      { row: 1, cells: ['信息资源', '面积'] },
      { row: 3, cells: ['甲 乙\r', '2017-11-15', '2015-07-14 12:00:00', '4.26', 'TRUE', '#N/A'] },
      { row: 4, cells: ['甲 乙\r', '1', 'ab', '1.1010519491231002E+17', '0.0001'] },
    ]);
  });

  test('the 1904 calendar and the day that never was', async () => {
    const sheet =
      '<sheetData><row r="1"><c r="A1" s="0"><v>59</v></c><c r="B1"><v>61</v></c><c r="C1"><v>0.5</v></c></row></sheetData>';
    const styles = { 'xl/styles.xml': '<s><cellXfs><xf numFmtId="14"/></cellXfs></s>' };
    expect(await cellsOf(await workbook(sheet, styles))).toEqual([['1900-02-28', '1900-03-01', '12:00:00']]);
    expect((await cellsOf(await workbook(sheet, styles, '<workbookPr date1904="1"/>')))[0]?.[0]).toBe('1904-02-29');
  });

  test('a part that unpacks to hundreds of times its size is refused before it is read', async () => {
    const bytes = await workbook(`<sheetData>${' '.repeat(20_000_000)}</sheetData>`);
    expect(bytes.length).toBeLessThan(50_000);
    expect(await codeOf(bytes)).toBe('limit-exceeded');
  });

  test('too many columns, a cell in a far column, a cell of a megabyte: limits', async () => {
    expect(await codeOf(await workbook('<sheetData><row r="1"><c r="XFD1"><v>1</v></c></row></sheetData>'))).toBe(
      'limit-exceeded',
    );
    expect(await codeOf(utf8(','.repeat(600).concat('x')))).toBe('limit-exceeded');
    expect(await codeOf(utf8('x'.repeat(40_000)))).toBe('limit-exceeded');
  });

  test('hostile merged ranges cost nothing', async () => {
    const merges = Array.from({ length: 2000 }, () => '<mergeCell ref="A1:XFD1048576"/>').join('');
    const bytes = await workbook(
      `<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData><mergeCells>${merges}</mergeCells>`,
    );
    expect((await readTable(bytes, 't.xlsx')).rows).toHaveLength(1);
  });

  test('entities cannot be declared, so none can grow', async () => {
    const bytes = await workbook('', {
      'xl/worksheets/sheet1.xml':
        '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><worksheet><sheetData><row r="1"><c r="A1" t="str"><v>&b;</v></c></row></sheetData></worksheet>',
    });
    expect(await codeOf(bytes)).toBe('not-a-table');
  });

  test('a workbook cut at any place is refused by name', async () => {
    const whole = await writeTable({ name: '表', head: [['甲']], rows: [['乙']] }, 'xlsx');
    for (let length = 4; length < whole.length; length += 37)
      expect(await codeOf(whole.slice(0, length))).toBe('not-a-table');
  });

  test('an ODF sheet and a plain zip are told apart', async () => {
    await expect(readTable(await zip([{ name: 'content.xml', pieces: ['<a/>'] }]), 'a.ods')).rejects.toThrow(/ODF/);
    await expect(readTable(await zip([{ name: 'a.txt', pieces: ['a'] }]), 'a.zip')).rejects.toThrow(/没有 xlsx/);
  });
});

describe('what is written can be read', () => {
  const anyText = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 12 }),
    fc.string({
      unit: fc.constantFrom('=', "'", '"', ',', '\t', '\n', ';', '-', '1', '_', 'x', '0', '<', '&', '甲', ' '),
      maxLength: 10,
    }),
  );
  const sheets = fc.array(fc.array(anyText, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 8 });
  const trimmed = (rows: readonly (readonly string[])[]): string[][] =>
    rows
      .map((row) => row.slice(0, row.findLastIndex((cell) => cell.trim() !== '') + 1))
      .filter((row) => row.length > 0);

  test.each(['csv', 'xlsx'] as const)('%s gives back every text', async (format) => {
    await fc.assert(
      fc.asyncProperty(sheets, async (rows) => {
        const kept = rows.map((row) => ['名', ...row.map((cell) => cell.toWellFormed().replace(/\r\n?/g, '\n'))]);
        const bytes = await writeTable(
          { name: '表/一', head: [['名称', '甲', '乙', '丙', '丁', '戊', '己']], rows: kept },
          format,
        );
        expect(await cellsOf(bytes)).toEqual([['名称', '甲', '乙', '丙', '丁', '戊', '己'], ...trimmed(kept)]);
      }),
      { numRuns: 60 },
    );
  });

  test('a grouped title, merged cells and numbers', async () => {
    const sheet: SheetToWrite = {
      name: '信息资源目录',
      head: [
        ['提供方', '', '普查'],
        ['名称', '代码', '总量'],
      ],
      rows: [
        ['甲', '000001', 4.26],
        ['', null, 0],
      ],
      merges: [
        { top: 0, left: 0, bottom: 0, right: 1 },
        { top: 2, left: 0, bottom: 3, right: 0 },
      ],
    };
    expect(await cellsOf(await writeTable(sheet, 'xlsx'))).toEqual([
      ['提供方', '提供方', '普查'],
      ['名称', '代码', '总量'],
      ['甲', '000001', '4.26'],
      ['甲', '', '0'],
    ]);
  });
});
