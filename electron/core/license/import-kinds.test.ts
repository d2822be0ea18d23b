import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { type CellObject, CFB, utils, type WorkBook, write } from '@e965/xlsx';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isUscc } from '../../../shared/china/uscc.ts';
import type { Refusal } from '../../../shared/contract/failures.ts';
import { type Department, openDepartment, organ } from '../../../tests/fixtures/department.ts';
import { readTable, writeTable } from '../spreadsheet/spreadsheet.ts';
import { zip } from '../spreadsheet/zip-writer.ts';

// What each kind of file may hold, with the sentence that the clerk reads and what is kept.

let at: Department;
beforeAll(async () => {
  at = await openDepartment();
}, 60_000);
beforeEach(() => at.clear());
afterAll(() => at.close());

const columns: Readonly<Record<string, string>> = {
  ...{ TYSHXYDM: '统一社会信用代码', MC: '名称', LX: '类型', FDDBR: '法定代表人', JYFW: '经营范围' },
  ...{ CLRQ: '成立日期', ZS: '住所', DJJG: '登记机关', FZRQ: '核发日期' },
};
const keys = Object.keys(columns);
const titles = Object.values(columns);
const codeOf = (index: number): string => {
  const body = `9141010${index.toString().padStart(10, '0')}`;
  return [...'0123456789ABCDEFGHJKLMNPQRTUWXY'].map((digit) => body + digit).find(isUscc)!;
};
const values = (index: number, changes: Readonly<Record<string, string>> = {}): string[] => {
  const row: Record<string, string> = {
    ...{ TYSHXYDM: codeOf(index), MC: `郑州第${index}商行`, LX: '个人独资企业', FDDBR: '王建国', JYFW: '日用百货' },
    ...{ CLRQ: '1997-01-08', ZS: '郑州市金水区', DJJG: organ.name, FZRQ: '2018-05-17' },
    ...changes,
  };
  return keys.map((key) => row[key]!);
};

const take = (bytes: Uint8Array, name: string) => at.client.call('license.import', { type: '营业执照', name, bytes });
const refusalOf = (bytes: Uint8Array, name: string): Promise<string> =>
  take(bytes, name).then(
    () => 'taken in',
    (error: Refusal) => error.failure.message,
  );
const kept = async (): Promise<string[][]> => {
  const { rows } = await at.client.call('license.list', { limit: 100, order: 'code' });
  const all = await Promise.all(rows.map(({ id }) => at.client.call('license.get', { id })));
  return all.map(({ license }) => keys.map((key) => license.face[key] ?? ''));
};

type Cell = string | CellObject;
/** The workbook of one visible sheet; `xlsx` or the old `biff8`. */
function bookOf(rows: readonly (readonly Cell[])[], type: 'xlsx' | 'xlsm' | 'biff8', tune?: (book: WorkBook) => void) {
  const book = utils.book_new();
  const sheet = utils.aoa_to_sheet(rows.map((row) => [...row]));
  utils.book_append_sheet(book, sheet, '执照');
  tune?.(book);
  return new Uint8Array(write(book, { type: 'buffer', bookType: type }) as Buffer);
}
const csvText = (...rows: readonly (readonly string[])[]): string =>
  rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\r\n');
const gb18030 = (text: string): Uint8Array =>
  new Uint8Array(execFileSync('iconv', ['-f', 'UTF-8', '-t', 'GB18030'], { input: text }));

/** A dBASE table; a column is text unless its letter says otherwise. */
function dbfOf(
  rows: readonly (readonly string[])[],
  encode: (text: string) => Uint8Array,
  letters: Readonly<Record<string, string>> = {},
) {
  const size = 200;
  const head = Buffer.alloc(32 + 32 * keys.length + 1);
  head[0] = 3;
  head.writeUInt32LE(rows.length, 4);
  head.writeUInt16LE(head.length, 8);
  const widths = keys.map((key) => (letters[key] === 'D' ? 8 : size));
  head.writeUInt16LE(1 + widths.reduce((sum, width) => sum + width, 0), 10);
  keys.forEach((key, index) => {
    head.write(key, 32 + 32 * index, 'latin1');
    head.write(letters[key] ?? 'C', 32 + 32 * index + 11, 'latin1');
    head[32 + 32 * index + 16] = widths[index]!;
  });
  head[head.length - 1] = 0x0d;
  const records = rows.map((row) => {
    const fields = row.map((cell, index) => {
      const field = Buffer.alloc(widths[index]!, ' ');
      field.set(encode(cell));
      return field;
    });
    return Buffer.concat([Buffer.from(' '), ...fields]);
  });
  return new Uint8Array(Buffer.concat([head, ...records, Buffer.from([0x1a])]));
}

