import { resolve } from 'node:path';
import { auditEchoes, auditEchoOf } from '../core/exchange/exchange.ts';
import { verifyAudit } from '../core/store/audit.ts';
import { clientOf } from './call.ts';
import type { CommandSpec } from './command.ts';

const verify: CommandSpec = {
  name: 'audit verify',
  summary: '从头核对审计链；有签收回执时，与主管部门记下的摘要比对，能查出整链被重写或截断',
  station: true,
  options: [['--with <receipt...>', '签收回执文件，可多个；已收进本站的回执总是一起比对']],
  async run({ open, options }) {
    const { station } = (await open()).context;
    const files = (options.with ?? []) as unknown as readonly string[];
    const heads = [...auditEchoes(station)];
    for (const file of files) heads.push(await auditEchoOf(station, [resolve(file)]));
    const verdict = verifyAudit(station.db, heads);
    station.audit('audit.verify', 'audit', undefined, { ok: verdict.ok, receipts: heads.length });
    return verdict.ok
      ? {
          value: { ok: true, lines: verdict.lines, head: verdict.head, compared: heads.length },
          text: [`审计链 ${verdict.lines} 行，首尾相接；与 ${heads.length} 份回执的记载一致`],
        }
      : {
          value: { ok: false, code: 'audit-broken', seq: verdict.seq, reason: verdict.reason, compared: heads.length },
          text: [`审计链在第 ${verdict.seq} 行断开：${verdict.reason}`],
          failed: true,
        };
  },
};

const exportChain: CommandSpec = {
  name: 'audit export',
  summary: '把审计链导出为表格（明文，导出本身也记入审计链）',
  station: true,
  options: [['--out <folder>', '写入的文件夹，默认当前文件夹']],
  async run({ open, options }) {
    const dir = resolve(typeof options.out === 'string' ? options.out : '.');
    const { path, lines } = await clientOf(await open()).call('audit.export', { dir });
    return { value: { ok: true, files: [path], lines }, text: [`已导出 ${lines} 行到 ${path}`] };
  },
};

export const auditCommands: readonly CommandSpec[] = [verify, exportChain];
