import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { refuse } from '../../shared/contract/failures.ts';
import { recordKinds } from '../../shared/exchange/record.ts';
import { matchOrgan } from '../../shared/station/obligation.ts';
import { Role, roleNames, rolesOf, StationRole } from '../../shared/station/roles.ts';
import { createCore } from '../core/core.ts';
import { formatFingerprint } from '../core/crypto/station-id.ts';
import { writeFileAtomically } from '../core/store/atomic-file.ts';
import { writeBackup } from '../core/store/backup.ts';
import { restoreBackup } from '../core/store/restore.ts';
import { readStationFile } from '../core/store/station-file.ts';
import { clientOf } from './call.ts';
import { type CommandSpec, text } from './command.ts';
import { readPassword } from './open-station.ts';

const init: CommandSpec = {
  name: 'station init',
  summary: '建立工作站',
  options: [
    ['--dir <folder>', '新的或空的文件夹'],
    ['--role <role>', 'department 填报单位，bureau 主管部门', StationRole.options],
    ['--name <name>', '单位全称'],
    ['--uscc <code>', '统一社会信用代码'],
    ['--organ <organ>', '应交材料表中的单位名，默认按全称识别'],
    ['--user <name>', '第一名系统管理员，默认“管理员”'],
    ['--password-file <file>', '从文件的第一行读密码（也可用环境变量 YIDI_PASSWORD）'],
    ['--recovery-out <file>', '把恢复码写入文件'],
  ],
  required: ['dir', 'role', 'name', 'uscc'],
  async run({ options, tell }) {
    const core = createCore({ dir: resolve(text(options.dir)) });
    try {
      const client = clientOf(core);
      const name = text(options.name);
      const { organs } = await client.call('station.choices', {});
      const made = await client.call('station.create', {
        role: text(options.role) as StationRole,
        info: {
          name,
          uscc: text(options.uscc),
          organ: text(options.organ) || matchOrgan(name, organs),
          division: '',
          level: '市',
          address: '',
          leader: '',
          office: '',
          contact: '',
          phone: '',
        },
        user: text(options.user) || '管理员',
        password: await readPassword(options.passwordFile as string | undefined),
      });
      const out = text(options.recoveryOut);
      if (out) writeFileAtomically(out, `${made.recoveryCode}\n`);
      tell('恢复码只显示这一次：请打印封存，它能在忘记密码时打开工作站。');
      const value = {
        station: made.id,
        fingerprint: formatFingerprint(made.fingerprint),
        recoveryCode: made.recoveryCode,
      };
      return { value, text: [`工作站 ${value.station}`, `指纹 ${value.fingerprint}`, `恢复码 ${value.recoveryCode}`] };
    } finally {
      await core.close();
    }
  },
};

const info: CommandSpec = {
  name: 'station info',
  summary: '显示工作站的角色、名称、记录数和最近备份',
  station: true,
  async run({ open }) {
    const core = await open();
    const client = clientOf(core);
    const { id, role, info: own, epoch, fingerprint } = await client.call('station.info', {});
    const { lastBackup, auditLines } = await client.call('desk.strip', {});
    const { records } = core.context.station;
    const origin = role === 'bureau' ? '*' : '';
    const counts = Object.fromEntries(
      recordKinds.map((kind) => {
        const states = records.counts(kind, origin);
        return [kind, { total: Object.values(states).reduce((sum, count) => sum + count, 0), ...states }];
      }),
    );
    const value = {
      role,
      name: own.name,
      uscc: own.uscc,
      station: id,
      organ: own.organ,
      fingerprint: formatFingerprint(fingerprint),
      epoch,
      counts,
      auditLines,
      lastBackup,
    };
    return {
      value,
      text: [
        `${own.name}（${role === 'bureau' ? '主管部门' : '填报单位'}）${own.uscc}`,
        `工作站 ${id}`,
        `指纹 ${value.fingerprint}`,
        ...Object.entries(counts)
          .filter(([, states]) => states.total > 0)
          .map(([kind, states]) => `${kind} ${states.total}`),
        `最近备份 ${lastBackup || '无'}`,
      ],
    };
  },
};

const userAdd: CommandSpec = {
  name: 'user add',
  summary: '增加用户；不给初始密码时随机生成一个，只显示这一次',
  station: true,
  options: [
    ['--name <name>', '姓名'],
    ['--roles <roles>', `角色，逗号分隔：${Role.options.join('、')}`],
    ['--new-password-file <file>', '从文件的第一行读新用户的初始密码'],
  ],
  required: ['name', 'roles'],
  async run({ open, options }) {
    const core = await open();
    const name = text(options.name);
    const roles = text(options.roles)
      .split(/[,，、]/)
      .filter(Boolean)
      .map((word) => roleOf(word.trim(), core.context.station.role));
    const file = text(options.newPasswordFile);
    const password = file ? await readPassword(file) : `${randomBytes(9).toString('base64url')}-9a`;
    const user = await clientOf(core).call('user.add', { name, roles, password });
    const value = { ok: true, id: user.id, name, roles, ...(file ? {} : { initialPassword: password }) };
    return { value, text: [`已增加用户 ${name}`, ...(file ? [] : [`初始密码 ${password}`])] };
  },
};

function roleOf(word: string, station: StationRole): Role {
  const known = rolesOf(station);
  const role = known.find((entry) => entry === word || roleNames[entry] === word);
  return role ?? refuse('unknown-role', { role: word, known: known.join('、') });
}

const backup: CommandSpec = {
  name: 'backup',
  summary: '备份工作站到一个文件',
  station: true,
  options: [['--to <file>', '备份文件']],
  required: ['to'],
  async run({ open, options }) {
    const core = await open();
    const to = resolve(text(options.to));
    const { context } = core;
    const manifest = await context.job(undefined, (job) => writeBackup(context.station, to, job));
    return { value: { ok: true, files: [to], records: manifest.records }, text: [`已备份到 ${to}`] };
  },
};

const restore: CommandSpec = {
  name: 'restore',
  summary: '从备份建立工作站到新的文件夹，逐字节检查后才启用',
  args: [['<file>', '备份文件']],
  options: [
    ['--dir <folder>', '新的或空的文件夹'],
    ['--user <name>', '用户，默认备份中的第一名'],
    ['--password-file <file>', '从文件的第一行读密码（也可用环境变量 YIDI_PASSWORD）'],
  ],
  required: ['dir'],
  async run({ args: [file = ''], options }) {
    const controller = new AbortController();
    const dir = resolve(text(options.dir));
    const password = await readPassword(options.passwordFile as string | undefined);
    const user = { name: text(options.user), password };
    const restored = await restoreBackup(resolve(file), dir, user, { signal: controller.signal, progress: () => {} });
    const { station } = readStationFile(dir);
    return { value: { ok: true, files: [dir], station, epoch: restored.epoch }, text: [`已恢复到 ${dir}`] };
  },
};

export const stationCommands: readonly CommandSpec[] = [init, info, userAdd, backup, restore];
