import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { type Partner, partnerStateNames } from '../../shared/exchange/partner.ts';
import { formatFingerprint } from '../core/crypto/station-id.ts';
import { writeFileAtomically } from '../core/store/atomic-file.ts';
import { ioFailure } from '../core/store/io-failures.ts';
import { clientOf } from './call.ts';
import { type CommandSpec, type Result, text, UsageError } from './command.ts';

function readInput(path: string): { name: string; bytes: Uint8Array } {
  try {
    return { name: basename(path), bytes: new Uint8Array(readFileSync(path)) };
  } catch (error) {
    throw ioFailure(error, path);
  }
}

function partnerResult(partner: Partner, files: readonly string[]): Result {
  const { id, name, state } = partner;
  const fingerprint = formatFingerprint(partner.fingerprint);
  return {
    value: { ok: true, station: id, name, state, fingerprint, files },
    text: [`${name} ${id}`, `指纹 ${fingerprint}`, partnerStateNames[state], ...files],
  };
}

const request: CommandSpec = {
  name: 'enrol request',
  summary: '导出本单位的接入文件',
  options: [['--out <file>', '写到这个 .ydk 文件']],
  required: ['out'],
  station: true,
  async run({ options, open }) {
    const client = clientOf(await open());
    const { bytes } = await client.call('enrol.request', {});
    const out = resolve(text(options['out']));
    writeFileAtomically(out, bytes);
    const own = await client.call('enrol.own', {});
    const fingerprint = formatFingerprint(own.fingerprint);
    return { value: { ok: true, station: own.id, fingerprint, files: [out] }, text: [out, `指纹 ${fingerprint}`] };
  },
};

const accept: CommandSpec = {
  name: 'enrol accept',
  summary: '主管部门收下填报单位的接入文件，写出回复',
  args: [['<file>', '填报单位的 .ydk 文件']],
  options: [
    ['--out <file>', '回复写到这个 .ydk 文件'],
    ['--fingerprint <fingerprint>', '纸面上的指纹；不给则为未核对'],
  ],
  required: ['out'],
  station: true,
  async run({ args, options, open }) {
    const client = clientOf(await open());
    const fingerprint = text(options['fingerprint']) || undefined;
    const { partner, answer } = await client.call('enrol.accept', { ...readInput(args[0] ?? ''), fingerprint });
    const out = resolve(text(options['out']));
    writeFileAtomically(out, answer.bytes);
    return partnerResult(partner, [out]);
  },
};

const finish: CommandSpec = {
  name: 'enrol finish',
  summary: '填报单位收下主管部门的回复',
  args: [['<file>', '主管部门的 .ydk 文件']],
  options: [['--fingerprint <fingerprint>', '纸面上的指纹；不给则为未核对']],
  station: true,
  async run({ args, options, open }) {
    const client = clientOf(await open());
    const fingerprint = text(options['fingerprint']) || undefined;
    const { partner } = await client.call('enrol.finish', { ...readInput(args[0] ?? ''), fingerprint });
    return partnerResult(partner, []);
  },
};

const confirm: CommandSpec = {
  name: 'enrol confirm',
  summary: '对照纸面核对一个单位的指纹',
  args: [['<station>', '工作站编号']],
  options: [['--fingerprint <fingerprint>', '纸面上的指纹']],
  required: ['fingerprint'],
  station: true,
  async run({ args, options, open }) {
    const client = clientOf(await open());
    return partnerResult(
      await client.call('enrol.confirm', { station: args[0] ?? '', fingerprint: text(options['fingerprint']) }),
      [],
    );
  },
};

const revoke: CommandSpec = {
  name: 'enrol revoke',
  summary: '撤销一个单位的密钥，从此拒收它的包',
  args: [['<station>', '工作站编号']],
  options: [['--reason <text>', '撤销原因']],
  station: true,
  async run({ args, options, open }) {
    const client = clientOf(await open());
    const reason = text(options['reason']) || '未注明';
    return partnerResult(await client.call('enrol.revoke', { station: args[0] ?? '', reason }), []);
  },
};

const list: CommandSpec = {
  name: 'enrol list',
  summary: '列出接入的单位',
  station: true,
  async run({ open }) {
    const { partners } = await clientOf(await open()).call('enrol.partners', {});
    const rows = partners.map(({ id, name, uscc, state }) => ({ id, code: uscc, name, state }));
    return {
      value: { total: rows.length, rows },
      text: rows.map((row) => `${row.id}\t${row.code}\t${row.name}\t${partnerStateNames[row.state]}`),
    };
  },
};

const spare: CommandSpec = {
  name: 'enrol spare',
  summary: '主管部门的备用密钥：生成、启用、停用；不给选项就看现状',
  options: [
    ['--make <folder>', '生成一把，密封写到这个文件夹（离线介质）；启封码只显示这一次'],
    ['--use <file>', '启用一把：日常钥丢失后，用它打开封装给它的包；须同时给出 --code-file'],
    ['--code-file <file>', '第一行是启封码'],
    ['--drop', '停用：本站不再存有备用密钥的私钥'],
  ],
  station: true,
  async run({ options, open }) {
    const make = text(options['make']);
    const use = text(options['use']);
    const codeFile = text(options['codeFile']);
    const drop = options['drop'] === true;
    if ([make !== '', use !== '', drop].filter(Boolean).length > 1)
      throw new UsageError('--make、--use、--drop 只给一个。');
    if ((use === '') !== (codeFile === '')) throw new UsageError('--use 与 --code-file 一起给。');
    const client = clientOf(await open());
    if (make !== '') {
      const { path, code } = await client.call('enrol.makeSpare', { to: resolve(make) });
      return {
        value: { ok: true, code, files: [path] },
        text: [path, `启封码 ${code}`, '启封码抄在纸上，与介质分开封存。再导出本单位接入文件，发给各填报单位收下。'],
      };
    }
    if (use !== '') {
      const code = Buffer.from(readInput(codeFile).bytes).toString('utf8').split('\n')[0]!.trim();
      await client.call('enrol.useSpare', { path: resolve(use), code });
    }
    if (drop) await client.call('enrol.dropSpare', {});
    const { published, held } = await client.call('enrol.spareKeys', {});
    return {
      value: { ok: true, published, held },
      text: [
        published ? `已公布 ${published.at.slice(0, 10)} ${published.by}` : '没有公布备用密钥',
        ...held.map(({ publicKey, at, by }) => `本站启用 ${at.slice(0, 10)} ${by} ${publicKey.slice(0, 18)}…`),
      ],
    };
  },
};

export const enrolCommands: readonly CommandSpec[] = [request, accept, finish, confirm, revoke, spare, list];
