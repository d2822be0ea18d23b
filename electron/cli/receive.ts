import { resolve } from 'node:path';
import type { IntakeOutcome, PackageLoss } from '../../shared/exchange/package.ts';
import type { LocalCore } from '../core/core.ts';
import { arrivals } from './arrivals.ts';
import { clientOf } from './call.ts';
import { type CommandSpec, type Result, text, UsageError } from './command.ts';

/** A package's number as it stands on paper: `0008`. */
export const serial = (sequence: number): string => String(sequence).padStart(4, '0');

export const receive: CommandSpec = {
  name: 'receive',
  summary: '主管部门收件，写出签收回执；填报单位收下发包',
  args: [['<path...>', '.ydp 文件或文件夹']],
  options: [
    ['--receipt-to <folder>', '签收回执写到这个文件夹'],
    ['--salvage', '损坏无法复原的包，收下可读部分；须同时给出 --confirm'],
    ['--confirm <text>', '抢救由谁确认、为何，记入审计链'],
    ['--watch', '主管部门无人值守：一直看着文件夹，来一个包收一个，按 Ctrl+C 结束；情况写在标准错误'],
  ],
  station: true,
  async run({ args, options, open, tell }) {
    const to = text(options['receiptTo']);
    const reason = text(options['confirm']).trim();
    if ((options['salvage'] === true) !== (reason !== ''))
      throw new UsageError('--salvage 与 --confirm 一起给：抢救须写明由谁确认、为何。');
    const core = await open();
    const paths = args.map((path) => resolve(path));
    if (core.context.station.role === 'department') {
      if (options.watch === true) throw new UsageError('--watch 用于主管部门收件。');
      return receiveDispatches(core, paths);
    }
    const client = clientOf(core);
    const take = async (some: readonly string[]): Promise<IntakeOutcome[]> => {
      const { packages } = await client.call('intake.receive', {
        paths: [...some],
        ...(to ? { receiptTo: resolve(to) } : {}),
        ...(reason ? { salvage: { reason } } : {}),
      });
      return packages;
    };
    if (options.watch !== true) return resultOf(await take(paths));
    const end = new AbortController();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => end.abort());
    const packages: IntakeOutcome[] = [];
    tell(`看着 ${paths.join('、')}，按 Ctrl+C 结束`);
    for await (const arrived of arrivals(paths, { signal: end.signal, everyMs: lookEveryMs })) {
      await client.call('station.touch', {});
      // Receipts and decisions that lie in the same folder are not for this desk.
      const some = arrived.length === 0 ? [] : (await take(arrived)).filter(({ code }) => code !== 'wrong-kind');
      for (const line of resultOf(some).text) tell(line);
      packages.push(...some);
    }
    return resultOf(packages);
  },
};

/** Between two looks into a watched folder. */
const lookEveryMs = 2000;

function resultOf(packages: readonly IntakeOutcome[]): Result {
  return {
    value: { packages },
    text: packages.flatMap((one) => [
      `${one.file}\t${one.ok ? `签收 ${one.received} 项${one.code ? `（${one.message}）` : ''}` : one.message}`,
      ...(one.held ? ['  已到的卷留存在本站，只补缺的或损坏的卷即可'] : []),
      ...(one.loss ? lossLines(one.loss, one.salvageable) : []),
      ...one.rejected.map((bad) => `  隔离 ${bad.name || bad.id} ${bad.field} ${bad.message}`),
      ...(one.missing.length > 0 ? [`  缺第 ${one.missing.map(serial).join('、')} 号包`] : []),
      ...(one.receipt ? [`  回执 ${one.receipt}`] : []),
    ]),
    failed: packages.some((one) => !one.ok),
  };
}

/** What the bureau dispatched; receipts and decisions that lie beside it are left to `yidi receipt`. */
async function receiveDispatches(core: LocalCore, paths: string[]): Promise<Result> {
  const { outcomes } = await clientOf(core).call('exchange.takeAnswers', { paths, kinds: ['dispatch'] });
  const packages = outcomes.map(({ file, packageId, ok, code, message, received }) => ({
    file,
    packageId,
    ok,
    code,
    message,
    received,
    rejected: [],
    missing: [],
    receipt: '',
  }));
  return {
    value: { packages },
    text: packages.map(({ file, message, received }) => `${file}\t${message || `采用 ${received} 项`}`),
    failed: packages.some(({ ok }) => !ok),
  };
}

function lossLines({ chunks, of, bytes, files }: PackageLoss, salvageable: boolean): string[] {
  const share = of > 0 ? `，占 ${((100 * chunks) / of).toFixed(1)} %` : '';
  const named = files ?? [];
  const more = named.length > 10 ? `等 ${named.length} 个` : '';
  return [
    `  读不出 ${chunks} 块 ${(bytes / 1e6).toFixed(1)} MB${share}`,
    ...(named.length > 0 ? [`  没有读出的文件 ${named.slice(0, 10).join('、')}${more}`] : []),
    ...(salvageable ? ['  可抢救：核实后加 --salvage --confirm "谁确认、为何"，只收可读部分，其余等整包重送'] : []),
  ];
}
