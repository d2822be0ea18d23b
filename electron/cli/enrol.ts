import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { type Partner, partnerStateNames } from '../../shared/exchange/partner.ts';
import { formatFingerprint } from '../core/crypto/station-id.ts';
import { writeFileAtomically } from '../core/store/atomic-file.ts';
import { ioFailure } from '../core/store/io-failures.ts';
import { clientOf } from './call.ts';
import type { CommandSpec, Result } from './command.ts';

const text = (value: string | boolean | undefined): string => (typeof value === 'string' ? value : '');

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

export const enrolCommands: readonly CommandSpec[] = [request, accept, finish, confirm, revoke, list];
