import { readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { refuse } from '../../shared/contract/failures.ts';
import { recordStateNames } from '../../shared/exchange/record.ts';
import { licenseLabel } from '../../shared/license/fields.ts';
import type { LicenseRow } from '../../shared/license/methods.ts';
import { clientOf } from './call.ts';
import type { CommandSpec, Invocation, Result } from './command.ts';

/** `yidi license types`: every type that the station knows. */
async function types({ open }: Invocation): Promise<Result> {
  const { types: rows } = await clientOf(await open()).call('license.types', {});
  return {
    value: { total: rows.length, rows },
    text: rows.map(
      (row) =>
        `${row.name}\t${row.code || '（代码未公布）'}\t第 ${row.version} 版\t${row.state === 'library' ? '类型库' : recordStateNames[row.state]}${row.unverified ? '（未核实）' : ''}\t${row.licenses} 条`,
    ),
  };
}

/** `yidi license import`: the rows of a table as licenses of one type; rows with errors are named, the others go in. */
async function importTable({ open, args, options, tell }: Invocation): Promise<Result> {
  const [file = ''] = args;
  const client = clientOf(await open());
  const input = { name: basename(file), bytes: readInput(file) };
  const wish = { type: String(options['type']), reason: String(options['reason'] ?? '') };
  const report = await client.call('license.import', { ...wish, ...input });
  const { accepted, drafts, unknownColumns, notes } = report;
  const rejected = report.rejected.map(({ known: _, ...row }) => row);
  if (unknownColumns.length > 0) tell(`没有用上的列：${unknownColumns.join('、')}`);
  for (const note of notes) tell(note);
  const files: { name: string; path: string }[] = [];
  if (options['report']) {
    const out = resolve(String(options['report']));
    const place = { to: dirname(out), as: basename(out) };
    await client.call('license.importReport', { ...input, ...place, report, onlyRejected: false });
    files.push({ name: basename(out), path: String(options['report']) });
  }
  const known = new Set(report.rejected.filter((row) => row.known).map(({ row }) => row)).size;
  return {
    value: { accepted, drafts, rejected, unknownColumns, notes, ...(files.length > 0 ? { files } : {}) },
    text: [
      `已导入 ${accepted} 条${drafts > 0 ? `（${drafts} 条有提醒，写明理由前是草稿）` : ''}，未导入 ${new Set(rejected.map(({ row }) => row)).size} 行${known > 0 ? `，其中 ${known} 行以前已导入` : ''}`,
      ...rejected.map(({ row, message }) => `第 ${row} 行 ${message}`),
      ...files.map(({ path }) => `各行的结果写在 ${path}`),
    ],
  };
}

/** `yidi license list`: people's identity numbers are masked. */
async function list({ open, options }: Invocation): Promise<Result> {
  const client = clientOf(await open());
  const rows: LicenseRow[] = [];
  let total = 0;
  let after: string | null | undefined;
  do {
    const page = await client.call('license.list', {
      ...(options['type'] ? { type: String(options['type']) } : {}),
      ...(options['query'] ? { query: String(options['query']) } : {}),
      ...(after ? { after } : {}),
      limit: 500,
    });
    rows.push(...page.rows);
    total = page.total;
    after = page.next;
  } while (after);
  return {
    value: { total, rows },
    text: rows.map(
      (row) => `${row.code}\t${row.name}\t${row.type}\t${recordStateNames[row.state]}${row.setAside ? '（待查）' : ''}`,
    ),
  };
}

/** `yidi license check`: exit status 1 where a license has errors. */
async function check({ open }: Invocation): Promise<Result> {
  const client = clientOf(await open());
  const { checked, rows } = await client.call('license.checkAll', {});
  const errors = rows.reduce((sum, row) => sum + row.findings.filter(({ level }) => level === 'error').length, 0);
  const warnings = rows.reduce((sum, row) => sum + row.findings.length, 0) - errors;
  const names = [...new Set(rows.map((row) => row.type))];
  const types = new Map(
    await Promise.all(names.map(async (name) => [name, await client.call('license.type', { name })] as const)),
  );
  return {
    value: { ok: errors === 0, total: checked, errors, warnings, rows },
    text: [
      `检查 ${checked} 条：错误 ${errors} 处，提醒 ${warnings} 处`,
      ...rows.flatMap(({ code, name, type, findings }) =>
        findings.map(
          ({ field, level, message }) =>
            `${name || code}\t${level === 'error' ? '错误' : '提醒'}\t${licenseLabel(types.get(type)!, field)}\t${message}`,
        ),
      ),
    ],
    failed: errors > 0,
  };
}

/** `yidi license export`: whole, with identity numbers; purpose and number of rows are logged. */
async function exportTable({ open, options }: Invocation): Promise<Result> {
  const purpose = String(options['purpose'] ?? '').trim();
  const out = resolve(String(options['out']));
  const made = await clientOf(await open()).call('license.export', {
    format: options['format'] as 'xlsx' | 'csv' | 'json',
    purpose,
    to: dirname(out),
    as: basename(out),
    ...(options['type'] ? { type: String(options['type']) } : {}),
  });
  return {
    value: {
      ok: true,
      total: made.rows,
      files: [{ name: basename(out), path: String(options['out']), bytes: made.size }],
    },
    text: [`已导出 ${made.rows} 条到 ${out}，用途已记入审计：${purpose}`],
  };
}

function readInput(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch {
    return refuse('file-missing', { path });
  }
}

const typeOption = ['--type <name>', '证照类型的名称或代码'] as const;

export const licenseCommands: readonly CommandSpec[] = [
  { name: 'license types', summary: '列出证照类型', station: true, run: types },
  {
    name: 'license import',
    summary: '从表格导入一类证照',
    args: [['<file>', 'xlsx、xls、et、csv 或 dbf，标题行写照面字段']],
    options: [
      typeOption,
      ['--reason <text>', '各行的提醒为何可以放行；不写的，有提醒的行存为草稿'],
      ['--report <file>', '把各行和导入结果写到这个文件，原为文本的写 csv，其余写 xlsx'],
    ],
    required: ['type'],
    station: true,
    run: importTable,
  },
  {
    name: 'license list',
    summary: '列出证照，公民身份号码打码',
    options: [typeOption, ['--query <words>', '在编号、持证主体、档号中查找']],
    station: true,
    run: list,
  },
  { name: 'license check', summary: '重新检查全部证照', station: true, run: check },
  {
    name: 'license export',
    summary: '导出证照，须写明用途',
    options: [
      ['--format <format>', '文件格式', ['xlsx', 'csv', 'json']],
      ['--out <file>', '写到哪个文件'],
      ['--purpose <text>', '用途，记入审计'],
      typeOption,
    ],
    required: ['format', 'out', 'purpose'],
    station: true,
    run: exportTable,
  },
];
