import { z } from 'zod';
import { Finding, Remark } from './finding.ts';
import { Salvage } from './package.ts';
import { RecordId, RecordKind, RecordRow, RecordState } from './record.ts';

/** One field beside its last version: what a reviewer compares. */
export const FieldLine = z.object({
  field: z.string(),
  /** The field's Chinese label; for a repeated part with its number, 信息项 3 · 长度. */
  label: z.string(),
  before: z.string(),
  after: z.string(),
  changed: z.boolean(),
});
export type FieldLine = z.infer<typeof FieldLine>;

/** A picture or file of the record under review. */
export const ReviewBlob = z.object({
  id: z.string(),
  name: z.string(),
  type: z.string(),
  bytes: z.number(),
  /** Holds a seal without 仅供核对: no address serves it. */
  guarded: z.boolean(),
});
export type ReviewBlob = z.infer<typeof ReviewBlob>;

export const ReviewRow = RecordRow.extend({
  partnerName: z.string(),
  /** Sequence of the package that brought this revision, 0 = unknown. */
  sequence: z.number().int(),
  packageId: z.string(),
  /** A revision of it was here before. */
  again: z.boolean(),
  /** It came in the readable part of a damaged package, the rest of which is still to come. */
  salvaged: z.boolean(),
  /** Values of a license that fail their check and stand on the paper (照面如此). */
  declared: z.int(),
});
export type ReviewRow = z.infer<typeof ReviewRow>;

export const ReviewRecord = z.object({
  row: ReviewRow,
  enteredBy: z.string(),
  editedBy: z.string(),
  /** Changed fields first, then the rest, each in the order of the form. */
  lines: z.array(FieldLine),
  previous: z.object({ revision: z.number().int(), state: RecordState, at: z.string() }).nullable(),
  findings: z.array(Finding),
  remarks: z.array(Remark),
  /** Who confirmed that it was taken out of a damaged package; null when it came in a whole one. */
  salvage: Salvage.pick({ by: true, at: true, reason: true }).nullable(),
  blobs: z.array(ReviewBlob),
  /** Pieces of the scan that show a field, such as that of a 照面如此. */
  pieces: z.array(z.object({ field: z.string(), blob: z.string() })),
  approvals: z.array(
    z.object({ kind: z.string(), way: z.string(), person: z.string(), date: z.string(), text: z.string() }),
  ),
});
export type ReviewRecord = z.infer<typeof ReviewRecord>;

export const ReviewFilter = z.object({
  kind: RecordKind.optional(),
  partner: z.string().optional(),
  packageId: z.string().optional(),
  states: z.array(RecordState).optional(),
  query: z.string().max(100).optional(),
  after: z.string().optional(),
  limit: z.number().int().min(1).max(500).optional(),
});

export const DecideInput = z.object({
  id: RecordId,
  /** Revision the reviewer looked at; a newer one that came meanwhile is refused as `record-changed`. */
  revision: z.number().int().positive(),
  outcome: z.enum(['accepted', 'returned', 'stored']),
  remarks: z.array(Remark).max(200).default([]),
});

/** Decisions made and not yet written for a department. */
export const AnswerWaiting = z.object({
  partner: z.string(),
  partnerName: z.string(),
  accepted: z.number().int(),
  returned: z.number().int(),
  stored: z.number().int(),
});
export type AnswerWaiting = z.infer<typeof AnswerWaiting>;
