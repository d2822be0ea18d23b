import { statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { localDay } from '../../shared/china/dates.ts';
import { type Period, periodTitle } from '../../shared/score/period.ts';
import { type Measure, measureNames, measures, pointsOf } from '../../shared/score/score.ts';
import { clientOf } from './call.ts';
import { type CommandSpec, type Invocation, text, UsageError } from './command.ts';

type Options = Invocation['options'];
const ofPeriod = [
  ['--period <kind>', '周报或月报，默认 week', ['week', 'month']],
  ['--day <date>', '这一期里的任一天，YYYY-MM-DD，默认今天'],
] as const;
const orSheet = ['--sheet <number>', '第几份已定稿的成绩单（编号见 score sheets）'] as const;

function periodOf(options: Options): Period {
  return { kind: (text(options['period']) || 'week') as Period['kind'], day: text(options['day']) || localDay() };
}

function boardOf(options: Options) {
  return options['sheet'] === undefined
    ? { period: periodOf(options) }
    : { sheet: wholeOf(options['sheet'], '--sheet') };
}

function wholeOf(value: string | boolean | undefined, flag: string): number {
  const number = Number(value);
  if (!/^\d+$/.test(text(value)) || !Number.isSafeInteger(number)) throw new UsageError(`${flag} 须是整数`);
  return number;
}

const show: CommandSpec = {
  name: 'score show',
  summary: '一期的五项考核、总分和名次',
  options: [...ofPeriod, orSheet],
  station: true,
  async run({ options, open }) {
    const board = await clientOf(await open()).call('score.board', boardOf(options));
    const { weights, rows } = board;
    return {
      value: { ...board, total: rows.length },
      text: [
        `${periodTitle(board.period)}，截至 ${board.asOf}`,
        ...rows.map((row) =>
          [
            ...[row.rank ?? '—', row.name, row.total ?? '—'],
            ...measures.map((one) => {
              const { numerator, denominator } = row.figures[one];
              return `${measureNames[one]} ${numerator ?? '—'}/${denominator ?? '—'} 得 ${pointsOf(row.figures[one], weights[one]) ?? '—'}`;
            }),
          ].join('\t'),
        ),
      ],
    };
  },
};

const enter: CommandSpec = {
  name: 'score enter',
  summary: '填一项考核的数，写明日期和来源；分子分母都不给，则恢复为统计数',
  options: [
    ['--partner <station>', '填报单位的工作站编号'],
    ['--measure <name>', '哪一项', measures],
    ['--numerator <number>', '分子，不给则用统计数'],
    ['--denominator <number>', '分母，不给则用单位上报数；0 表示不涉及'],
    ['--date <date>', '数据日期，默认今天'],
    ['--source <text>', '来源'],
  ],
  required: ['partner', 'measure', 'source'],
  station: true,
  async run({ options, open }) {
    const part = (key: string) => (options[key] === undefined ? null : wholeOf(options[key], `--${key}`));
    await clientOf(await open()).call('score.enter', {
      partner: text(options['partner']),
      measure: text(options['measure']) as Measure,
      numerator: part('numerator'),
      denominator: part('denominator'),
      date: text(options['date']) || localDay(),
      source: text(options['source']),
    });
    return { value: { ok: true, files: [] }, text: ['已填'] };
  },
};

const weigh: CommandSpec = {
  name: 'score weigh',
  summary: '定五项的分值，之和为 100',
  options: measures.map((one) => [`--${one} <points>`, measureNames[one]] as const),
  required: [...measures],
  station: true,
  async run({ options, open }) {
    const weights = Object.fromEntries(measures.map((one) => [one, wholeOf(options[one], `--${one}`)])) as Record<
      Measure,
      number
    >;
    await clientOf(await open()).call('score.weigh', { weights });
    return { value: { ok: true, weights, files: [] }, text: ['已定'] };
  },
};

const issue: CommandSpec = {
  name: 'score issue',
  summary: '定稿一期的成绩单；再定稿一次是下一稿，旧稿都留着',
  options: [...ofPeriod],
  station: true,
  async run({ options, open }) {
    const head = await clientOf(await open()).call('score.issue', { period: periodOf(options) });
    return {
      value: { ok: true, ...head, files: [] },
      text: [`第 ${head.sheet} 份：${periodTitle({ kind: head.kind, day: head.start })}，第 ${head.number} 稿`],
    };
  },
};

const sheets: CommandSpec = {
  name: 'score sheets',
  summary: '列出已定稿的成绩单',
  options: [ofPeriod[0]],
  station: true,
  async run({ options, open }) {
    const { sheets: rows } = await clientOf(await open()).call('score.sheets', { kind: periodOf(options).kind });
    return {
      value: { total: rows.length, rows },
      text: rows.map(
        (row) =>
          `${row.sheet}\t${periodTitle({ kind: row.kind, day: row.start })}\t第 ${row.number} 稿\t${row.issuedAt}\t${row.issuedBy}`,
      ),
    };
  },
};

const exportSheet: CommandSpec = {
  name: 'score export',
  summary: '把成绩单写成表格',
  options: [...ofPeriod, orSheet, ['--format <format>', '文件格式', ['xlsx', 'csv']], ['--out <file>', '写到哪个文件']],
  required: ['format', 'out'],
  station: true,
  async run({ options, open }) {
    const out = resolve(text(options['out']));
    await clientOf(await open()).call('score.export', {
      of: boardOf(options),
      format: text(options['format']) as 'xlsx' | 'csv',
      to: dirname(out),
      as: basename(out),
    });
    const files = [{ name: basename(out), path: text(options['out']), bytes: statSync(out).size }];
    return { value: { ok: true, files }, text: [`已写到 ${out}`] };
  },
};

export const scoreCommands: readonly CommandSpec[] = [show, enter, weigh, issue, sheets, exportSheet];
