import { z } from 'zod';
import { Remark } from './finding.ts';

/** Kinds of record that travel in packages, with the word the window shows, in the order of navigation and of the sent list. */
export const recordKindNames = {
  catalog: '资源目录',
  confirmation: '清单确认',
  licenseType: '证照目录',
  license: '证照',
  sheet: '印章采集表',
  imprint: '印模',
  dataset: '数据归集',
  request: '申请',
} as const;

export type RecordKind = keyof typeof recordKindNames;
export const recordKinds = Object.keys(recordKindNames) as readonly RecordKind[];
export const RecordKind = z.enum(recordKinds as [RecordKind, ...RecordKind[]]);

/** Where a record stands between department and bureau; the moves between them are in `states.ts`. */
export const recordStateNames = {
  draft: '草稿',
  pending: '待签批',
  sent: '已送出',
  received: '已签收',
  accepted: '审核通过',
  returned: '退回修改',
  stored: '已入库',
} as const;

export type RecordState = keyof typeof recordStateNames;
export const recordStates = Object.keys(recordStateNames) as readonly RecordState[];
export const RecordState = z.enum(recordStates as [RecordState, ...RecordState[]]);

/** 32 lower-case hex digits, drawn at random by the station that makes the record and kept by every station after it. */
export const RecordId = z.string().regex(/^[0-9a-f]{32}$/);
/** First 16 bytes of SM3 over a station's two public keys, as 32 hex digits. */
export const StationId = z.string().regex(/^[0-9a-f]{32}$/);

/** One record without its body, as lists show it. */
export const RecordRow = z.object({
  id: RecordId,
  kind: RecordKind,
  /** '' = made here, else the id of the station that sent it. */
  origin: z.string(),
  code: z.string(),
  name: z.string(),
  /** The kind's own filter: license type, classification prefix, sheet id. */
  facet: z.string(),
  state: RecordState,
  revision: z.number().int().positive(),
  errors: z.number().int().nonnegative(),
  /** From the last return; empty again once the bureau has accepted a later revision. */
  remarks: z.array(Remark),
  createdBy: z.string(),
  createdAt: z.string(),
  updatedBy: z.string(),
  updatedAt: z.string(),
});
export type RecordRow = z.infer<typeof RecordRow>;

/** How many records of one kind stand in each state. */
export const StateCounts = z.record(RecordState, z.number().int().nonnegative());
export type StateCounts = z.infer<typeof StateCounts>;