const lostDigits = '统一社会信用代码：表格把号码当成了数字，末几位已丢失，请把该列设为文本后重新填写';
const noValue = (label: string, word: string) => `${label}：这一格是“${word}”，没有值。请在表格里改好公式，或粘贴为值`;

describe.each(['xlsx', 'biff8'] as const)('a workbook (%s)', (type) => {
  it('gives merged cells, formulas and days as they are shown, and names what has no value', async () => {
    const rows: Cell[][] = [
      titles,
      values(1),
      values(2, { CLRQ: '1997年1月8日', ZS: '' }),
      values(3),
      values(4),
      values(5),
    ];
    rows[1]![1] = { t: 's', v: '郑州第1商行', f: '"郑州第"&"1商行"' };
    rows[1]![5] = { t: 'n', v: 35438, z: 'yyyy"年"m"月"d"日"' };
    rows[3]![0] = { t: 'n', v: Number('914101000000000012') };
    rows[4]![6] = { t: 'e', v: 0x17 };
    rows[5]![5] = { t: 'n', v: 35438 };
    const bytes = bookOf(rows, type, (book) => {
      book.Sheets['执照']!['!merges'] = [{ s: { r: 1, c: 6 }, e: { r: 2, c: 6 } }];
    });
    const { accepted, rejected } = await take(bytes, '存量');
    expect(rejected.map(({ row, message }) => [row, message])).toEqual([
      [4, lostDigits],
      [5, noValue('住所', '#REF!')],
      [6, '成立日期：不是存在的日期。可写 230105、2023-01-05、t（今天）'],
    ]);
    expect([accepted, await kept()]).toEqual([2, [values(1), values(2)]]);
  });

  it('says that a hidden sheet and macros were passed over', async () => {
    const macros = CFB.utils.cfb_new();
    CFB.utils.cfb_add(macros, '/VBA/dir', Buffer.alloc(600));
    const bytes = bookOf([titles, values(1)], type === 'xlsx' ? 'xlsm' : type, (book) => {
      utils.book_append_sheet(book, utils.aoa_to_sheet([titles, values(9)]), '旧表');
      book.Workbook = { Sheets: [{ Hidden: 0 }, { Hidden: 1 }] };
      book.vbaraw = CFB.write(macros, { type: 'buffer' });
    });
    const { notes, accepted } = await take(bytes, type === 'xlsx' ? '存量.xlsm' : '存量.xls');
    expect([accepted, notes]).toEqual([1, ['隐藏的工作表没有读：旧表', '文件带宏，只读了数据，宏没有运行']]);
    expect(await kept()).toEqual([values(1)]);
  });

  it('of hidden sheets alone is no table', async () => {
    const bytes = bookOf([titles, values(1)], type, (book) => {
      utils.book_append_sheet(book, utils.aoa_to_sheet([[]]), '空表');
      book.Workbook = { Sheets: [{ Hidden: 1 }, { Hidden: 0 }] };
    });
    expect(await refusalOf(bytes, '存量.xls')).toBe(
      '“存量.xls”不是可导入的表：只有隐藏的工作表里可能有内容，请先取消隐藏。请用模板另存后再导入。',
    );
  });

  it('keeps what stands far below empty rows', async () => {
    const bytes = bookOf([titles, values(1)], type, (book) => {
      utils.sheet_add_aoa(book.Sheets['执照']!, [values(2)], { origin: 'A60000' });
    });
    expect(await take(bytes, '存量')).toMatchObject({ accepted: 2, rejected: [] });
    expect(await kept()).toEqual([values(1), values(2)]);
  });
});

it('an old workbook with more rows than can be read is refused, not cut off', async () => {
  const rows = Array.from({ length: 20_001 }, (_, index) => [`行${index}`]);
  expect(await refusalOf(bookOf(rows, 'biff8'), '存量.xls')).toBe(
    '超过上限：“存量.xls”超过 20000 行，旧格式读不了这么多（也可另存为 xlsx）。请拆成几个文件再导入。请减少或拆分后再试；若是收到的文件，请送出单位更正后重发。',
  );
}, 60_000);

