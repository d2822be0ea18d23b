import { basename, dirname, resolve } from 'node:path';
import { catalogFieldLabel } from '../../shared/catalog/fields.ts';
import type { CatalogRow, ImportReport } from '../../shared/catalog/methods.ts';
import { recordStateNames } from '../../shared/exchange/record.ts';
import { clientOf } from './call.ts';
import type { CommandSpec, Invocation, Result } from './command.ts';

/** `yidi catalog import`: complete catalogs are handed in, those with gaps stay drafts with every gap named. */
async function importFile({ open, args, options, tell }: Invocation): Promise<Result> {
  const [file = ''] = args;
  const report = await clientOf(await open()).call('catalog.import', {
    path: resolve(file),
    submit: !options.draft,
    asNewVersion: options.newVersion === true,
  });
  if (report.notesTotal > 0) tell(`另有 ${report.notesTotal} 处需补填或留意，见 --json 的 notes 或 yidi catalog check`);
  return { value: report, text: reportLines(report) };
}

function reportLines({ imported, drafts, created, updated, unchanged, rejected }: ImportReport): string[] {
  return [
    `已导入 ${imported} 条（新建 ${created}，更新 ${updated}，未变 ${unchanged}），其中草稿 ${drafts} 条；未导入 ${rejected.length} 行`,
    ...rejected.map(({ row, message }) => `第 ${row} 行 ${message}`),
  ];
}

/** `yidi catalog list` */
async function list({ open, options }: Invocation): Promise<Result> {
  const rows = await allRows(await open(), options.query);
  return {
    value: { total: rows.length, rows },
    text: rows.map(
      ({ code, name, state, errors }) => `${code || '（未编码）'}\t${name}\t${recordStateNames[state]}\t${errors} 错`,
    ),
  };
}

/** `yidi catalog check`: exit status 1 where a catalog has errors. */
async function check({ open }: Invocation): Promise<Result> {
  const most = Number.MAX_SAFE_INTEGER;
  const { checked, errors, warnings, rows } = await clientOf(await open()).call('catalog.checkAll', { most });
  return {
    value: { ok: errors === 0, total: checked, errors, warnings, rows },
    text: [
      `检查 ${checked} 条：错误 ${errors} 处，提醒 ${warnings} 处`,
      ...rows.flatMap(({ code, name, findings }) =>
        findings.map(
          ({ field, level, message }) =>
            `${name || code}\t${level === 'error' ? '错误' : '提醒'}\t${catalogFieldLabel(field)}\t${message}`,
        ),
      ),
    ],
    failed: errors > 0,
  };
}

/** `yidi catalog export` */
async function exportFile({ open, options }: Invocation): Promise<Result> {
  const out = resolve(String(options.out));
  const made = await clientOf(await open()).call('catalog.export', {
    format: options.format as 'xlsx' | 'csv' | 'json' | 'jsonld',
    template: options.template === 'notice' ? 'notice' : 'export',
    to: dirname(out),
    as: basename(out),
  });
  return {
    value: {
      ok: true,
      total: made.total,
      files: [{ name: basename(out), path: String(options.out), bytes: made.size }],
    },
    text: [`已导出 ${made.total} 条到 ${out}`],
  };
}

async function allRows(core: Awaited<ReturnType<Invocation['open']>>, query?: string | boolean): Promise<CatalogRow[]> {
  const client = clientOf(core);
  const rows: CatalogRow[] = [];
  let after: string | null = null;
  do {
    const page: { rows: CatalogRow[]; next: string | null } = await client.call('catalog.list', {
      order: 'code',
      limit: 500,
      ...(query ? { query: String(query) } : {}),
      ...(after ? { after } : {}),
    });
    rows.push(...page.rows);
    after = page.next;
  } while (after);
  return rows;
}

export const catalogCommands: readonly CommandSpec[] = [
  {
    name: 'catalog import',
    summary: '导入资源目录（xlsx、xls、et、csv、json），缺项的存为草稿',
    args: [['<file>', '目录模板、平台导出表或 json']],
    options: [
      ['--draft', '齐全的也只存草稿，不送签批'],
      ['--new-version', '已送出的、文件中代码相同的，作为新版导入'],
    ],
    station: true,
    run: importFile,
  },
  {
    name: 'catalog list',
    summary: '列出资源目录',
    options: [['--query <words>', '在名称、代码、提供方、信息项中查找']],
    station: true,
    run: list,
  },
  { name: 'catalog check', summary: '检查全部资源目录', station: true, run: check },
  {
    name: 'catalog export',
    summary: '导出资源目录',
    options: [
      ['--format <format>', '文件格式，jsonld 为 DCAT', ['xlsx', 'csv', 'json', 'jsonld']],
      ['--out <file>', '写到哪个文件'],
      ['--template <name>', '表的样式：export 31 列，notice 通知附件的 24 列', ['export', 'notice']],
    ],
    required: ['format', 'out'],
    station: true,
    run: exportFile,
  },
];
