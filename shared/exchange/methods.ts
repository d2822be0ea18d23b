import { z } from 'zod';
import { method } from '../contract/method.ts';
import { ScanEnd } from '../scanner/methods.ts';
import { ScanProfile } from '../scanner/profile.ts';
import { AccountDecision, DecideAccount } from './account.ts';
import { AnswerSheet, IncompleteAnswer, ScannedAnswerPage, SignedAnswer } from './answer-page.ts';
import { ApprovalKind, ApprovalSheet, Outbox, PaperApproval, RecordRevision } from './approval.ts';
import { Burner } from './disc.ts';
import { HandOver, Medium, MediumKind, MediumNumber, Slip, secrecyMarks } from './medium.ts';
import { IntakeOutcome, IntakeRow, PackageLoss, Sealing, SentPackage, SentRecord, WrittenFile } from './package.ts';
import { EnrolmentPreview, OwnKeys, Partner, SpareKeys } from './partner.ts';
import { RecordId, RecordKind, StationId } from './record.ts';
import { ReturnNotice } from './return-notice.ts';
import { AnswerWaiting, DecideInput, ReviewFilter, ReviewRecord, ReviewRow } from './review.ts';

const nothing = z.object({});
const done = z.object({});
const path = z.string().min(1).max(4096);
const job = z.string().optional();
const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);
const file = z.object({ name: z.string().max(400), bytes });
/** A file that was made, and where it was written when a folder was given. */
const made = z.object({ name: z.string(), bytes, path: z.string() });
const fingerprint = z.string().max(200).optional();
const PackageId = z.string().regex(/^[0-9a-f]{32}$/);
const salvageReason = z.string().trim().min(1).max(200);

/** What a bureau signs for a department, with the word the window shows. */
export const answerKindNames = { receipt: '签收回执', decision: '审核结果', dispatch: '下发包' } as const;
export type AnswerKind = keyof typeof answerKindNames;
export const answerKinds = Object.keys(answerKindNames) as readonly AnswerKind[];
const AnswerKind = z.enum(answerKinds as [AnswerKind, ...AnswerKind[]]);

/** What became of one receipt, decision or dispatch; `received` counts the parts of a dispatch that are in force now and were not before. */
export const AnswerOutcome = z.object({
  file: z.string(),
  packageId: z.string(),
  ok: z.boolean(),
  code: z.string(),
  message: z.string(),
  kind: z.string(),
  /** Sequence of our package that a receipt is about, 0 for decisions. */
  sequence: z.number().int(),
  received: z.number().int(),
  accepted: z.number().int(),
  returned: z.number().int(),
});
export type AnswerOutcome = z.infer<typeof AnswerOutcome>;

const officers = ['exchangeOfficer', 'admin', 'intake'] as const;

