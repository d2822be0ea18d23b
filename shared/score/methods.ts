import { z } from 'zod';
import { isDate } from '../china/dates.ts';
import { method } from '../contract/method.ts';
import { SentObligation } from '../exchange/contents.ts';
import { RecordKind, StationId } from '../exchange/record.ts';
import { Period, PeriodKind } from './period.ts';
import { Measure, ScoreRow, Weights } from './score.ts';

const count = z.int().nonnegative();

/** A sheet that was issued (定稿): what it says never changes; a correction is the next draft of the same period. */
export const SheetHead = z.object({
  sheet: z.int().positive(),
  kind: PeriodKind,
  start: z.string(),
  /** 1 for the first of its period. */
  number: z.int().positive(),
  issuedAt: z.string(),
  issuedBy: z.string(),
});
export type SheetHead = z.infer<typeof SheetHead>;

/** Which figures: those of now for a period, or a sheet as it was issued. */
export const BoardOf = z.union([z.object({ period: Period }), z.object({ sheet: z.int().positive() })]);
export type BoardOf = z.infer<typeof BoardOf>;

export const Board = z.object({
  period: Period,
  /** Instant that the figures are of. */
  asOf: z.string(),
  weights: Weights,
  rows: z.array(ScoreRow),
  /** The sheet that this is; null = figures of now. */
  head: SheetHead.nullable(),
});
export type Board = z.infer<typeof Board>;

/** A figure that the bureau typed in; null = what is counted or reported holds. */
export const ScoreEntry = z.object({
  partner: StationId,
  measure: Measure,
  numerator: z.int('须填整数').nonnegative('不能小于 0').max(1e9, '数过大').nullable(),
  denominator: z.int('须填整数').nonnegative('不能小于 0').max(1e9, '数过大').nullable(),
  /** Day that the figures are of: they count from the period that it lies in. */
  date: z.string().refine(isDate, '须填日期'),
  source: z.string().trim().min(2, '须写明来源').max(200, '来源不超过 200 字'),
});
export type ScoreEntry = z.infer<typeof ScoreEntry>;

/** One of the things behind a numerator. */
export const BehindRow = z.object({
  /** Record id; package id where `kind` is null. */
  id: z.string(),
  kind: RecordKind.nullable(),
  code: z.string(),
  name: z.string(),
  at: z.string(),
});
export type BehindRow = z.infer<typeof BehindRow>;

const readers = ['dataManager', 'inspector', 'catalogAuditor', 'licenseAuditor', 'intake', 'admin'] as const;

export const scoreMethods = {
  'score.board': method([...readers], BoardOf, Board),
  'score.sheets': method([...readers], z.object({ kind: PeriodKind }), z.object({ sheets: z.array(SheetHead) })),
  /** How a department fared on the last draft of each period. */
  'score.history': method(
    [...readers],
    z.object({ kind: PeriodKind, partner: StationId }),
    z.object({
      rows: z.array(SheetHead.extend({ total: z.number().nullable(), rank: count.nullable(), of: count })),
    }),
  ),
  /** What a figure is made of: the records or packages that were counted, the lines that were reported, and what was typed in. */
  'score.behind': method(
    [...readers],
    z.object({
      of: BoardOf,
      partner: StationId,
      measure: Measure,
      after: z.string().optional(),
      limit: z.int().min(1).max(500).optional(),
    }),
    z.object({
      rows: z.array(BehindRow),
      total: count,
      next: z.string().nullable(),
      lines: z.array(SentObligation),
      entries: z.array(ScoreEntry.extend({ by: z.string(), at: z.string() })),
    }),
  ),
  'score.weigh': method(['dataManager', 'admin'], z.object({ weights: Weights }), z.object({})),
  'score.enter': method(['dataManager'], ScoreEntry, z.object({})),
  /** Issues the sheet of a period with the figures of now. Refuses `score-early` before it has begun. */
  'score.issue': method(['dataManager'], z.object({ period: Period }), SheetHead),
  'score.export': method(
    [...readers],
    z.object({
      of: BoardOf,
      format: z.enum(['xlsx', 'csv']),
      to: z.string().min(1).max(4096),
      /** Name of the file there; one that is free where it is absent. */
      as: z.string().min(1).max(200).optional(),
    }),
    z.object({ path: z.string() }),
  ),
} as const;