describe('what a file is, its contents tell', () => {
  const rows = [values(1)];
  it.each([
    ['存量.csv', 'xlsx', () => bookOf([titles, ...rows], 'xlsx')],
    ['存量.xlsx', 'xls', () => bookOf([titles, ...rows], 'biff8')],
    ['存量.xls', 'csv', () => gb18030(csvText(titles, ...rows))],
    ['存量.xlsx', 'dbf', () => dbfOf(rows, gb18030)],
  ])('%s that is %s goes in with a note', async (name, kind, make) => {
    const { notes, accepted } = await take(make(), name);
    expect([accepted, notes]).toEqual([1, [`扩展名是 .${name.split('.')[1]}，内容是 ${kind}，已按内容读取`]]);
    expect(await kept()).toEqual(rows);
  });

  it('a password is named with what to do, in either workbook', async () => {
    const locked = CFB.utils.cfb_new();
    CFB.utils.cfb_add(locked, '/EncryptedPackage', Buffer.alloc(5000));
    const said = '“加密.xlsx”加了打开密码，读不出内容。请用 WPS 或 Excel 打开，去掉密码另存后再导入。';
    expect(await refusalOf(new Uint8Array(CFB.write(locked, { type: 'buffer' }) as Buffer), '加密.xlsx')).toBe(said);
  });

  it('a bomb is refused by name and size', async () => {
    const pieces = ['<worksheet><sheetData>', ' '.repeat(20_000_000), '</sheetData></worksheet>'];
    const relation = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
    const book = `<workbook xmlns:r="${relation}"><sheets><sheet name="表" r:id="rId1"/></sheets></workbook>`;
    const links = '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>';
    const bytes = await zip([
      { name: 'xl/workbook.xml', pieces: [book] },
      { name: 'xl/_rels/workbook.xml.rels', pieces: [links] },
      { name: 'xl/worksheets/sheet1.xml', pieces },
    ]);
    expect(await refusalOf(bytes, '炸弹.xlsx')).toBe(
      '超过上限：“炸弹.xlsx”展开后过大（20 MB）。请拆成几个文件再导入。请减少或拆分后再试；若是收到的文件，请送出单位更正后重发。',
    );
  });

  it('a million empty lines of text cost nothing', async () => {
    const empty = `\r\n${','.repeat(titles.length - 1)}`.repeat(1_000_000);
    const bytes = new TextEncoder().encode(`${csvText(titles, values(1))}${empty}\r\n${csvText(values(2))}`);
    expect(await take(bytes, '存量.csv')).toMatchObject({ accepted: 2, rejected: [], stoppedAt: null });
    expect(await kept()).toEqual([values(1), values(2)]);
  }, 60_000);
});

