import { z } from 'zod';
import { RecordKind } from '../exchange/record.ts';
import { Obligation, obligationStates } from './obligation.ts';

/** A line of 我单位应交材料 as the desk shows it. */
export const ObligationLine = Obligation.extend({
  /** 已录数, counted from the records that fulfil the line. */
  entered: z.number().int().nonnegative(),
  state: z.enum(obligationStates),
  stateWord: z.string(),
  /** What it is linked to: kind word, first name, its code, and how many more. */
  linked: z.object({ word: z.string(), name: z.string(), code: z.string(), more: z.number().int() }).nullable(),
  /** Working days until the due date, negative when overdue; null = no date. */
  daysLeft: z.number().int().nullable(),
  /** Page that starts the work, and the word on its button. */
  start: z.object({ path: z.string(), word: z.string() }),
});
export type ObligationLine = z.infer<typeof ObligationLine>;

export const ReturnedLine = z.object({
  id: z.string(),
  kind: RecordKind,
  kindWord: z.string(),
  name: z.string(),
  code: z.string(),
  field: z.string(),
  fieldWord: z.string(),
  remark: z.string(),
  at: z.string(),
  path: z.string(),
});
export type ReturnedLine = z.infer<typeof ReturnedLine>;

export const DueLine = z.object({
  date: z.string(),
  daysLeft: z.number().int(),
  /** Past the last year of the working day table. */
  provisional: z.boolean(),
  title: z.string(),
  detail: z.string(),
  path: z.string(),
});
export type DueLine = z.infer<typeof DueLine>;

/** 生成 写盘 送出 签收 审核 入库 */
export const packageSteps = ['生成', '写盘', '送出', '签收', '审核', '入库'] as const;

export const PackageLine = z.object({
  id: z.string(),
  sequence: z.number().int().nonnegative(),
  word: z.string(),
  detail: z.string(),
  at: z.string(),
  /** How many of `packageSteps` are behind it. */
  step: z.number().int().min(0).max(packageSteps.length),
});
export type PackageLine = z.infer<typeof PackageLine>;

export const DeskSummary = z.object({
  today: z.string(),
  lines: z.array(ObligationLine),
  returned: z.array(ReturnedLine),
  returnedTotal: z.number().int(),
  due: z.array(DueLine),
  packages: z.array(PackageLine),
});
export type DeskSummary = z.infer<typeof DeskSummary>;

/** The status strip and the numbers beside the navigation: always true, read again after every change. */
export const Strip = z.object({
  unsent: z.number().int(),
  /** Sequence numbers of packages without a receipt. */
  onTheWay: z.array(z.number().int()),
  receiptsWaiting: z.number().int(),
  dueSoon: z.number().int(),
  overdue: z.number().int(),
  /** Bureau: packages taken in today, records to review, partners whose fingerprint is not confirmed. */
  receivedToday: z.number().int(),
  toReview: z.number().int(),
  toConfirm: z.number().int(),
  /** Number of records per kind, own ones, for the navigation. */
  counts: z.record(z.string(), z.number().int()),
  returned: z.record(z.string(), z.number().int()),
  auditLines: z.number().int(),
  /** '' = never. */
  lastBackup: z.string(),
});
export type Strip = z.infer<typeof Strip>;
