import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCore } from '../electron/core/core.ts';
import { zip } from '../electron/core/spreadsheet/zip-writer.ts';
import { directTransport } from '../electron/core/transport/direct.ts';
import { isUscc } from '../shared/china/uscc.ts';
import { createClient } from '../shared/contract/client.ts';
import type { Methods } from '../shared/contract/methods.ts';
import { type Desk, makeStation, password } from '../tests/journey/stations.ts';

/** What one process measured: node bench/license-bulk-work.ts source|import|xlsx|csv|json ROOT ROWS, one after the other on one folder. */
export interface BulkWorked {
  readonly seconds: number;
  /** Processor time of the core's thread, milliseconds a row. */
  readonly threadMs: number;
  /** Largest resident memory of the process, MiB. */
  readonly peakMiB: number;
}

const titles = [
  '统一社会信用代码',
  '名称',
  '类型',
  '住所',
  '法定代表人',
  '注册资本',
  '成立日期',
  '营业期限自',
  '营业期限至',
  '经营范围',
  '登记机关',
  '核发日期',
  '箱',
  '卷',
  '件',
];

/** A valid code for each index: its check digit is found by trying. */
function codeOf(index: number): string {
  const body = `9141010${index.toString().padStart(10, '0')}`;
  return [...'0123456789ABCDEFGHJKLMNPQRTUWXY'].map((digit) => body + digit).find(isUscc) ?? body;
}

function rowOf(index: number): string[] {
  const day = `${2000 + (index % 20)}-${String(1 + (index % 12)).padStart(2, '0')}-${String(1 + (index % 28)).padStart(2, '0')}`;
  return [
    codeOf(index),
    `郑州测量第${index}商贸有限公司`,
    '有限责任公司（自然人投资或控股）',
    `河南省郑州市金水区样例路${index % 900}号院${index % 40}号楼${index}室`,
    '赵钱孙李周吴郑王'[index % 8]! + '建国美丽志强'[index % 6]!,
    `${100 + (index % 5000)}万元`,
    day,
    day,
    index % 3 === 0 ? '长期' : `${2030 + (index % 20)}-12-31`,
    `批发、零售：日用百货、五金交电、第${index}类建筑材料；仓储服务（易燃易爆及危险化学品除外）；会议及展览服务`,
    '郑州市市场监督管理局',
    day,
    String(1 + Math.floor(index / 1000)),
    String(1 + (Math.floor(index / 50) % 20)),
    String(1 + (index % 50)),
  ];
}

/** A workbook as Excel writes it: texts in one table of shared strings. */
async function workbook(rows: number): Promise<Uint8Array> {
  const ids = new Map<string, number>();
  const idOf = (text: string): number => {
    const known = ids.get(text);
    if (known !== undefined) return known;
    ids.set(text, ids.size);
    return ids.size - 1;
  };
  function* sheet(): Generator<string> {
    yield '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>';
    for (let at = 0; at <= rows; at++) {
      const cells = at === 0 ? titles : rowOf(at);
      const xml = cells.map(
        (text, column) => `<c r="${String.fromCharCode(65 + column)}${at + 1}" s="1" t="s"><v>${idOf(text)}</v></c>`,
      );
      yield `<row r="${at + 1}" spans="1:15">${xml.join('')}</row>`;
    }
    yield '</sheetData></worksheet>';
  }
  function* strings(): Generator<string> {
    yield '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">';
    for (const text of ids.keys()) yield `<si><t>${text}</t></si>`;
    yield '</sst>';
  }
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  return zip([
    {
      name: 'xl/workbook.xml',
      pieces: [
        `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${office}"><sheets><sheet name="营业执照" sheetId="1" r:id="rId1"/></sheets></workbook>`,
      ],
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      pieces: [
        `<Relationships><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
      ],
    },
    { name: 'xl/worksheets/sheet1.xml', pieces: sheet() },
    { name: 'xl/sharedStrings.xml', pieces: strings() },
  ]);
}

async function run(work: string, root: string, rows: number): Promise<{ seconds: number; threadMs: number }> {
  const source = join(root, 'licenses.xlsx');
  if (work === 'source') {
    writeFileSync(source, await workbook(rows));
    return { seconds: 0, threadMs: 0 };
  }
  const desk = await openDesk(root);
  const begun = performance.now();
  const before = process.threadCpuUsage();
  if (work === 'import') {
    const bytes = new Uint8Array(readFileSync(source));
    const report = await desk.client.call('license.import', { type: '营业执照', name: 'licenses.xlsx', bytes });
    if (report.accepted !== rows) throw new Error(`${report.accepted} rows: ${JSON.stringify(report.rejected[0])}`);
  } else {
    const format = work as 'xlsx' | 'csv' | 'json';
    const made = await desk.client.call('license.export', { format, purpose: '测量', to: root });
    if (made.rows !== rows || statSync(made.path).size < rows * 40) throw new Error(`${made.rows} of ${rows} rows`);
  }
  const seconds = (performance.now() - begun) / 1000;
  const { user, system } = process.threadCpuUsage(before);
  await desk.core.close();
  return { seconds, threadMs: (user + system) / 1000 / rows };
}

/** The station of the run before, or a new one. */
async function openDesk(root: string): Promise<Desk> {
  const dir = join(root, 'department');
  if (!existsSync(dir)) return makeStation(root, 'department', '郑州市市场监督管理局', '11410100MB1A23748Y');
  const core = createCore({ dir });
  const client = createClient<Methods>(directTransport(core));
  await client.call('station.unlock', { user: '李敏', password });
  return { core, client, dir };
}

if (process.argv[1] === import.meta.filename) {
  const [work = '', root = '', rows = ''] = process.argv.slice(2);
  const worked = await run(work, root, Number(rows));
  console.log(JSON.stringify({ ...worked, peakMiB: process.resourceUsage().maxRSS / 1024 } satisfies BulkWorked));
}
