import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { failure } from '../../shared/contract/failures.ts';
import {
  type IncompleteAnswer,
  missingWords,
  pageWords,
  type ScannedAnswerPage,
  strayWords,
} from '../../shared/exchange/answer-page.ts';
import type { PaperApproval } from '../../shared/exchange/approval.ts';
import { dispatchPartNames, type PreparedReport } from '../../shared/exchange/dispatch.ts';
import type { AnswerOutcome } from '../../shared/exchange/methods.ts';
import { recordKindNames } from '../../shared/exchange/record.ts';
import { inspectPackage } from '../core/exchange/format/format.ts';
import { ioFailure } from '../core/store/io-failures.ts';
import { clientOf } from './call.ts';
import { type CommandSpec, text, UsageError } from './command.ts';
import { integrityCommands } from './integrity.ts';
import { receive, serial } from './receive.ts';
import { tellAgain } from './tell-again.ts';

function readInput(path: string): Uint8Array {
  try {
    return new Uint8Array(readFileSync(path));
  } catch (error) {
    throw ioFailure(error, path);
  }
}

/**
 * What stands on the signed paper, from one text such as 王建国 同意 2026-11-20: the first word is the person, a date in it the day
 * (today when there is none).
 */
export function paperOf(words: string, today: string): PaperApproval {
  const date = /(\d{4})[-年./](\d{1,2})[-月./](\d{1,2})/.exec(words);
  const day = date ? [date[1], date[2]?.padStart(2, '0'), date[3]?.padStart(2, '0')].join('-') : today;
  const person = words.trim().split(/[\s,，、;；:：]/)[0] ?? '';
  return { person: person.slice(0, 40), date: day, text: words.trim().slice(0, 200) };
}

const units: Readonly<Record<string, number>> = { '': 1, K: 1e3, M: 1e6, G: 1e9 };

/** Bytes of a volume from `681574400`, `650M` or `4.3G`, decimal as makers of media count. Throws `UsageError` for anything else. */
export function volumeSizeOf(words: string): number {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)([KMG]?)B?$/i.exec(words.trim()) ?? [];
  const bytes = Math.round(Number(number) * (units[unit.toUpperCase()] ?? 0));
  if (number === '' || bytes < 1 || !Number.isSafeInteger(bytes))
    throw new UsageError(`--volume-size 写成字节数，或带 K、M、G：650M、4.3G。不能是“${words}”。`);
  return bytes;
}

const pack: CommandSpec = {
  name: 'pack',
  summary: '封装上报包并写入介质',
  options: [
    ['--to <folder>', '介质上的文件夹'],
    ['--approval <text>', '登记已签字的上报审批，例如“王建国 同意 2026-11-20”'],
    ['--secrecy <text>', '登记已签字的保密审查，例如“赵海燕 非涉密 2026-11-20”'],
    ['--volume-size <bytes>', '分卷：每卷最多多少字节，可带 K、M、G（650M 是 650 000 000）；不给就是一个文件'],
    ['--recovery <percent>', '恢复数据占多少，默认 10', ['0', '10']],
    ['--urgent', '急件：只送证照的状态变更'],
    ['--again <id>', '连同这一包里没有签收的记录，须同时给出 --reason'],
    ['--reason <text>', '为何重送，记入审计链'],
  ],
  required: ['to'],
  station: true,
  async run({ options, open }) {
    const size = options['volumeSize'];
    const split = size === undefined ? {} : { volumeSize: volumeSizeOf(text(size)) };
    const again = text(options['again']);
    const reason = text(options['reason']).trim();
    if ((again === '') !== (reason === '')) throw new UsageError('--again 与 --reason 一起给：重送须写明理由。');
    const core = await open();
    const client = clientOf(core);
    if (again) await client.call('exchange.sendAgain', { package: again, reason });
    const today = core.context.station.now().slice(0, 10);
    const paper = (key: string): PaperApproval | undefined => {
      const words = text(options[key]);
      return words.trim() ? paperOf(words, today) : undefined;
    };
    const sealed = await client.call('exchange.pack', {
      to: resolve(text(options['to'])),
      head: paper('approval'),
      secrecy: paper('secrecy'),
      recovery: options['recovery'] === '0' ? 0 : 10,
      urgent: options['urgent'] === true,
      ...split,
    });
    const files = sealed.files.map(({ name, bytes, sm3, path }) => ({ name, bytes, sm3, path }));
    const { packageId, sequence, counts } = sealed;
    return {
      value: { ok: true, packageId, sequence, files, counts },
      text: [
        `上报包 ${serial(sequence)} ${packageId}`,
        ...files.map((file) => `${file.path} ${file.bytes} 字节 ${file.sm3}`),
      ],
    };
  },
};

