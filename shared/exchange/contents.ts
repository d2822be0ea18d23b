import { z } from 'zod';
import { StationInfo } from '../station/station.ts';
import { PaperApproval, RecordRevision } from './approval.ts';
import { Remark } from './finding.ts';
import { PackageLoss, RejectedRecord } from './package.ts';
import { RecordId, RecordKind, StationId } from './record.ts';

// The JSON inside packages (docs/format/ydp-v1.md describes what lies around it). A reader ignores keys it does not know.

const hex64 = z.string().regex(/^[0-9a-f]{64}$/);

/** A file that records refer to, as `data/files.json` lists it; its bytes are the entry `data/blobs/<sm3>`. */
export const PackedBlob = z.object({
  sm3: hex64,
  name: z.string().max(255),
  type: z.string().max(100),
  bytes: z.number().int().nonnegative(),
});
export type PackedBlob = z.infer<typeof PackedBlob>;

/** `data/files.json`, ahead of the files themselves. */
export const PackedFiles = z.array(PackedBlob).max(200_000);

/** One line of `data/records/<kind>-<number>.jsonl`. In `body` a file is named by `sm3:` and its digest, never by a station's own id. */
export const PackedRecord = z.object({
  id: RecordId,
  kind: RecordKind,
  revision: z.number().int().positive(),
  code: z.string().max(200),
  name: z.string().max(400),
  facet: z.string().max(200),
  createdBy: z.string().max(100),
  createdAt: z.string().max(40),
  updatedBy: z.string().max(100),
  updatedAt: z.string().max(40),
  body: z.record(z.string(), z.unknown()),
  /** Digests of the files that the body names. */
  files: z.array(hex64).max(500),
});
export type PackedRecord = z.infer<typeof PackedRecord>;

/** One line of what the sender's organ owes, and how far it has come. */
export const SentObligation = z.object({
  code: z.string().max(16),
  text: z.string().max(200),
  kind: z.string().max(40),
  expected: z.number().int().nonnegative().nullable(),
  due: z.string().max(20),
  entered: z.number().int().nonnegative(),
  accepted: z.number().int().nonnegative(),
});
export type SentObligation = z.infer<typeof SentObligation>;

/** `data/station.json`: who sends, as it calls itself now; the bureau shows it beside what was enrolled. */
export const PackedStation = z.object({
  station: StationId,
  info: StationInfo,
  program: z.string().max(40),
  obligations: z.array(SentObligation).max(2000),
  /** Version in force here of each part that the bureau has dispatched. */
  inForce: z.record(z.string().max(40), z.number().int()).default({}),
  /** This package carries changes of state only, which are not to wait. */
  urgent: z.boolean().default(false),
});
export type PackedStation = z.infer<typeof PackedStation>;

/** `data/approval.json`: the signatures that let these revisions out. */
export const PackedApprovals = z.array(
  z.object({
    kind: z.enum(['head', 'secrecy']),
    way: z.enum(['program', 'paper']),
    ...PaperApproval.shape,
    recordedBy: z.string(),
    records: z.array(RecordRevision),
  }),
);

/** Head of the sender's audit chain as its package carried it, said back so that the sender can prove its own chain later. */
export const AuditEcho = z.object({ sequence: z.number().int().nonnegative(), digest: hex64 });
export type AuditEcho = z.infer<typeof AuditEcho>;

/**
 * `data/receipt.json` of a 签收回执: every record of the package is received but those rejected here. Of a package that was
 * salvaged only the records listed as received are; the others wait until the same package has come whole.
 */
export const ReceiptBody = z.object({
  package: z.string(),
  epoch: z.number().int(),
  sequence: z.number().int(),
  receivedAt: z.string(),
  received: z.number().int(),
  rejected: z.array(RejectedRecord),
  /** Sequences of this epoch that have not arrived. */
  missing: z.array(z.number().int()),
  audit: AuditEcho,
  /** Volumes that were damaged and restored byte for byte before they were read. */
  repaired: z
    .array(z.object({ volume: z.number().int().positive(), chunks: z.number().int().nonnegative() }))
    .default([]),
  salvaged: z
    .object({ received: z.array(RecordRevision), loss: PackageLoss })
    .nullable()
    .default(null),
});
export type ReceiptBody = z.infer<typeof ReceiptBody>;

/** One decision about one revision. `answer` grows with every decision of the bureau, so a late one is known as late. */
export const Decision = z.object({
  record: RecordId,
  revision: z.number().int().positive(),
  outcome: z.enum(['accepted', 'returned', 'stored']),
  remarks: z.array(Remark),
  decidedAt: z.string(),
  answer: z.number().int().positive(),
});
export type Decision = z.infer<typeof Decision>;

/** `data/decision.json` of an 审核结果. */
export const DecisionBody = z.object({ decisions: z.array(Decision) });
export type DecisionBody = z.infer<typeof DecisionBody>;
