import { z } from 'zod';
import { RecordChange, Sealing } from './package.ts';
import { RecordId, RecordKind } from './record.ts';

/** The two signatures without which nothing leaves: the head's 上报审批 and 保密审查. */
export const approvalKindNames = { head: '上报审批', secrecy: '保密审查' } as const;
export type ApprovalKind = keyof typeof approvalKindNames;
export const ApprovalKind = z.enum(Object.keys(approvalKindNames) as [ApprovalKind, ...ApprovalKind[]]);

/** In the program by the person's own account, or a signed paper that the exchange officer records. */
export const ApprovalWay = z.enum(['program', 'paper']);

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

/** What somebody writes down from a signed 上报审批单. */
export const PaperApproval = z.object({
  person: z.string().trim().min(1).max(40),
  date: day,
  text: z.string().max(200).default(''),
});
export type PaperApproval = z.infer<typeof PaperApproval>;

export const Approval = z.object({
  id: z.number().int(),
  kind: ApprovalKind,
  way: ApprovalWay,
  person: z.string(),
  date: day,
  /** 同意, or the words on the paper; for 保密审查 the conclusion 非涉密. */
  text: z.string(),
  recordedBy: z.string(),
  at: z.string(),
  /** Records and revisions it covers that have not been sent yet. */
  covers: z.number().int(),
});
export type Approval = z.infer<typeof Approval>;

/** One revision of one record: an approval covers exactly this, an edit afterwards needs a new one. */
export const RecordRevision = z.object({ id: RecordId, revision: z.number().int().positive() });
export type RecordRevision = z.infer<typeof RecordRevision>;

/** One line of 待发清单. */
export const OutboxItem = z.object({
  id: RecordId,
  kind: RecordKind,
  code: z.string(),
  name: z.string(),
  revision: z.number().int(),
  change: RecordChange,
  /** Why it goes again, '' otherwise. */
  reason: z.string(),
  /** A license whose state changed: what an urgent package carries. */
  urgent: z.boolean(),
  bytes: z.number(),
  createdBy: z.string(),
  updatedBy: z.string(),
  updatedAt: z.string(),
  /** Everybody who saved it since it was sent last: none of them signs for it. */
  writers: z.array(z.string()),
  head: z.boolean(),
  secrecy: z.boolean(),
});
export type OutboxItem = z.infer<typeof OutboxItem>;

/** A record that stays behind, and why, with the field to go to. */
export const HeldItem = z.object({
  id: RecordId,
  kind: RecordKind,
  code: z.string(),
  name: z.string(),
  reason: z.enum(['errors', 'returned', 'keying', 'reasons']),
  field: z.string(),
  label: z.string(),
  message: z.string(),
});
export type HeldItem = z.infer<typeof HeldItem>;

export const KindTotal = z.object({
  kind: RecordKind,
  total: z.number(),
  new: z.number(),
  changed: z.number(),
  again: z.number(),
  bytes: z.number(),
});

/** 上报审批单: what the two signatures on paper are for. */
export const ApprovalSheet = z.object({
  department: z.string(),
  recipient: z.string(),
  nextSequence: z.number().int(),
  createdAt: z.string(),
  totals: z.array(KindTotal),
  total: z.number(),
  /** At most 5000 of them, types first. */
  items: z.array(OutboxItem.pick({ id: true, kind: true, code: true, name: true, revision: true, change: true })),
  approvals: z.array(Approval),
  /** SM3 over all of them, `id revision` a line in order of ids: what was signed is what will be sealed. */
  digest: z.string(),
});
export type ApprovalSheet = z.infer<typeof ApprovalSheet>;

/** All that 上报 shows before a package is sealed. */
export const Outbox = z.object({
  items: z.array(OutboxItem),
  totals: z.array(KindTotal),
  /** Records with both signatures. */
  ready: z.number(),
  /** Licenses whose state changed, and those of them with both signatures. */
  urgent: z.object({ total: z.number(), ready: z.number() }),
  held: z.array(HeldItem),
  heldTotal: z.number(),
  /** Complete drafts that nobody has handed in. */
  unsubmitted: z.array(z.object({ kind: RecordKind, total: z.number() })),
  approvals: z.array(Approval),
  /** Pending records that lack one of the two signatures. */
  lacking: z.object({ head: z.number(), secrecy: z.number() }),
  /** Drawn anew by every restore; numbers begin again with it. */
  epoch: z.number().int(),
  nextSequence: z.number().int(),
  /** Sequence of the package before, 0 = none. */
  previousSequence: z.number().int(),
  recipient: z.object({ id: z.string(), name: z.string(), state: z.string() }).nullable(),
  /** How the last package was sealed, as a proposal for the next. */
  sealing: Sealing,
});
export type Outbox = z.infer<typeof Outbox>;
