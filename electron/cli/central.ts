import { readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { centralPlaceNames } from '../../shared/central/methods.ts';
import { serverName } from '../../shared/central/server.ts';
import { ioFailure } from '../core/store/io-failures.ts';
import { clientOf } from './call.ts';
import { type CommandSpec, text, UsageError } from './command.ts';
import { readPassword } from './open-station.ts';

const load: CommandSpec = {
  name: 'load',
  summary: '把审核通过的记录装入中心库；中断了再运行一次，从断处接着装',
  options: [
    ['--again', '与中心库重新核对全部记录，缺的补上'],
    ['--store', '装载后把审核通过的记为已入库，随下一份审核结果告知填报单位'],
  ],
  station: true,
  async run({ options, open }) {
    const client = clientOf(await open());
    const again = options['again'] === true;
    const { loaded, removed, unfit, there, server, stored } = await client.call('central.load', {
      again,
      store: options['store'] === true,
    });
    return {
      value: { ok: true, server, loaded, removed, unfit, there, stored, files: [] },
      text: [
        `已装载 ${loaded} 条到 ${server}${removed > 0 ? `，撤下 ${removed} 条` : ''}${unfit > 0 ? `，${unfit} 条装不进` : ''}；中心库现有 ${there} 条`,
        ...(stored > 0 ? [`记为已入库 ${stored} 条`] : []),
      ],
      failed: unfit > 0,
    };
  },
};

const set: CommandSpec = {
  name: 'central set',
  summary: '设定中心库：程序只连接这一个地址',
  options: [
    ['--host <address>', 'IP 地址'],
    ['--port <number>', '端口，默认 5432'],
    ['--database <name>', '库名'],
    ['--login <name>', '数据库用户'],
    [
      '--login-password-file <file>',
      '从文件的第一行读数据库密码（也可用环境变量 YIDI_DATABASE_PASSWORD）；不给则沿用已存的',
    ],
    ['--certificate <file>', '服务器证书或签发者证书（PEM）；给了就加密连接'],
  ],
  required: ['host', 'database', 'login'],
  station: true,
  async run({ options, open }) {
    const port = Number(options['port'] ?? 5432);
    if (!Number.isInteger(port)) throw new UsageError('--port 须是整数');
    const file = text(options['certificate']);
    const certificate = file === '' ? '' : readText(file);
    const secret = text(options['loginPasswordFile']);
    const password = secret === '' ? process.env.YIDI_DATABASE_PASSWORD : await readPassword(secret);
    const server = {
      ...{ host: text(options['host']), port, database: text(options['database']), login: text(options['login']) },
      ...{ tls: file !== '', certificate },
    };
    await clientOf(await open()).call('central.set', { server, password });
    return { value: { ok: true, server: serverName(server), files: [] }, text: [`已设定中心库 ${serverName(server)}`] };
  },
};

const clear: CommandSpec = {
  name: 'central clear',
  summary: '去掉中心库的地址和密码，程序不再连接',
  station: true,
  async run({ open }) {
    await clientOf(await open()).call('central.clear', {});
    return { value: { ok: true, files: [] }, text: ['已去掉中心库的设定'] };
  },
};

const info: CommandSpec = {
  name: 'central info',
  summary: '中心库的设定、各处条数和最近几次装载',
  station: true,
  async run({ open }) {
    const { server, places, toStore, runs } = await clientOf(await open()).call('central.state', {});
    const { certificate: _, ...named } = server ?? { certificate: '' };
    return {
      value: { server: server === null ? null : named, ...places, toStore, runs },
      text: [
        server ? `中心库 ${serverName(server)}，用户 ${server.login}` : '还没有设中心库',
        Object.entries(centralPlaceNames)
          .map(([place, name]) => `${name} ${places[place as keyof typeof places]}`)
          .join('，'),
        ...runs.map(
          (run) => `${run.at}\t${run.by}\t装载 ${run.loaded}\t${run.message || (run.endedAt ? '完成' : '中断')}`,
        ),
      ],
    };
  },
};

const exportAll: CommandSpec = {
  name: 'central export',
  summary: '导出审核通过的记录，须写明用途',
  options: [
    ['--format <format>', '文件格式', ['csv', 'parquet']],
    ['--out <file>', '写到哪个文件'],
    ['--purpose <text>', '用途，记入审计'],
  ],
  required: ['format', 'out', 'purpose'],
  station: true,
  async run({ options, open }) {
    const out = resolve(text(options['out']));
    const format = text(options['format']) as 'csv' | 'parquet';
    const { rows, bytes } = await clientOf(await open()).call('central.export', {
      ...{ format, purpose: text(options['purpose']), to: dirname(out), as: basename(out) },
    });
    return {
      value: { ok: true, total: rows, files: [{ name: basename(out), path: text(options['out']), bytes }] },
      text: [`已导出 ${rows} 条到 ${out}`],
    };
  },
};

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw ioFailure(error, path);
  }
}

export const centralCommands: readonly CommandSpec[] = [load, set, info, clear, exportAll];
