import { z } from 'zod';
import { Remark } from './finding.ts';
import { RecordId, RecordKind, RecordState } from './record.ts';

/** Where a package of ours is, in the order of the step line 生成 · 写盘 · 送出 · 签收 · 审核 · 入库. */
export const packageStepNames = {
  sealed: '生成',
  written: '写盘',
  handed: '送出',
  received: '签收',
  reviewed: '审核',
  stored: '入库',
} as const;
export type PackageStep = keyof typeof packageStepNames;
export const PackageStep = z.enum(Object.keys(packageStepNames) as [PackageStep, ...PackageStep[]]);

export const KindCounts = z.partialRecord(RecordKind, z.number().int().nonnegative());
export type KindCounts = z.infer<typeof KindCounts>;

/** A file that was written and read back; `sm3` is that of its bytes. */
export const WrittenFile = z.object({ name: z.string(), bytes: z.number(), sm3: z.string(), path: z.string() });
export type WrittenFile = z.infer<typeof WrittenFile>;

/** A volume of a package sent: one sealed file. */
export const SentVolume = z.object({
  /** From 1. */
  number: z.number().int().positive(),
  file: z.string(),
  bytes: z.number(),
  /** Of the file: what a copy is compared with. */
  sm3: z.string(),
  /** The volume's number on paper: SM3 over the digests of its chunks. */
  digest: z.string(),
  /** Folder that it was last written to and read back from, '' = none. */
  medium: z.string(),
  writtenAt: z.string(),
});
export type SentVolume = z.infer<typeof SentVolume>;

/** How a package is sealed. */
export const Sealing = z.object({
  /** Bytes of a volume at most; null: all in one file. */
  volumeSize: z.number().int().positive().nullable(),
  /** Recovery data in each volume, percent. */
  recovery: z.union([z.literal(0), z.literal(10)]),
});
export type Sealing = z.infer<typeof Sealing>;

/** One line of the ledger of packages sent. */
export const SentPackage = z.object({
  id: z.string(),
  epoch: z.number().int(),
  sequence: z.number().int(),
  createdAt: z.string(),
  createdBy: z.string(),
  recipient: z.string(),
  counts: KindCounts,
  records: z.number().int(),
  /** Of all volumes. */
  bytes: z.number(),
  recovery: Sealing.shape.recovery,
  volumes: z.array(SentVolume),
  /** False once a sealed file is no longer in the outbox. */
  kept: z.boolean(),
  /** When the last volume was written and read back, '' while one is still to be. */
  writtenAt: z.string(),
  courier: z.string(),
  handedAt: z.string(),
  receivedAt: z.string(),
  step: PackageStep,
  /** How many of its records stand in each state, as signed by the bureau. */
  states: z.partialRecord(RecordState, z.number().int()),
  /** Sequences the bureau said it had not got when it took this one. */
  missing: z.array(z.number().int()),
});
export type SentPackage = z.infer<typeof SentPackage>;

/** One record inside a package sent. */
export const SentRecord = z.object({
  id: RecordId,
  kind: RecordKind,
  code: z.string(),
  name: z.string(),
  revision: z.number().int(),
  change: z.enum(['new', 'changed']),
  state: RecordState,
  remarks: z.array(Remark),
});
export type SentRecord = z.infer<typeof SentRecord>;

/** A record that was quarantined at intake: where it failed and why. */
export const RejectedRecord = z.object({
  kind: z.string(),
  id: z.string(),
  revision: z.number().int(),
  name: z.string(),
  field: z.string(),
  /** The field's Chinese label, '' for the record as a whole. */
  label: z.string().default(''),
  code: z.string(),
  message: z.string(),
});
export type RejectedRecord = z.infer<typeof RejectedRecord>;

/** What became of one file that the bureau was given. */
export const IntakeOutcome = z.object({
  file: z.string(),
  packageId: z.string(),
  /** False when a rule refused it; `already-received` is no failure. */
  ok: z.boolean(),
  code: z.string(),
  message: z.string(),
  sender: z.string(),
  senderName: z.string(),
  sequence: z.number().int(),
  received: z.number().int(),
  rejected: z.array(RejectedRecord),
  missing: z.array(z.number().int()),
  /** Path of the receipt that was written, '' = none. */
  receipt: z.string(),
});
export type IntakeOutcome = z.infer<typeof IntakeOutcome>;

/** One line of 收件: a package that came in, or a file that was refused. */
export const IntakeRow = z.object({
  key: z.string(),
  packageId: z.string(),
  file: z.string(),
  sender: z.string(),
  senderName: z.string(),
  epoch: z.number().int(),
  sequence: z.number().int(),
  at: z.string(),
  createdAt: z.string(),
  bytes: z.number(),
  counts: KindCounts,
  ok: z.boolean(),
  code: z.string(),
  message: z.string(),
  received: z.number().int(),
  rejected: z.array(RejectedRecord),
  missing: z.array(z.number().int()),
  /** Older revisions that were already here in a newer one. */
  superseded: z.number().int(),
  waiting: z.number().int(),
  decided: z.number().int(),
  receipt: z.string(),
});
export type IntakeRow = z.infer<typeof IntakeRow>;
