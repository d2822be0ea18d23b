import { z } from 'zod';

const count = z.int().nonnegative();

/** How far the existing licenses (存量) of one type, or of one box of them, have come. */
export const StockLine = z.object({
  /** 应录; null = nobody has counted them yet. */
  expected: count.nullable(),
  /** 已录: handed in or further; drafts are still in work. */
  entered: count,
  drafts: count,
  /** 复核: keyed a second time by somebody. */
  reviewed: count,
  /** 签收: the bureau has said that it has them. */
  received: count,
  /** 入库 */
  stored: count,
});
export type StockLine = z.infer<typeof StockLine>;

export const StockType = StockLine.extend({
  type: z.string(),
  /** The line of 我单位应交材料 that `expected` comes from; '' = it stands here alone. */
  obligation: z.string(),
  /** Entered a working day, mean of the last ten before today. */
  perDay: z.number(),
  /** YYYY-MM-DD when the rest is entered at that rate; '' while that cannot be said. */
  finish: z.string(),
  /** `finish` lies beyond the calendar of working days. */
  provisional: z.boolean(),
  /** By the box of the 档号; '' = without one. */
  boxes: z.array(StockLine.extend({ box: z.string() })),
});
export type StockType = z.infer<typeof StockType>;

export const StockProgress = z.object({
  today: z.string(),
  /** First of the ten working days that the rate is taken from. */
  since: z.string(),
  types: z.array(StockType),
});
export type StockProgress = z.infer<typeof StockProgress>;
