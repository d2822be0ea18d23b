import { z } from 'zod';
import { method } from '../contract/method.ts';
import { Finding } from '../exchange/finding.ts';
import { RecordId, RecordRow, RecordState, StateCounts } from '../exchange/record.ts';
import { eventKinds } from './event.ts';
import { License, licenseStatuses } from './license.ts';
import { LicenseType } from './type.ts';

const writers = ['clerk', 'scanner'] as const;
const readers = ['clerk', 'reviewer', 'head', 'admin', 'licenseAuditor', 'dataManager'] as const;
const done = z.object({});
const job = z.string().optional();
const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);

const File = z.object({ name: z.string().min(1).max(400), bytes });

/** A type that licenses can be typed against. */
export const LicenseTypeRow = z.object({
  /** '' = of the shipped library. */
  id: z.string(),
  name: z.string(),
  code: z.string(),
  version: z.int(),
  /** 'library' for a type of the shipped library, else the state of its record. */
  state: z.union([RecordState, z.literal('library')]),
  definer: z.string(),
  holderKind: z.string(),
  category: z.string(),
  fields: z.int(),
  unverified: z.boolean(),
  /** Made at this station or dispatched to it, not shipped. */
  own: z.boolean(),
  /** Licenses of this type in the station. */
  licenses: z.int(),
});
export type LicenseTypeRow = z.infer<typeof LicenseTypeRow>;

/** A license as lists show it: a person's number is masked. */
export const LicenseRow = z.object({
  id: RecordId,
  origin: z.string(),
  code: z.string(),
  name: z.string(),
  type: z.string(),
  state: RecordState,
  revision: z.int(),
  errors: z.int(),
  remarks: z.int(),
  archive: z.string(),
  holderId: z.string(),
  organ: z.string(),
  issued: z.string(),
  validTo: z.string(),
  status: z.string(),
  setAside: z.string(),
  pages: z.int(),
  seconds: z.number(),
  keys: z.int(),
  updatedBy: z.string(),
  updatedAt: z.string(),
});
export type LicenseRow = z.infer<typeof LicenseRow>;

/** How the fields of a license came in, the least certain way first: taken over from a table, read by the machine, typed. */
export const entryWays = ['导入', '识读', '键入'] as const;

/** What of the register is shown; all that is given must hold. */
export const LicenseFilter = z.object({
  /** Words in number, holder, 档号, organ and the like, or their pinyin initials. */
  query: z.string().max(200).optional(),
  type: z.string().max(100).optional(),
  states: z.array(RecordState).optional(),
  statuses: z.array(z.enum(licenseStatuses)).optional(),
  /** Box of the 档号; '' = without one. */
  box: z.string().max(20).optional(),
  /** Days of issue, YYYY-MM-DD, both included. */
  issuedFrom: z.iso.date().optional(),
  issuedTo: z.iso.date().optional(),
  /** Kind of the first holder's code, GB/T 36903 annex A. */
  idKind: z.string().max(3).optional(),
  /** Only those put aside (待查). */
  aside: z.boolean().optional(),
  /** Only those with errors. */
  wrong: z.boolean().optional(),
  way: z.enum(entryWays).optional(),
});
export type LicenseFilter = z.infer<typeof LicenseFilter>;

/** `updated` and `issued` newest first, the others ascending. */
export const LicenseOrder = z.enum(['updated', 'issued', 'code', 'name']);
export type LicenseOrder = z.infer<typeof LicenseOrder>;

export const SavedLicense = z.object({ row: LicenseRow, license: License, findings: z.array(Finding) });
export type SavedLicense = z.infer<typeof SavedLicense>;

export const HistoryLine = z.object({ at: z.string(), user: z.string(), action: z.string(), detail: z.string() });

export const OpenedLicense = z.object({
  record: RecordRow,
  license: License,
  type: LicenseType,
  findings: z.array(Finding),
  /** By when it is to be handed over, and when it was ('' = not yet); null where no 办结日期 is known. */
  clock: z.object({ deadline: z.string(), provisional: z.boolean(), handedAt: z.string() }).nullable(),
  /** Newest first: who did what with this license, from the audit chain. */
  history: z.array(HistoryLine),
});
export type OpenedLicense = z.infer<typeof OpenedLicense>;