describe('text of any kind', () => {
  const odd = {
    ...{ MC: '郑州𠮷㐂"商行"', FDDBR: '王𠮷' },
    ...{ JYFW: "'); DROP TABLE record; --，<b>&amp;</b>", ZS: '<script>alert(1)</script>', LX: '" OR 1=1 --' },
  };
  const rare = { MC: '郑州𠮷㐂商行', FDDBR: '王𠮷' };

  it.each([
    ['xlsx', odd, (row: string[]) => bookOf([titles, row], 'xlsx')],
    ['xls', odd, (row: string[]) => bookOf([titles, row], 'biff8')],
    [
      'csv in UTF-8',
      { ...odd, JYFW: `${odd.JYFW}\n第二行` },
      (row: string[]) => new TextEncoder().encode(csvText(titles, row)),
    ],
    ['csv in GB18030', { ...odd, JYFW: `${odd.JYFW}\n第二行` }, (row: string[]) => gb18030(csvText(titles, row))],
    ['dbf in GB18030', odd, (row: string[]) => dbfOf([row], gb18030)],
    ['dbf in UTF-8', rare, (row: string[]) => dbfOf([row], (text) => new TextEncoder().encode(text))],
  ] as const)('comes in, is found and goes out as it was: %s', async (_, changes, make) => {
    const row = values(1, changes);
    const { rejected, accepted } = await take(make(row), '存量');
    expect([accepted, rejected]).toEqual([1, []]);
    expect(await kept()).toEqual([row]);
    for (const query of ['𠮷', '𠮷㐂', '㐂'])
      expect((await at.client.call('license.list', { query })).total, query).toBe(1);
    for (const format of ['xlsx', 'csv'] as const) {
      const { bytes } = await at.client.call('license.export', { format, purpose: '核对' });
      const [head, line] = (await readTable(bytes, `b.${format}`)).rows;
      expect(titles.map((title) => line!.cells[head!.cells.indexOf(title)])).toEqual(row);
    }
  });

  it.each(['xlsx', 'csv'] as const)(
    'that is too long, or hostile where a day or a code belongs, is named and kept in the report: %s',
    async (format) => {
      const long = `${'长'.repeat(1995)}𠮷㐂有限公司`.slice(0, 2000);
      const hostile = "'; DROP TABLE record; --<img src=x onerror=alert(1)>";
      const everywhere = keys.map(() => hostile);
      const rows = [values(1, { MC: long }), everywhere, values(3)];
      const bytes = await writeTable({ name: '执照', head: [titles], rows }, format);
      const name = `存量.${format}`;
      const report = await take(bytes, name);
      const said = (row: number) => report.rejected.filter((one) => one.row === row).map(({ message }) => message);
      expect(said(2)).toEqual([`名称：最多 200 字，现为 ${[...long].length} 字`]);
      expect(said(3)).toEqual([
        '统一社会信用代码：最多 18 字，现为 43 字',
        '成立日期：最多 10 字，现为 52 字',
        '核发日期：最多 10 字，现为 52 字',
      ]);
      expect([report.accepted, await kept()]).toEqual([1, [values(3)]]);
      const { path } = await at.client.call('license.importReport', {
        ...{ name, bytes, report, to: at.station.dir, onlyRejected: true },
      });
      const written = await readTable(new Uint8Array(readFileSync(path)), path);
      rmSync(path);
      expect(written.rows.map(({ cells }) => cells.slice(0, titles.length))).toEqual([titles, rows[0], rows[1]]);
      expect(written.rows[1]!.cells.at(-1)).toBe(`未导入：${said(2)[0]}`);
    },
  );
});

it('a dbf names a number that lost its digits and one that did not fit, and takes its own days', async () => {
  const day = { CLRQ: '19970108', FZRQ: '20180517' };
  const rows = [
    values(1, day),
    values(2, { ...day, TYSHXYDM: '9.14101000000000E+17' }),
    values(3, { ...day, ZS: '********' }),
  ];
  const bytes = dbfOf(rows, gb18030, { CLRQ: 'D', FZRQ: 'D', ZS: 'N' });
  const { accepted, rejected } = await take(bytes, '存量.dbf');
  expect(rejected.map(({ row, message }) => [row, message])).toEqual([
    [3, lostDigits],
    [4, '住所：数值比这一列宽，文件里没有存下。请在原系统把该列加宽后重新导出'],
  ]);
  expect(accepted).toBe(1);
});

it('a csv names a number that lost its digits, a quote without its pair and a formula that failed', async () => {
  const text = csvText(titles, values(1, { TYSHXYDM: '9.14101E+17' }), values(2, { ZS: '#N/A' }), values(3));
  const { accepted, rejected } = await take(new TextEncoder().encode(text), '存量.csv');
  expect([accepted, rejected.map(({ row, message }) => [row, message])]).toEqual([
    1,
    [
      [2, lostDigits],
      [3, noValue('住所', '#N/A')],
    ],
  ]);
  at.clear();
  expect(await refusalOf(new TextEncoder().encode(`${csvText(titles)}\r\n"甲,乙`), '存量.csv')).toBe(
    '“存量.csv”不是可导入的表：第 2 行的引号没有配对。请用模板另存后再导入。',
  );
});

it('a face picture of 200 MB is refused before it is read, and nothing of it is kept', async () => {
  const blobs = () => at.station.db.prepare('SELECT count(*) FROM blob').pluck().get();
  const before = blobs();
  const adding = at.client.call('licenseType.addFace', { name: '底图.png', bytes: new Uint8Array(200_000_000) });
  await expect(adding.catch((error: Refusal) => error.failure.message)).resolves.toMatch(
    /^“底图\.png”有 200 MB，超过 \d+ MB 的上限。请拆分，图片请降低分辨率，再收进来。$/,
  );
  expect(blobs()).toBe(before);
});