const write: CommandSpec = {
  name: 'write',
  summary: '把封装好的上报包再写一份到介质（内容、包号不变）',
  options: [
    ['--package <id>', '包号'],
    ['--to <folder>', '介质上的文件夹'],
  ],
  required: ['package', 'to'],
  station: true,
  async run({ options, open }) {
    const { files } = await clientOf(await open()).call('exchange.write', {
      package: text(options['package']),
      to: resolve(text(options['to'])),
    });
    return { value: { ok: true, files }, text: files.map((file) => `${file.path} ${file.bytes} 字节 ${file.sm3}`) };
  },
};

const inspect: CommandSpec = {
  name: 'inspect',
  summary: '显示包头（不需密钥）',
  args: [['<file...>', '一个包的全部 .ydp 文件']],
  async run({ args }) {
    const { previous, ...info } = await inspectPackage(args.map((path) => resolve(path)));
    const value = { ...info, previous: previous ?? null };
    return {
      value,
      text: [
        `包号 ${info.packageId}`,
        `种类 ${info.kind}`,
        `发件站 ${info.sender}`,
        `序号 ${info.sequence}（纪元 ${info.epoch}）`,
        `时间 ${info.created}`,
        ...info.recipients.map((id) => `收件密钥 ${id}`),
        ...info.volumes.map(
          ({ number, file, bytes, sm3, recoveryBytes }) =>
            `第 ${number} 卷 ${file} ${bytes} 字节 卷号 ${sm3} ${recoveryBytes > 0 ? '有' : '无'}恢复数据`,
        ),
      ],
    };
  },
};

const decide: CommandSpec = {
  name: 'decide',
  summary: '审核：通过、退回或入库，写出审核结果',
  options: [
    ['--package <id>', '这个包里的全部待审记录'],
    ['--record <id>', '一条记录'],
    ['--accept', '审核通过'],
    ['--return', '退回修改'],
    ['--store', '入库'],
    ['--field <path>', '意见所指的字段'],
    ['--remark <text>', '退回的意见'],
    ['--out <folder>', '审核结果写到这个文件夹'],
  ],
  required: ['out'],
  station: true,
  async run({ options, open }) {
    const outcomes = (['accept', 'return', 'store'] as const).filter((word) => options[word]);
    const record = text(options['record']);
    const packageId = text(options['package']);
    if (outcomes.length !== 1 || (record === '') === (packageId === ''))
      throw new UsageError('--package 与 --record 给一个；--accept、--return、--store 给一个。');
    const outcome = ({ accept: 'accepted', return: 'returned', store: 'stored' } as const)[outcomes[0]!];
    const core = await open();
    const client = clientOf(core);
    const remark = text(options['remark']);
    const field = text(options['field']);
    let decided = 1;
    if (record) {
      const { revision } = core.context.station.records.get(record);
      await client.call('review.decide', { id: record, revision, outcome, remarks: remark ? [{ field, remark }] : [] });
    } else decided = (await client.call('review.decidePackage', { packageId, outcome, remark, field })).decided;
    const { files } = await client.call('review.release', { to: resolve(text(options['out'])) });
    return { value: { ok: true, decided, files }, text: [`已办 ${decided} 项`, ...files.map((file) => file.path)] };
  },
};

const dispatch: CommandSpec = {
  name: 'dispatch',
  summary: '主管部门下发目录清单、应交材料、工作日历、资源分类表（签名、加密）',
  args: [['[file...]', '清单、应交材料、日历的表（xlsx、csv）或 json；不给就下发已编好而没有下发的']],
  options: [
    ['--to <station>', '填报单位：工作站编号、名称或统一社会信用代码；不给就按“提供方”一列把目录清单分给各单位'],
    ['--out <folder>', '下发包写到这个文件夹'],
  ],
  required: ['out'],
  station: true,
  async run({ args, options, open }) {
    const one = text(options['to']);
    const to = one === '' ? {} : { station: one };
    const files = args.map((path) => ({ name: basename(path), bytes: readInput(path) }));
    const client = clientOf(await open());
    const reports: PreparedReport[] = [];
    for (const file of files) reports.push(...(await client.call('dispatch.prepare', { ...to, ...file })).reports);
    const parts = [...new Set(reports.map(({ part }) => part))];
    const divided = reports.map(({ department }) => department).filter(Boolean);
    const sent = await client.call('dispatch.send', {
      stations: one === '' ? [...new Set(divided)] : [one],
      to: resolve(text(options['out'])),
      ...(parts.length > 0 ? { parts } : {}),
    });
    const rejected = reports.flatMap(({ part, rejected: rows }) => rows.map((row) => ({ part, ...row })));
    return {
      value: {
        ok: true,
        prepared: reports.map(({ part, department, taken }) => ({ part, department, taken })),
        rejected,
        files: sent.files,
      },
      text: [
        ...reports.map(({ part, department, taken }) =>
          [dispatchPartNames[part], department, taken].filter((word) => word !== '').join(' '),
        ),
        ...rejected.map(({ part, row, message }) => `${dispatchPartNames[part]} 第 ${row} 行没有收：${message}`),
        ...sent.files.map(({ path }) => path),
      ],
    };
  },
};

