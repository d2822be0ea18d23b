import type { IntakeRow, PackageLoss, VolumeMark } from '../../../shared/exchange/package.ts';
import { volumeNumbers } from './volume-words.ts';

const serial = (sequence: number): string => String(sequence).padStart(4, '0');

/** What a row of 收件 asks for: the one button that fits. */
export type IntakeAct = 'review' | 'look' | 'salvage' | 'ask';

export const intakeActNames: Readonly<Record<IntakeAct, string>> = {
  review: '审核',
  look: '查看',
  salvage: '抢救可读部分…',
  ask: '催补…',
};

/** Null for a refusal that asks for no more than what its sentence says. */
export function actOf(row: IntakeRow): IntakeAct | null {
  if (row.ok) return row.waiting > 0 ? 'review' : isPartial(row) ? 'ask' : 'look';
  if (row.code === 'missing-volume') return 'ask';
  return row.loss && row.held ? 'salvage' : isDamaged(row) && row.sender !== '' ? 'ask' : null;
}

/** Taken in in part, the rest still to come. */
export function isPartial(row: IntakeRow): boolean {
  return row.ok && row.code === 'salvaged';
}

function isDamaged(row: IntakeRow): boolean {
  return ['header-damaged', 'truncated', 'payload-damaged'].includes(row.code);
}

/** The word of the column 结果. */
export function resultOf(row: IntakeRow): readonly [word: string, tone: 'plain' | 'warn' | 'bad'] {
  if (!row.ok) {
    if (row.code === 'missing-volume') return ['缺卷', 'warn'];
    return isDamaged(row) ? ['损坏', 'bad'] : ['拒收', 'bad'];
  }
  if (isPartial(row)) return ['收到部分', 'warn'];
  return [row.waiting === 0 && row.decided > 0 ? '已审结' : '已签收', 'plain'];
}

/** The tag of the column 情况, where one is needed, and its words. */
export function factsOf(row: IntakeRow): { readonly tag: string; readonly text: string } {
  if (!row.ok) return { tag: '', text: refusedWords(row) };
  const repaired = row.volumes.filter(({ state }) => state === 'repaired');
  const parts = [
    isPartial(row)
      ? `只收到 ${row.received} 件${row.rejected.length > 0 ? `，${row.rejected.length} 件缺附件` : ''}，待整包重送`
      : '',
    !isPartial(row) && repaired.length > 0 ? `${repairedWords(row.volumes)}，逐块一致；建议来文单位更换介质` : '',
    !isPartial(row) && row.rejected.length > 0 ? `隔离 ${row.rejected.length} 条：${row.rejected[0]?.message}` : '',
    row.missing.length > 0 ? `前面第 ${row.missing.map(serial).join('、')} 号包未到齐，已记入回执` : '',
    row.superseded > 0 ? `${row.superseded} 件已有更新的版本` : '',
    row.waiting > 0 ? `${row.waiting} 件待审` : '',
  ];
  return { tag: isPartial(row) ? '抢救' : repaired.length > 0 ? '已修复' : '', text: parts.filter(Boolean).join('；') };
}

function refusedWords(row: IntakeRow): string {
  const kept = row.volumes.filter(({ state }) => state === 'whole' || state === 'repaired').length;
  const held = row.held && kept > 0 ? `，已收 ${kept} 卷留存，补到即续，不必重送` : '';
  if (row.code === 'missing-volume') return `${lackingWords(row.volumes)}${held}`;
  if (!isDamaged(row) || row.volumes.length === 0) return row.message;
  const loss = row.loss ? `，${lossWords(row.loss)}` : '，读不出任何记录';
  return `${lackingWords(row.volumes)}${loss}${held}`;
}

/** 缺第 3 卷；第 2 卷损坏无法复原 */
export function lackingWords(volumes: readonly VolumeMark[]): string {
  const numbers = (...states: VolumeMark['state'][]): string =>
    volumeNumbers(volumes.filter(({ state }) => states.includes(state)).map(({ number }) => number));
  const open = volumes.some(({ state }) => state === 'open') ? '及以后各卷' : '';
  const missing = numbers('missing', 'open');
  const damaged = numbers('damaged');
  return [missing && `缺第 ${missing} 卷${open}`, damaged && `第 ${damaged} 卷损坏无法复原`].filter(Boolean).join('；');
}

/** 第 2 卷 14 块已复原 */
export function repairedWords(volumes: readonly VolumeMark[]): string {
  return volumes
    .filter(({ state }) => state === 'repaired')
    .map(({ number, chunks }) => `第 ${number} 卷${chunks > 0 ? ` ${chunks} 块` : ''}已复原`)
    .join('、');
}

/** 读不出 12 块 0.8 MB，占 4.7 % */
export function lossWords({ chunks, of, bytes }: PackageLoss): string {
  const share = of > 0 ? `，占 ${sharesOf(chunks, of)} %` : '';
  return `读不出 ${chunks} 块 ${(bytes / 1e6).toFixed(1)} MB${share}`;
}

/** In percent, one decimal; never 0.0 and never 100.0 for a part. */
function sharesOf(part: number, whole: number): string {
  const share = Math.round((1000 * part) / whole) / 10;
  return (part === whole ? 100 : Math.min(99.9, Math.max(0.1, share))).toFixed(1);
}

/** 5/6, or 2/? while the last volume has not come. */
export function volumesWords(volumes: readonly VolumeMark[]): string {
  const came = volumes.filter(({ state }) => state !== 'missing' && state !== 'open').length;
  return `${came}/${volumes.some(({ state }) => state === 'open') ? '?' : volumes.length}`;
}

/** What to tell the department so that the rest comes, ready to be copied. */
export function requestOf(row: IntakeRow): string {
  const missing = row.volumes
    .filter(({ state }) => state === 'missing' || state === 'damaged')
    .map(({ number }) => number);
  const open = row.volumes.some(({ state }) => state === 'open');
  const some = row.held && missing.length > 0 && !open;
  return [
    `${row.senderName}：`,
    `你单位上报包 ${serial(row.sequence)}（包号 ${row.packageId}）未能收全：${lackingWords(row.volumes) || '文件损坏无法复原'}。`,
    isPartial(row) ? `已先收下能读出的 ${row.received} 件，其余仍是“已送出”。` : '',
    some
      ? `请在“上报”中打开本包，选“重写介质”，重写第 ${volumeNumbers(missing)} 卷送来，其余各卷我处已留存；内容和包号不变，不必重新审批。`
      : '请在“上报”中打开本包，选“重写介质”，换一个介质重写后送来；内容和包号不变，不必重新审批。',
  ]
    .filter(Boolean)
    .join('\n');
}
