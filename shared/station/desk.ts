import { z } from 'zod';
import { RecordKind } from '../exchange/record.ts';
import { Obligation, obligationStates } from './obligation.ts';

const count = z.number().int().nonnegative();

/** A line of 我单位应交材料 as the desk shows it. */
export const ObligationLine = Obligation.extend({
  /** Kind of record that fulfils the line; null = 职责. */
  recordKind: RecordKind.nullable(),
  /** 已录数, counted from the records that fulfil the line; drafts are still in work. */
  entered: count,
  drafts: count,
  state: z.enum(obligationStates),
  stateWord: z.string(),
  /** What it is linked to: kind word, first name, its code, and how many more. */
  linked: z.object({ word: z.string(), name: z.string(), code: z.string(), more: count }).nullable(),
  /** Working days until the due date, negative when overdue; null = no date. */
  daysLeft: z.number().int().nullable(),
});
export type ObligationLine = z.infer<typeof ObligationLine>;

/** A record that the bureau sent back, with its word about one field; a record with three remarks makes three lines. */
export const ReturnedLine = z.object({
  id: z.string(),
  kind: RecordKind,
  name: z.string(),
  code: z.string(),
  field: z.string(),
  /** Label of the field; 整条 for the record as a whole. */
  fieldWord: z.string(),
  remark: z.string(),
  at: z.string(),
});
export type ReturnedLine = z.infer<typeof ReturnedLine>;

/** What a deadline is about, so that Enter leads there. */
export const DueTarget = z.discriminatedUnion('about', [
  z.object({ about: z.literal('obligation'), id: z.string() }),
  z.object({ about: z.literal('record'), id: z.string(), kind: RecordKind }),
  z.object({ about: z.literal('licenses'), type: z.string() }),
  z.object({ about: z.literal('package'), id: z.string() }),
  z.object({ about: z.literal('list') }),
  z.object({ about: z.literal('backup') }),
]);

export const DueLine = z.object({
  date: z.string(),
  daysLeft: z.number().int(),
  /** Past the last year of the working day table. */
  provisional: z.boolean(),
  title: z.string(),
  detail: z.string(),
  target: DueTarget,
});
export type DueLine = z.infer<typeof DueLine>;

export const packageSteps = ['生成', '写盘', '送出', '签收', '审核', '入库'] as const;

export const PackageLine = z.object({
  id: z.string(),
  sequence: count,
  /** 准备中 在途 已签收 审核中 有退回 审核通过 已入库 */
  word: z.string(),
  detail: z.string(),
  at: z.string(),
  /** Index of the step that was reached last; -1 = not sealed yet. */
  step: z
    .number()
    .int()
    .min(-1)
    .max(packageSteps.length - 1),
});
export type PackageLine = z.infer<typeof PackageLine>;

export const DeskSummary = z.object({
  today: z.string(),
  organ: z.string(),
  lines: z.array(ObligationLine),
  returned: z.array(ReturnedLine),
  returnedTotal: count,
  due: z.array(DueLine),
  packages: z.array(PackageLine),
});
export type DeskSummary = z.infer<typeof DeskSummary>;

/** Counting second looks stops here. */
export const mostLooks = 1000;

/** The status strip and the numbers beside the navigation: always true, read again after every change. */
export const Strip = z.object({
  /** Own records that no package holds yet. */
  unsent: count,
  /** Handed in and ready for the head's approval and the next package. */
  pending: count,
  /** Sequence numbers of packages that were sealed and have no receipt. */
  onTheWay: z.array(count),
  receiptsWaiting: count,
  dueSoon: count,
  overdue: count,
  receivedToday: count,
  toReview: count,
  /** What this person may key again, decide or confirm now; no more than `mostLooks` are counted. */
  toLook: count,
  /** Partners whose fingerprint nobody has compared with the paper. */
  toConfirm: count,
  /** Records per kind: own ones in a department, received ones in a bureau. */
  counts: z.partialRecord(RecordKind, count),
  returned: z.partialRecord(RecordKind, count),
  auditLines: count,
  /** '' = never. */
  lastBackup: z.string(),
});
export type Strip = z.infer<typeof Strip>;
