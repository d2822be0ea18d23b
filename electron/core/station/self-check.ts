import { constants } from 'node:fs';
import { access, statfs } from 'node:fs/promises';
import { freemem } from 'node:os';
import { workingCalendar } from '../calendar/calendar.ts';
import { sm3 } from '../crypto/sm3.ts';
import { programVersion } from '../places.ts';
import { verifyAudit } from '../store/audit.ts';
import { instant, type Station } from '../store/station.ts';
import type { HandlersOf } from './handlers-of.ts';
import { lastBackup } from './last-backup.ts';

interface Check {
  readonly name: string;
  readonly level: 'good' | 'warning' | 'bad';
  readonly result: string;
}

const dayMs = 86_400_000;

export const selfCheckHandlers: HandlersOf<'selfcheck'> = {
  'selfcheck.run': async (_, { station, now }) => {
    const checks = [
      { name: '程序', level: 'good', result: `驿递 ${programVersion}，运行环境 ${process.versions.node}` } as const,
      algorithmCheck(),
      databaseCheck(station),
      storageCheck(),
      auditCheck(station),
      ...(await diskChecks(station)),
      backupCheck(station, now()),
      calendarCheck(station, now()),
      memoryCheck(),
    ];
    station.audit('selfcheck.run', 'station', undefined, {
      bad: checks.filter((check) => check.level === 'bad').length,
    });
    return { at: instant(now()), checks };
  },
};

/** The known answer of GB/T 32905 for "abc". */
function algorithmCheck(): Check {
  const answer = Buffer.from(sm3(new TextEncoder().encode('abc'))).toString('hex');
  const right = answer === '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0';
  return {
    name: '国密算法',
    level: right ? 'good' : 'bad',
    result: right ? 'SM3 标准示例结果一致' : 'SM3 标准示例结果不一致，请停止使用并重新安装',
  };
}

function databaseCheck(station: Station): Check {
  const result = station.db.pragma('quick_check', { simple: true }) as string;
  const records = station.db.prepare('SELECT count(*) FROM record').pluck().get() as number;
  return result === 'ok'
    ? { name: '数据库', level: 'good', result: `逐页检查无误，记录 ${records} 条` }
    : { name: '数据库', level: 'bad', result: `有损坏：${result}。请用最近一次备份恢复` };
}

function storageCheck(): Check {
  return {
    name: '本机加密',
    level: 'good',
    result: '数据库用 ChaCha20-Poly1305，附件、密钥、待送包和备份用 SM4 与 HMAC-SM3；出站的包只用 SM2、SM3、SM4',
  };
}

function auditCheck(station: Station): Check {
  const verdict = verifyAudit(station.db);
  return verdict.ok
    ? { name: '审计链', level: 'good', result: `${verdict.lines} 行首尾相连` }
    : { name: '审计链', level: 'bad', result: `第 ${verdict.seq} 行断开：${verdict.reason}` };
}

async function diskChecks(station: Station): Promise<Check[]> {
  const writable = await access(station.dir, constants.W_OK).then(
    () => true,
    () => false,
  );
  const facts = await statfs(station.dir);
  const freeGb = (facts.bavail * facts.bsize) / 1e9;
  return [
    {
      name: '工作站文件夹',
      level: writable ? 'good' : 'bad',
      result: writable ? `可写入：${station.dir}` : `不可写入：${station.dir}`,
    },
    {
      name: '磁盘余量',
      level: freeGb < 1 ? 'bad' : freeGb < 10 ? 'warning' : 'good',
      result: `余 ${freeGb.toFixed(1)} GB${freeGb < 10 ? '，请腾出空间' : ''}`,
    },
  ];
}

function backupCheck(station: Station, now: Date): Check {
  const last = lastBackup(station);
  if (last === '') return { name: '备份', level: 'warning', result: '还没有做过备份' };
  const days = Math.floor((now.getTime() - new Date(last).getTime()) / dayMs);
  return { name: '备份', level: days > 7 ? 'warning' : 'good', result: days === 0 ? '今天做过' : `${days} 天前` };
}

function calendarCheck(station: Station, now: Date): Check {
  const { firstYear, lastYear } = workingCalendar(station);
  const covered = now.getFullYear() <= lastYear;
  return {
    name: '工作日历',
    level: covered ? 'good' : 'warning',
    result: covered ? `${firstYear}—${lastYear} 年` : `只到 ${lastYear} 年，之后的期限按周一至周五推算`,
  };
}

function memoryCheck(): Check {
  const free = freemem() / 1e9;
  return { name: '可用内存', level: free < 0.5 ? 'warning' : 'good', result: `${free.toFixed(1)} GB` };
}