export const exchangeMethods = {
  'enrol.own': method('user', nothing, OwnKeys),
  'enrol.partners': method('user', nothing, z.object({ partners: z.array(Partner) })),
  /** Our enrolment file, signed with our own key. A folder writes it there too. */
  'enrol.request': method([...officers], z.object({ to: path.optional() }), made),
  'enrol.preview': method([...officers], file, EnrolmentPreview),
  /** Bureau: takes a department's file and answers with our keys, signed. Refuses `fingerprint-mismatch`, `enrolment-invalid`. */
  'enrol.accept': method(
    [...officers],
    file.extend({ fingerprint, to: path.optional() }),
    z.object({ partner: Partner, answer: made }),
  ),
  /** Department: takes the bureau's answer. */
  'enrol.finish': method([...officers], file.extend({ fingerprint }), z.object({ partner: Partner })),
  /** Confirms that the fingerprint on paper is the one of the file; refuses `fingerprint-mismatch`. */
  'enrol.confirm': method([...officers], z.object({ station: StationId, fingerprint: z.string().max(200) }), Partner),
  'enrol.revoke': method(
    [...officers],
    z.object({ station: StationId, reason: z.string().trim().min(1).max(200) }),
    Partner,
  ),
  'enrol.accounts': method('user', z.object({ station: StationId }), z.object({ accounts: z.array(AccountDecision) })),
  /** Bureau: notes the decision about one person's application. Refuses `account-undecided`, `account-taken`, `unknown-sender`. */
  'enrol.decideAccount': method(
    ['catalogAuditor', 'admin'],
    DecideAccount,
    z.object({ accounts: z.array(AccountDecision) }),
  ),
  'enrol.spareKeys': method('user', nothing, SpareKeys),
  /** Bureau: makes a spare key and writes it to a folder, sealed under `code`, which is shown this once. Departments have it with the next enrolment file. */
  'enrol.makeSpare': method(['admin'], z.object({ to: path }), z.object({ path: z.string(), code: z.string() })),
  /** Bureau: from now on opens what is wrapped to that spare key too. Refuses `spare-key-invalid`, `wrong-spare-code`. */
  'enrol.useSpare': method(
    ['admin'],
    z.object({ path, code: z.string().max(200) }),
    z.object({ publicKey: z.string() }),
  ),
  /** Forgets the private halves of spare keys: the files go back into the safe. */
  'enrol.dropSpare': method(['admin'], nothing, done),

  'exchange.outbox': method('user', nothing, Outbox),
  /** Head or secrecyOfficer sign for exactly these revisions; an entry of one's own is refused as `own-entry`. */
  'approval.give': method(
    ['head', 'secrecyOfficer'],
    z.object({
      kind: ApprovalKind,
      records: z.array(RecordRevision).min(1).max(100_000),
      text: z.string().max(200).default(''),
    }),
    z.object({ covered: z.number().int() }),
  ),
  /** The exchange officer records the signed paper; it covers all that is pending now. */
  'approval.record': method(
    ['exchangeOfficer'],
    z.object({ head: PaperApproval.optional(), secrecy: PaperApproval.optional() }),
    z.object({ covered: z.number().int() }),
  ),
  /** The head sends entries back to their clerk, as drafts with the reason; what was to go again stays with the package that carries it. */
  'approval.refuse': method(
    ['head', 'secrecyOfficer', 'exchangeOfficer'],
    z.object({ records: z.array(RecordId).min(1).max(2000), reason: z.string().trim().min(1).max(200) }),
    z.object({ moved: z.number().int() }),
  ),
  /** What a package carried and nobody has signed for goes once more with the next one; refuses `nothing-unsigned`. */
  'exchange.sendAgain': method(
    ['exchangeOfficer'],
    z.object({ package: PackageId, reason: z.string().trim().min(1).max(200) }),
    z.object({ records: z.number().int() }),
  ),
  /**
   * Seals what is pending and covered, and writes it to `to` when that is given. Refuses `nothing-to-send`, `approval-missing`,
   * `partner-missing`, `limit-exceeded` for volumes that are too small.
   */
  'exchange.pack': method(
    ['exchangeOfficer'],
    z.object({
      to: path.optional(),
      /** Signed papers, as `approval.record` takes them; recorded together with the package. */
      head: PaperApproval.optional(),
      secrecy: PaperApproval.optional(),
      /** Bytes of a volume at most; none: all in one file. */
      volumeSize: Sealing.shape.volumeSize.unwrap().optional(),
      recovery: Sealing.shape.recovery.default(10),
      /** Only licenses whose state changed (notice, annex 3, 4.6). */
      urgent: z.boolean().default(false),
      job,
    }),
    z.object({
      packageId: z.string(),
      sequence: z.number().int(),
      files: z.array(WrittenFile),
      counts: z.partialRecord(RecordKind, z.number().int()),
      records: z.number().int(),
    }),
  ),
  /**
   * Writes a sealed package, or some volumes of it, to a medium, again as often as needed: the same bytes, read back and compared.
   * A volume that is there already is only read back.
   */
  'exchange.write': method(
    ['exchangeOfficer'],
    z.object({
      package: z.string(),
      to: path,
      volumes: z.array(z.number().int()).min(1).optional(),
      /** A number of 介质登记簿; when absent, the medium is known by its file system or entered as a new one. */
      medium: MediumNumber.optional(),
      job,
    }),
    z.object({ files: z.array(WrittenFile) }),
  ),
  'exchange.burners': method('user', nothing, z.object({ burners: z.array(Burner) })),
  /** Makes an ISO image of the volumes in a folder. Refuses `disc-program-missing`, `disk-full`, `disc-failed`. */
  'exchange.image': method(
    ['exchangeOfficer'],
    z.object({ package: PackageId, volumes: z.array(z.number().int()).min(1).optional(), to: path, job }),
    z.object({ path: z.string() }),
  ),
  /** Burns the volumes and reads them back from the disc, which gets the number in 介质登记簿 that is given or the next. */
  'exchange.burn': method(
    ['exchangeOfficer'],
    z.object({
      package: PackageId,
      volumes: z.array(z.number().int()).min(1).optional(),
      device: z.string().min(1).max(200),
      medium: MediumNumber.optional(),
      job,
    }),
    z.object({ number: z.string() }),
  ),
  'exchange.handOver': method(
    ['exchangeOfficer'],
    HandOver.extend({ package: z.string(), medium: MediumNumber.optional() }),
    done,
  ),
  'exchange.slip': method('user', z.object({ package: z.string() }), Slip),
  /** What the head and the secrecy officer are asked to sign on paper: all that goes next, signed or not. */
  'exchange.approvalSheet': method('user', nothing, ApprovalSheet),
  'medium.list': method('user', nothing, z.object({ media: z.array(Medium), next: z.string() })),
  'medium.register': method(
    ['exchangeOfficer'],
    z.object({
      number: MediumNumber,
      kind: MediumKind,
      model: z.string().trim().max(80).default(''),
      serial: z.string().trim().max(80).default(''),
      secrecy: z.enum(secrecyMarks).default('非涉密'),
    }),
    Medium,
  ),
  /** 收回, 遗失 or 销毁; for a loss, when and where, and whom it was reported to. */
  'medium.move': method(
    ['exchangeOfficer'],
    z.object({
      number: MediumNumber,
      what: z.enum(['takeBack', 'lose', 'destroy']),
      text: z.string().trim().min(1).max(400),
    }),
    Medium,
  ),
  'exchange.packages': method('user', nothing, z.object({ packages: z.array(SentPackage) })),
  'exchange.package': method(
    'user',
    z.object({ id: z.string() }),
    z.object({ package: SentPackage, records: z.array(SentRecord), total: z.number().int() }),
  ),
  /** What a killed pack left behind, told once: sealed files without a line in the ledger were removed. */
  'exchange.leftovers': method('user', nothing, z.object({ removed: z.array(z.string()) })),
  /**
   * Department: takes receipts, decisions and dispatches, from files or from paths (a folder = all .ydp in it). Pictures and PDFs, and what the scanner
   * gives where a profile is named, are pages with QR codes: an answer is taken once no code of it is missing.
   */
  'exchange.takeAnswers': method(
    ['exchangeOfficer'],
    z.object({
      files: z.array(file).max(1000).optional(),
      paths: z.array(path).max(1000).optional(),
      /** Only these; others are passed over in a folder and refused as `wrong-kind` by themselves. */
      kinds: z.array(AnswerKind).default([...answerKinds]),
      /** Codes of incomplete answers, read before. */
      codes: z.array(z.string().max(3000)).max(5000).default([]),
      profile: ScanProfile.optional(),
      job,
    }),
    z.object({
      outcomes: z.array(AnswerOutcome),
      pages: z.array(ScannedAnswerPage),
      incomplete: z.array(IncompleteAnswer),
      /** Why scanning ended before its end. */
      ended: ScanEnd.nullable(),
      received: z.number().int(),
      accepted: z.number().int(),
      returned: z.number().int(),
    }),
  ),
  /**
   * Writes a package that we can open out as a plain BagIt bag, and logs it; with `salvage`, of a damaged one what can be read.
   * Refuses `folder-not-empty`.
   */
  'exchange.unpack': method(
    ['exchangeOfficer', 'intake', 'dataManager'],
    z.object({ paths: z.array(path).min(1).max(1000), to: path, salvage: z.boolean().default(false), job }),
    z.object({
      packageId: z.string(),
      files: z.number().int(),
      bytes: z.number(),
      /** null: all of the package is there. */
      lost: PackageLoss.omit({ of: true }).nullable(),
    }),
  ),

  'intake.receive': method(
    ['intake'],
    z.object({
      paths: z.array(path).max(1000).default([]),
      /** Packages dropped into the window. */
      files: z.array(file).max(1000).default([]),
      receiptTo: path.optional(),
      /** Also takes the readable part of what is damaged beyond repair; who confirms it, and why, goes into audit and receipt. */
      salvage: z.object({ reason: salvageReason }).optional(),
      job,
    }),
    z.object({ packages: z.array(IntakeOutcome) }),
  ),
  /** Takes the readable part of a package whose volumes the station holds. Refuses `not-held`. */
  'intake.salvage': method(
    ['intake'],
    z.object({ packageId: PackageId, reason: salvageReason, receiptTo: path.optional(), job }),
    IntakeOutcome,
  ),
  /** No longer waits for the rest: removes held volumes and the line of 收件 that tells of them. */
  'intake.giveUp': method(['intake'], z.object({ packageId: PackageId }), done),
  'intake.list': method(
    'user',
    z.object({ limit: z.number().int().min(1).max(500).optional() }),
    z.object({ rows: z.array(IntakeRow), total: z.number().int() }),
  ),
  /** Writes the stored receipt of a package again, byte for byte. */
  'intake.receipt': method(['intake'], z.object({ packageId: z.string(), to: path.optional() }), made),
  /** The stored receipt for printing. Refuses `answer-too-long`. */
  'intake.receiptSheet': method(['intake'], z.object({ packageId: z.string() }), AnswerSheet),

  'review.list': method(
    'user',
    ReviewFilter,
    z.object({
      rows: z.array(ReviewRow),
      total: z.number().int(),
      next: z.string().nullable(),
      counts: z.partialRecord(RecordKind, z.number().int()),
    }),
  ),
  'review.get': method('user', z.object({ id: RecordId }), ReviewRecord),
  'review.decide': method(
    ['catalogAuditor', 'licenseAuditor', 'dataManager'],
    DecideInput,
    z.object({ answer: z.number().int() }),
  ),
  /** Decides every record of a package that waits and is not the reviewer's to look at one by one; returns need a remark. */
  'review.decidePackage': method(
    ['catalogAuditor', 'licenseAuditor', 'dataManager'],
    z.object({
      packageId: z.string(),
      kind: RecordKind.optional(),
      outcome: z.enum(['accepted', 'returned', 'stored']),
      remark: z.string().max(2000).default(''),
      field: z.string().max(200).default(''),
    }),
    z.object({ decided: z.number().int() }),
  ),
  'review.waiting': method('user', nothing, z.object({ waiting: z.array(AnswerWaiting) })),
  /** Signs all decisions not yet written, one 审核结果 for each department, and writes them to a folder. */
  'review.release': method(
    ['catalogAuditor', 'licenseAuditor', 'dataManager', 'intake'],
    z.object({ to: path, partner: StationId.optional() }),
    z.object({ files: z.array(WrittenFile), decisions: z.number().int() }),
  ),
  /** Decisions by department: those not signed yet, then the last 200 signed ones, newest first. */
  'review.answers': method('user', nothing, z.object({ rows: z.array(SignedAnswer) })),
  /** Signs what waits for a department (`partner`), or takes a signed answer, for printing. Refuses `answer-too-long`; it is signed then all the same. */
  'review.answerSheet': method(
    ['catalogAuditor', 'licenseAuditor', 'dataManager', 'intake'],
    z.union([z.object({ answer: PackageId }), z.object({ partner: StationId })]),
    AnswerSheet,
  ),
  /** 退回整改通知单 of a signed 审核结果 or of what waits to be signed. Refuses `returns-missing`. */
  'review.returnNotice': method(
    ['catalogAuditor', 'licenseAuditor', 'dataManager', 'intake'],
    z.union([z.object({ answer: PackageId }), z.object({ partner: StationId })]),
    ReturnNotice,
  ),
  /**
   * All that was answered to a department goes to it again: the last decision about each revision in a new 审核结果, receipts and the dispatches in force byte for
   * byte. For a station that was restored and has nothing to send. Refuses `unknown-sender`, `sender-revoked`.
   */
  'review.tellAgain': method(
    ['catalogAuditor', 'licenseAuditor', 'dataManager', 'intake'],
    z.object({ partner: StationId, to: path }),
    z.object({
      files: z.array(WrittenFile),
      decisions: z.number().int(),
      receipts: z.number().int(),
      dispatches: z.number().int(),
    }),
  ),
  /** Writes a signed answer as a file, byte for byte. */
  'review.writeAnswer': method(
    ['catalogAuditor', 'licenseAuditor', 'dataManager', 'intake'],
    z.object({ answer: PackageId, to: path }),
    z.object({ path: z.string() }),
  ),
};
