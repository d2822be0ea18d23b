import { Command, CommanderError, Option } from 'commander';
import { failureMessages, Refusal } from '../../shared/contract/failures.ts';
import type { LocalCore } from '../core/core.ts';
import type { OpenOptions } from './open-station.ts';

/** What a command gives back: the JSON value of design section 9, the same in words, and whether a check failed (exit 1). */
export interface Result {
  readonly value: unknown;
  readonly text: readonly string[];
  /** True where the command ran but a rule or check said no: exit status 1. */
  readonly failed?: boolean;
}

export interface Invocation {
  readonly args: readonly string[];
  readonly options: Readonly<Record<string, string | boolean | undefined>>;
  /** Opens the station of `--dir` as the user of `--user`; closed when the command ends. */
  open(): Promise<LocalCore>;
  /** Says something on stderr while the command runs. */
  tell(line: string): void;
}

export interface CommandSpec {
  /** Words of the command: `catalog import`. */
  readonly name: string;
  /** Chinese, one line. */
  readonly summary: string;
  /** As commander writes them: `<file>`, `[file...]`. */
  readonly args?: readonly (readonly [syntax: string, help: string])[];
  readonly options?: readonly (readonly [flags: string, help: string, choices?: readonly string[]])[];
  /** Options that must be given, by their long flag without dashes. */
  readonly required?: readonly string[];
  /** Whether `--dir`, `--user` and `--password-file` belong to it. */
  readonly station?: boolean;
  run(invocation: Invocation): Promise<Result>;
}

/** An option's value; empty where it was not given. */
export const text = (value: string | boolean | undefined): string => (typeof value === 'string' ? value : '');

export const exitStatus = { done: 0, refused: 1, usage: 2, fault: 3 } as const;

/** Options that do not go together: exit status 2, like any other wrong usage. */
export class UsageError extends Error {}

const helpTitles: Readonly<Record<string, string>> = {
  'Usage:': '用法：',
  'Arguments:': '参数：',
  'Options:': '选项：',
  'Commands:': '命令：',
};

/** Runs the command line `words` (without program name) and gives the exit status. */
export async function runCommands(
  specs: readonly CommandSpec[],
  words: readonly string[],
  version: string,
): Promise<number> {
  let status: number = exitStatus.done;
  const program = new Command('yidi')
    .description('驿递：政务信息资源目录、证照与印模的离线填报和交换')
    .version(version, '-V, --version', '显示版本')
    .helpOption('-h, --help', '显示帮助')
    .helpCommand('help [command]', '显示一条命令的帮助')
    .configureHelp({ sortSubcommands: false, styleTitle: (title) => helpTitles[title] ?? title })
    .exitOverride();
  const groups = new Map<string, Command>();
  for (const spec of specs) {
    const [first = '', second] = spec.name.split(' ');
    const parent = second === undefined ? program : (groups.get(first) ?? addGroup(program, groups, first));
    const command = parent
      .command(second ?? first)
      .description(spec.summary)
      .helpOption('-h, --help', '显示帮助')
      .exitOverride();
    for (const [syntax, help] of spec.args ?? []) command.argument(syntax, help);
    for (const [flags, help, choices] of spec.options ?? []) {
      const option = new Option(flags, help);
      if (choices) option.choices([...choices]);
      if (spec.required?.includes(option.long?.slice(2) ?? '')) option.makeOptionMandatory();
      command.addOption(option);
    }
    if (spec.station) {
      command.requiredOption('--dir <folder>', '工作站文件夹');
      command.option('--user <name>', '用户，默认第一名系统管理员');
      command.option('--password-file <file>', '从文件的第一行读密码（也可用环境变量 YIDI_PASSWORD）');
    }
    command.option('--json', '在标准输出上只给一个 JSON 值');
    command.action(async (...given: unknown[]) => {
      const self = given.at(-1) as Command;
      status = await runOne(
        spec,
        self.processedArgs.flat(1).filter((arg) => arg !== undefined) as string[],
        self.opts(),
      );
    });
  }
  try {
    await program.parseAsync([...words], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return exitStatus.done;
    if (words.includes('--json')) sayUsage(error.message);
    return exitStatus.usage;
  }
  return status;
}

async function runOne(
  spec: CommandSpec,
  args: string[],
  options: Record<string, string | boolean | undefined>,
): Promise<number> {
  const opened: LocalCore[] = [];
  try {
    const { value, text, failed } = await spec.run({
      args,
      options,
      tell: (line) => process.stderr.write(`${line}\n`),
      open: async () => {
        const { openForCommand } = await import('./open-station.ts');
        const core = await openForCommand(options as unknown as OpenOptions);
        opened.push(core);
        return core;
      },
    });
    process.stdout.write(options.json ? `${JSON.stringify(value)}\n` : text.map((line) => `${line}\n`).join(''));
    return failed ? exitStatus.refused : exitStatus.done;
  } catch (error) {
    if (error instanceof UsageError) {
      process.stderr.write(`${error.message}\n`);
      if (options.json) sayUsage(error.message);
      return exitStatus.usage;
    }
    if (error instanceof Refusal && Object.hasOwn(failureMessages, error.failure.code)) {
      process.stderr.write(`${error.failure.message}\n`);
      if (options.json) process.stdout.write(`${JSON.stringify({ ok: false, ...error.failure })}\n`);
      return error.failure.code === 'internal' ? exitStatus.fault : exitStatus.refused;
    }
    process.stderr.write(`yidi: ${error instanceof Error ? error.stack : String(error)}\n`);
    if (options.json)
      process.stdout.write(`${JSON.stringify({ ok: false, code: 'internal', message: failureMessages.internal() })}\n`);
    return exitStatus.fault;
  } finally {
    for (const core of opened) await core.close();
  }
}

/** Wrong usage is an answer as well: who asked for JSON gets one value. */
function sayUsage(message: string): void {
  process.stdout.write(`${JSON.stringify({ ok: false, code: 'usage', message })}\n`);
}

const groupSummaries: Record<string, string> = {
  station: '工作站',
  user: '用户',
  enrol: '单位接入',
  catalog: '资源目录',
  license: '证照',
  seal: '印章采集',
  dataset: '数据归集',
  central: '中心库',
  score: '考核',
  audit: '审计链',
};

function addGroup(program: Command, groups: Map<string, Command>, name: string): Command {
  const group = program
    .command(name)
    .description(groupSummaries[name] ?? name)
    .helpOption('-h, --help', '显示帮助')
    .exitOverride();
  groups.set(name, group);
  return group;
}
