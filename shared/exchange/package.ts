import { z } from 'zod';
import { Remark } from './finding.ts';
import { RecordId, RecordKind, recordStates } from './record.ts';

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

/** Where a revision that was sent stands: as signed by the bureau, or 已有新版, when a later one arrived before anybody decided about it. */
export const SentState = z.enum([...recordStates, 'superseded']);
export type SentState = z.infer<typeof SentState>;

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
  /** Number of the medium in 介质登记簿, '' for a folder that none is known of. */
  mediumNumber: z.string(),
  /** The system's cache may have answered when it was read back. */
  cached: z.boolean(),
  writtenAt: z.string(),
});
export type SentVolume = z.infer<typeof SentVolume>;

/** 新增: no revision of it was ever sent; 变更 since it was; 重送: as it was, because nobody signed for it. */
export const RecordChange = z.enum(['new', 'changed', 'again']);
export type RecordChange = z.infer<typeof RecordChange>;
export const recordChangeNames: Readonly<Record<RecordChange, string>> = {
  new: '新增',
  changed: '变更',
  again: '重送',
};

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
  /** It carries changes of state only. */
  urgent: z.boolean(),
  /** Sequence of the package that took over what nobody had signed for, 0 = none. */
  replacedBy: z.number().int(),
  /** Sealed for keys of a bureau that was revoked or is no longer the one reported to: whoever has the new keys cannot open it. */
  oldKeys: z.boolean(),
  volumes: z.array(SentVolume),
  /** False once a sealed file is no longer in the outbox. */
  kept: z.boolean(),
  /** When the last volume was written and read back, '' while one is still to be. */
  writtenAt: z.string(),
  courier: z.string(),
  handedAt: z.string(),
  receivedAt: z.string(),
  /** When the bureau's word came that only a part of it could be read; '' once it has been received whole. */
  salvagedAt: z.string(),
  step: PackageStep,
  /** How many of its records stand in each state, as signed by the bureau. */
  states: z.partialRecord(SentState, z.number().int()),
  /** Sequences the bureau said it had not got when it took this one, and that nobody has accounted for since. */
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
  change: RecordChange,
  state: SentState,
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

/** One volume of a package that came, or that should have. */
export const VolumeMark = z.object({
  /** From 1. */
  number: z.number().int().positive(),
  /** `open`: this one and perhaps more behind it; the last volume, which says how many there are, has not come. */
  state: z.enum(['whole', 'repaired', 'damaged', 'missing', 'open']),
  /** Chunks of it that were damaged; 0 where that were headers or recovery data only. */
  chunks: z.number().int().nonnegative(),
});
export type VolumeMark = z.infer<typeof VolumeMark>;

/** What cannot be read of a package that is damaged beyond repair. */
export const PackageLoss = z.object({
  /** Chunks of 64 KiB, and how many the package has. */
  chunks: z.number().int().nonnegative(),
  of: z.number().int().nonnegative(),
  bytes: z.number().nonnegative(),
  /** Paths below `data/` that did not come; null when the list of files was lost itself. */
  files: z.array(z.string()).nullable(),
});
export type PackageLoss = z.infer<typeof PackageLoss>;

/** What an officer confirmed when the readable part of a damaged package was taken in. */
export const Salvage = z.object({
  by: z.string(),
  at: z.string(),
  reason: z.string(),
  loss: PackageLoss,
  /** When the whole package came after all; '' = still to be sent again. */
  completedAt: z.string(),
});
export type Salvage = z.infer<typeof Salvage>;

/** What became of one file that the bureau was given. */
export const IntakeOutcome = z.object({
  file: z.string(),
  packageId: z.string(),
  /** False when a rule refused it; `already-received`, `repaired` and `salvaged` are no failures. */
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
  volumes: z.array(VolumeMark),
  /** Refused as damaged beyond repair, but in part readable: an officer may confirm that this part is taken in. */
  salvageable: z.boolean(),
  /** Of a salvageable or salvaged package. */
  loss: PackageLoss.nullable(),
  /** The station keeps its volumes: only what is missing needs to come. */
  held: z.boolean(),
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
  /** It says that it carries changes of state only. */
  urgent: z.boolean(),
  waiting: z.number().int(),
  decided: z.number().int(),
  receipt: z.string(),
  volumes: z.array(VolumeMark),
  /** Of a refused package that could be read in part; null where nothing can be taken of it. */
  loss: PackageLoss.nullable(),
  /** Of a package that was taken in in part. */
  salvage: Salvage.nullable(),
  /** Volumes that the station keeps until the rest has come. */
  held: z.boolean(),
});
export type IntakeRow = z.infer<typeof IntakeRow>;
