import { z } from 'zod';

/** 市级部门 or a department of a county, city or district below it. */
export const stationLevels = ['市', '县(市)区'] as const;
export const StationLevel = z.enum(stationLevels);

const text = z.string().max(200);

/** What a station says about its owner; printed on every paper and sent along with its keys at 单位接入. */
export const StationInfo = z.object({
  /** Full name of the organ, 市民政局 or 郑州市民政局: its signboard, not an inner office. */
  name: z.string().min(2).max(64),
  /** 统一社会信用代码; checked by shared/china/uscc.ts where it is typed. */
  uscc: z.string().max(18),
  /** The organ of the obligations table, as the notice names it; '' = none of them. */
  organ: text,
  /** Six digits of GB/T 2260. */
  division: z.string().max(6),
  level: StationLevel,
  address: text,
  /** 分管领导 */
  leader: text,
  /** 责任处室 */
  office: text,
  /** 联络员 */
  contact: text,
  phone: text,
});
export type StationInfo = z.infer<typeof StationInfo>;

/** What the window needs before and after somebody has signed in. */
export const stationStates = ['missing', 'locked', 'open'] as const;
export type StationState = (typeof stationStates)[number];