/** A row that was not taken in: `row` as the spreadsheet shows it, `field` by its path, `message` begins with the field's label. */
export const RejectedRow = z.object({
  row: z.int(),
  field: z.string(),
  code: z.string(),
  message: z.string(),
  /** Nothing is lost: a license with just these contents is in the station already. */
  known: z.boolean(),
});
export type RejectedRow = z.infer<typeof RejectedRow>;

export const ImportReport = z.object({
  accepted: z.int(),
  /** Those among them that stay drafts until their warnings have a reason. */
  drafts: z.int(),
  /** Row of the titles, as the spreadsheet shows it. */
  titleRow: z.int(),
  rejected: z.array(RejectedRow),
  /** Columns whose titles mean nothing for this type. */
  unknownColumns: z.array(z.string()),
  sheet: z.string(),
  /** What of the file was passed over: hidden sheets, macros. */
  notes: z.array(z.string()),
  /** Where it was cancelled: the first row that was not looked at; null when all were. */
  stoppedAt: z.int().nullable(),
});
export type ImportReport = z.infer<typeof ImportReport>;

export const AlikeWarnings = z.object({
  type: z.string(),
  field: z.string(),
  /** The field's label. */
  label: z.string(),
  code: z.string(),
  /** The message of one of them. */
  message: z.string(),
  licenses: z.int(),
  /** Some of these licenses, for a look before the reason is given. */
  examples: z.array(z.object({ id: RecordId, code: z.string(), name: z.string() })),
});
export type AlikeWarnings = z.infer<typeof AlikeWarnings>;
/** A table before anything of it is stored. */
export const ImportPreview = z.object({
  sheet: z.string(),
  notes: z.array(z.string()),
  titleRow: z.int(),
  titles: z.array(z.string()),
  /** Where each column would go, as `targetWord` writes it. */
  columns: z.array(z.string()),
  /** A person chose these for this type and these titles before. */
  kept: z.boolean(),
  /** The first rows below the titles, as they stand in the file. */
  rows: z.array(z.object({ row: z.int(), cells: z.array(z.string()) })),
});
export type ImportPreview = z.infer<typeof ImportPreview>;