const receipt: CommandSpec = {
  name: 'receipt',
  summary: '填报单位收签收回执和审核结果，从文件或二维码页',
  args: [['<file...>', '.ydp 文件、文件夹，或二维码页的扫描件（图片、TIFF、PDF，各页一起给）']],
  station: true,
  async run({ args, open, tell }) {
    const taken = await clientOf(await open()).call('exchange.takeAnswers', {
      paths: args.map((path) => resolve(path)),
    });
    const { received, accepted, returned } = taken;
    for (const page of taken.pages) tell(pageLine(page));
    const files = [...taken.outcomes, ...notTaken(taken)];
    const bad = files.find((one) => !one.ok);
    return {
      value: { ok: !bad, code: bad?.code ?? '', message: bad?.message ?? '', received, accepted, returned, files },
      text: files.map((one) => {
        const counts = one.ok ? `签收 ${one.received}，通过 ${one.accepted}，退回 ${one.returned}` : '';
        return `${one.file}\t${[counts, one.message].filter(Boolean).join('；')}`;
      }),
      failed: bad !== undefined,
    };
  },
};

interface Answers {
  readonly outcomes: readonly AnswerOutcome[];
  readonly pages: readonly ScannedAnswerPage[];
  readonly incomplete: readonly IncompleteAnswer[];
}

/** Pages that gave nothing, and answers of which pages are missing. A blank back beside pages with codes is none. */
function notTaken({ outcomes, pages, incomplete }: Answers): AnswerOutcome[] {
  const nothingIn = { packageId: '', ok: false, kind: '', sequence: 0, received: 0, accepted: 0, returned: 0 };
  const refused = (file: string, { code, message }: { code: string; message: string }): AnswerOutcome => ({
    ...nothingIn,
    file,
    code,
    message,
  });
  const unread = pages.filter(({ code }) => code !== '');
  const nothing = pages.length > unread.length && pages.every(({ found }) => found.length === 0);
  const first = pages.find(({ code }) => code === '');
  return [
    ...unread.map(({ file, code, message }) => refused(file, { code, message })),
    ...(nothing && first && outcomes.length === 0
      ? [refused(first.file, failure('answer-codes-missing', { name: first.file, found: strayWords(first) }))]
      : []),
    ...incomplete.map(({ answer, missing }) =>
      refused(`二维码页 ${answer}`, failure('answer-incomplete', { answer, missing: missingWords(missing) })),
    ),
  ];
}

function pageLine(page: ScannedAnswerPage): string {
  return `${page.file}${page.of > 1 ? ` 第 ${page.page} 页` : ''}：${pageWords(page)}`;
}

const unpack: CommandSpec = {
  name: 'unpack',
  summary: '把包解成明文的 BagIt 文件夹（记入审计链）',
  args: [['<file...>', '一个包的全部 .ydp 文件']],
  options: [
    ['--out <folder>', '空文件夹'],
    ['--salvage', '包有损坏时，解出读得出的文件；文件夹里另有抢救说明.txt'],
  ],
  required: ['out'],
  station: true,
  async run({ args, options, open, tell }) {
    const out = resolve(text(options['out']));
    const done = await clientOf(await open()).call('exchange.unpack', {
      paths: args.map((path) => resolve(path)),
      to: out,
      salvage: options['salvage'] === true,
    });
    tell('解出的是明文：用完请删除。');
    if (done.lost) tell(`包有损坏，只解出读得出的文件：读不出 ${done.lost.chunks} 块，详见“抢救说明.txt”。`);
    return {
      value: { ok: true, ...done, files: [out], entries: done.files },
      text: [`${out} ${done.files} 个文件 ${done.bytes} 字节`],
    };
  },
};

const ledger: CommandSpec = {
  name: 'packages',
  summary: '列出上报包和它们的状态',
  station: true,
  async run({ open }) {
    const { packages } = await clientOf(await open()).call('exchange.packages', {});
    const rows = packages.map((sent) => ({
      id: sent.id,
      code: serial(sent.sequence),
      name: Object.entries(sent.counts)
        .map(([kind, count]) => `${recordKindNames[kind as keyof typeof recordKindNames]} ${count}`)
        .join('、'),
      state: sent.step,
      volumes: sent.volumes.map(({ number, file, bytes, digest, medium }) => ({ number, file, bytes, digest, medium })),
    }));
    return {
      value: { total: rows.length, rows },
      text: rows.flatMap((row) => [
        `${row.code}\t${row.id}\t${row.name}\t${row.state}`,
        ...row.volumes.map((one) => `  第 ${one.number} 卷\t${one.file}\t${one.digest}\t${one.medium || '未写入'}`),
      ]),
    };
  },
};

export const exchangeCommands: readonly CommandSpec[] = [
  pack,
  write,
  inspect,
  ...integrityCommands,
  receive,
  decide,
  tellAgain,
  dispatch,
  receipt,
  unpack,
  ledger,
];
