import { z } from 'zod';

/** What a line of 我单位应交材料 is made of. 职责 is a duty without material: shown, never counted. */
export const obligationKinds = [
  '资源目录',
  '证照目录',
  '数据',
  '证照模板',
  '印模',
  '电子文书',
  '图形文件',
  '扫描影像',
  '已签章电子证照',
  '职责',
] as const;
export const ObligationKind = z.enum(obligationKinds);
export type ObligationKind = z.infer<typeof ObligationKind>;

/** One line: one material of the notice in one kind, with what fulfils it. */
export const Obligation = z.object({
  id: z.string(),
  /** Number in the notice: 04-01, 通-01; shared by the lines of one material. */
  code: z.string().max(16),
  text: z.string().min(1).max(200),
  kind: ObligationKind,
  /** Codes of linked catalogs. */
  catalogs: z.array(z.string()),
  /** Names of linked license types. */
  licenseTypes: z.array(z.string()),
  /** 应录数; null = not yet counted. */
  expected: z.number().int().nonnegative().nullable(),
  /** 数据汇集 date; '' = none set. */
  due: z.string(),
  note: z.string().max(500),
});
export type Obligation = z.infer<typeof Obligation>;

export const obligationStates = ['none', 'running', 'returned', 'sent', 'accepted', 'stored', 'duty'] as const;
export type ObligationState = (typeof obligationStates)[number];

/** How many of a line's records stand where. */
export interface Progress {
  readonly entered: number;
  readonly returned: number;
  readonly away: number;
  readonly accepted: number;
  readonly stored: number;
}

/** Where a line stands, from its records alone; `complete` once as many are entered as are owed. */
export function obligationState(kind: ObligationKind, expected: number | null, p: Progress): ObligationState {
  if (kind === '职责') return 'duty';
  if (p.entered === 0) return 'none';
  if (p.returned > 0) return 'returned';
  const complete = expected !== null && p.entered >= expected;
  if (complete && p.stored >= p.entered) return 'stored';
  if (complete && p.stored + p.accepted >= p.entered) return 'accepted';
  if (complete && p.stored + p.accepted + p.away >= p.entered) return 'sent';
  return 'running';
}

/** The word for a line's state; a running line says what kind of work runs. */
export function obligationStateWord(kind: ObligationKind, state: ObligationState, p: Progress): string {
  if (state === 'duty') return '职责';
  if (state === 'none') return '未开始';
  if (state === 'returned') return `退回 ${p.returned}`;
  if (state === 'stored') return '已入库';
  if (state === 'accepted') return '审核通过';
  if (state === 'sent') return '已送出';
  return runningWords[kind];
}

const runningWords: Record<ObligationKind, string> = {
  资源目录: '填报中',
  证照目录: '填报中',
  数据: '录入中',
  证照模板: '填报中',
  印模: '采集中',
  电子文书: '归集中',
  图形文件: '归集中',
  扫描影像: '归集中',
  已签章电子证照: '归集中',
  职责: '职责',
};

/** Whether `part`'s characters stand in `whole` in the same order: 市民政局 in 郑州市民政局. */
export function isSubsequence(part: string, whole: string): boolean {
  const wanted = [...part];
  let at = 0;
  for (const character of whole) if (character === wanted[at]) at += 1;
  return at === wanted.length && wanted.length > 0;
}

/** The organ of the obligations table that a station's name means: the longest whose name is a subsequence of it; '' = none. */
export function matchOrgan(stationName: string, organs: readonly string[]): string {
  return organs
    .filter((organ) => isSubsequence(organ, stationName))
    .reduce((best, organ) => (organ.length > best.length ? organ : best), '');
}