export const licenseMethods = {
  'license.types': method('user', z.object({}), z.object({ types: z.array(LicenseTypeRow) })),
  /** By name or type code, the version in use or the given one; refuses `unknown-license-type`. */
  'license.type': method(
    'user',
    z.object({ name: z.string().max(100), version: z.int().positive().optional() }),
    LicenseType,
  ),
  /** A search is logged with its number of hits. */
  'license.list': method(
    'user',
    LicenseFilter.extend({
      order: LicenseOrder.optional(),
      after: z.string().max(1000).optional(),
      limit: z.int().min(1).max(500).optional(),
    }),
    /** With `atLeast` there are more than `total`; `license.counts` says how many. */
    z.object({ total: z.int(), atLeast: z.boolean(), rows: z.array(LicenseRow), next: z.string().nullable() }),
  ),
  /** Opening is logged. */
  'license.get': method('user', z.object({ id: RecordId }), OpenedLicense),
  /** Told before the face is printed; logged. */
  'license.print': method('user', z.object({ id: RecordId }), done),
  /** `pending` hands in and is refused as `record-incomplete` while the check finds errors. */
  'license.save': method(
    [...writers],
    z.object({
      id: RecordId.optional(),
      base: z.int().optional(),
      license: License,
      state: z.enum(['draft', 'pending']),
    }),
    SavedLicense,
  ),
  'license.submit': method([...writers], z.object({ id: RecordId }), SavedLicense),
  /**
   * Notes an event of a license with its document; the license becomes a new version and, where it was handed in before and nothing is open, is handed in
   * again. Refuses `event-refused` where the event is not possible from the license's state, or its date, reason or document is wrong.
   */
  'license.noteEvent': method(
    [...writers],
    z.object({
      id: RecordId,
      base: z.int(),
      kind: z.enum(eventKinds),
      date: z.string().max(10),
      reason: z.string().trim().max(500, '最多 500 字'),
      document: z.string().trim().max(200, '最多 200 字'),
      validTo: z.string().max(10).default(''),
      file: File.optional(),
    }),
    SavedLicense,
  ),
  'license.attach': method(
    [...writers],
    z.object({ id: RecordId, base: z.int(), files: z.array(File).min(1).max(50) }),
    SavedLicense,
  ),
  'license.detach': method(
    [...writers],
    z.object({ id: RecordId, base: z.int(), file: z.string().max(200) }),
    SavedLicense,
  ),
  'license.remove': method([...writers], z.object({ id: RecordId }), done),
  'license.check': method('user', z.object({ license: License }), z.object({ findings: z.array(Finding) })),
  /** Checks every own license again; only those with findings are named. */
  'license.checkAll': method(
    'user',
    z.object({ job }),
    z.object({
      checked: z.int(),
      rows: z.array(
        z.object({
          id: RecordId,
          code: z.string(),
          name: z.string(),
          type: z.string(),
          state: RecordState,
          findings: z.array(Finding),
        }),
      ),
    }),
  ),
  /** Warnings without a reason that are alike, most frequent first; of the licenses that are still to be handed in. */
  'license.warnings': method('user', z.object({}), z.object({ alike: z.array(AlikeWarnings) })),
  /**
   * Gives one reason to all warnings that are alike. With `submit` the licenses that have nothing else open are handed in. `changed` and `submitted` are
   * licenses; one that somebody else is changing is left as it is.
   */
  'license.reasonAll': method(
    [...writers],
    z.object({
      type: z.string().max(100),
      field: z.string().max(200),
      code: z.string().max(60),
      reason: z.string().trim().min(2, '理由至少写两个字').max(500, '最多 500 字'),
      submit: z.boolean(),
      job,
    }),
    z.object({ changed: z.int(), submitted: z.int() }),
  ),
  /** The law or central policy on which 增量 licenses of this type are typed by hand, '' while none was stated. */
  'license.basis': method('user', z.object({ type: z.string().max(100) }), z.object({ basis: z.string() })),
  /** null where a search has more hits than are counted. */
  'license.counts': method('user', LicenseFilter, StateCounts.nullable()),
  /** Licenses of the same type and number (exact), or of the same holder and day (near). Shown, never refused. */
  'license.duplicates': method(
    'user',
    z.object({ license: License, except: RecordId.optional() }),
    z.object({ exact: z.array(LicenseRow), near: z.array(LicenseRow) }),
  ),
  /** Refuses `not-a-table`, `table-locked`, `limit-exceeded`. */
  'license.importPreview': method(
    [...writers],
    z.object({ type: z.string().max(100), name: z.string().max(400), bytes }),
    ImportPreview,
  ),
  'license.import': method(
    [...writers],
    z.object({
      type: z.string().max(100),
      name: z.string().max(400),
      bytes,
      /** What to do with a row whose type and number are in the station already: name it, or take it in beside the other. */
      duplicates: z.enum(['reject', 'add']).default('reject'),
      /** Why the warnings of all rows may pass; without it rows with warnings stay drafts. */
      reason: z.string().trim().max(500, '最多 500 字').default(''),
      /** Where each column goes, by a person's choice, which is kept for this type and these titles; by the titles where it is absent. */
      columns: z.array(z.string().max(200)).max(512).optional(),
      titleRow: z.int().optional(),
      job,
    }),
    ImportReport,
  ),
  /** Writes the rows of the file to a folder again, each with what became of it in a new column 导入结果. */
  'license.importReport': method(
    [...writers],
    z.object({
      name: z.string().max(400),
      bytes,
      report: ImportReport,
      /** Leaves out the rows that are in the station. */
      onlyRejected: z.boolean(),
      to: z.string().max(4096),
      as: z.string().max(255).optional(),
      job,
    }),
    z.object({ path: z.string(), rows: z.int() }),
  ),
  /**
   * Logged with its purpose (notice, annex 3, 5.3). With a folder the file is written there, as `as` or under a free name, and `bytes` is
   * empty; without one it comes back, up to 64 MB.
   */
  'license.export': method(
    [...readers],
    LicenseFilter.extend({
      format: z.enum(['xlsx', 'csv', 'json']),
      purpose: z.string().trim().min(2, '用途至少写两个字').max(200, '最多 200 字'),
      to: z.string().max(4096).optional(),
      as: z.string().max(255).optional(),
      job,
    }),
    z.object({ name: z.string(), bytes, size: z.int(), rows: z.int(), path: z.string() }),
  ),
};
