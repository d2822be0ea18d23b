import { z } from 'zod';
import { method } from '../contract/method.ts';
import { Finding } from '../exchange/finding.ts';
import { RecordId, RecordState, StateCounts } from '../exchange/record.ts';
import { ScanEnd } from '../scanner/methods.ts';
import { ScanProfile } from '../scanner/profile.ts';
import { SealForm, SealGuide } from './form.ts';
import { Imprint, SealEntry, SealLikeness } from './imprint.ts';
import { noteMatches } from './note.ts';
import { RingView } from './ring.ts';
import { DrawnOutline, PageFinding, SealFinding, SealInk } from './scan.ts';

const writers = ['scanner', 'clerk', 'sealKeeper'] as const;
/** Those who may see a seal without 仅供核对. */
const cleanViewers = ['sealKeeper', 'intake', 'catalogAuditor', 'licenseAuditor', 'dataManager', 'inspector'] as const;
const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);

/** An imprint as pages show it. The clean picture is not among its pictures: it comes from `seal.clean` only. */
export const ImprintView = z.object({
  id: RecordId,
  origin: z.string(),
  code: z.string(),
  name: z.string(),
  state: RecordState,
  revision: z.int(),
  errors: z.int(),
  remarks: z.array(z.object({ field: z.string(), remark: z.string() })),
  sheet: z.string(),
  /** Number on its page, from 1. */
  number: z.int(),
  licenseTypes: z.array(z.string()),
  acceptedBecause: z.string(),
  finding: SealFinding,
  findings: z.array(Finding),
  dpi: z.number(),
  /** Blob ids. */
  marked: z.string(),
  crop: z.string(),
  note: z.string().nullable(),
  further: z.string().nullable(),
  typesFrom: Imprint.shape.typesFrom,
  scanSm3: z.string(),
  entry: SealEntry,
  /** Id of the first imprint of the same seal: its own where there is none before. */
  seal: z.string(),
  like: SealLikeness.extend({ code: z.string() }).nullable(),
  updatedBy: z.string(),
  updatedAt: z.string(),
});
export type ImprintView = z.infer<typeof ImprintView>;

export const SheetView = z.object({
  id: RecordId,
  origin: z.string(),
  code: z.string(),
  /** Name of the file. */
  name: z.string(),
  state: RecordState,
  revision: z.int(),
  page: PageFinding,
  /** Blob id of the marked page. */
  preview: z.string(),
  scanSm3: z.string(),
  scanBytes: z.number(),
  found: z.int(),
  paperKept: z.string(),
  imprints: z.array(ImprintView),
  /** The scan of the same printed sheet before this one, as long as nobody has decided about it. */
  before: z.object({ sheet: RecordId, code: z.string(), at: z.string() }).nullable(),
  createdAt: z.string(),
});
export type SheetView = z.infer<typeof SheetView>;

/** What was read of the note below a seal. */
export const NoteView = z.object({
  /** A line a line; empty where nothing could be read. */
  text: z.string(),
  types: z.array(
    z.object({
      name: z.string(),
      /** 0 to 1. */
      confidence: z.number(),
      match: z.enum(noteMatches),
      /** Characters that differ from the name. */
      wrong: z.int(),
      /** Ticked beforehand; the others wait for a key. */
      ticked: z.boolean(),
    }),
  ),
  /** Another note stands further below, and names other types. */
  twofold: z.boolean(),
  /** What stands against it, a sentence each. */
  conflicts: z.array(z.string()),
});
export type NoteView = z.infer<typeof NoteView>;

/** A page that could not be read. */
export const FailedPage = z.object({ index: z.int(), code: z.string(), message: z.string() });
export type FailedPage = z.infer<typeof FailedPage>;

export const sealMethods = {
  /** Reads a scan (PNG, JPEG, BMP, TIFF and PDF with many pages) and keeps each page as a sheet with its imprints as drafts. `ink` is what the seals are stamped in, red unless said. */
  'seal.scan': method(
    [...writers],
    z.object({ name: z.string().max(400), bytes, ink: SealInk.optional(), job: z.string().optional() }),
    z.object({ sheets: z.array(SheetView), failed: z.array(FailedPage) }),
  ),
  /**
   * Scans with a profile; each page is a sheet as soon as it is read. `ended` says what stopped the scanner early: the pages up to then are
   * kept. `index` of a page that failed counts the pages of this scan.
   */
  'seal.acquire': method(
    [...writers],
    z.object({ profile: ScanProfile, ink: SealInk.optional(), job: z.string().optional() }),
    z.object({ sheets: z.array(RecordId), failed: z.array(FailedPage), ended: ScanEnd.nullable() }),
  ),
  /**
   * Looks into a folder for scans that were never taken: `ready` no longer grow since the look before, `growing` may still.
   */
  'seal.watch': method(
    [...writers],
    z.object({ folder: z.string().min(1).max(1000) }),
    z.object({ ready: z.array(z.string()), growing: z.array(z.string()) }),
  ),
  /** `seal.scan` of a file in a watched folder; it is taken once, also when it cannot be read. */
  'seal.take': method(
    [...writers],
    z.object({
      folder: z.string().min(1).max(1000),
      name: z.string().min(1).max(400),
      ink: SealInk.optional(),
      job: z.string().optional(),
    }),
    z.object({ sheets: z.array(SheetView), failed: z.array(FailedPage) }),
  ),
  /** Newest first; `open` only those with something left to decide. */
  'seal.sheets': method(
    'user',
    z.object({
      origin: z.string().optional(),
      after: z.string().optional(),
      limit: z.int().min(1).max(200).optional(),
    }),
    z.object({ total: z.int(), rows: z.array(SheetView), next: z.string().nullable() }),
  ),
  'seal.sheet': method('user', z.object({ id: RecordId }), SheetView),
  'seal.list': method(
    'user',
    z.object({
      origin: z.string().optional(),
      query: z.string().max(200).optional(),
      states: z.array(RecordState).optional(),
      sheet: RecordId.optional(),
      after: z.string().optional(),
      limit: z.int().min(1).max(500).optional(),
    }),
    z.object({ total: z.int(), rows: z.array(ImprintView), next: z.string().nullable() }),
  ),
  'seal.get': method('user', z.object({ id: RecordId }), ImprintView),
  'seal.counts': method('user', z.object({ origin: z.string().optional() }), StateCounts),
  /** Numbers a sheet of ours for printing: its id, and the text of its QR code. Refuses `form-too-full` where the types do not fit the code. */
  'seal.form': method(
    [...writers],
    z.object({ ranges: SealForm.shape.ranges }),
    z.object({ id: z.string(), text: z.string() }),
  ),
  /** Usual sizes of seals, from the rules. */
  'seal.guides': method('user', z.object({}), z.object({ guides: z.array(SealGuide) })),
  /** What the note below an imprint says, read on a thread of its own the first time; waits for it. Empty where there is no note. */
  'seal.note': method('user', z.object({ id: RecordId }), NoteView),
  /** What stands along the border of an imprint, beside the name of its organ; null where it is not surely read. Waits for the reading the first time. */
  'seal.ring': method('user', z.object({ id: RecordId }), z.object({ ring: RingView.nullable() })),
  /** Keeps what is typed while the page is open; nothing is handed in. `chosen`: a person has touched the types, and the note ticks none any more. */
  'seal.save': method(
    [...writers],
    z.object({
      id: RecordId,
      base: z.int().optional(),
      name: z.string().max(64),
      licenseTypes: z.array(z.string().max(100)).max(50),
      acceptedBecause: z.string().max(200),
      chosen: z.boolean().optional(),
    }),
    ImprintView,
  ),
  /** Hands an imprint in: refused as `seal-rejected`, or as `reason-missing` where a warning has no reason. */
  'seal.confirm': method(
    [...writers],
    z.object({
      id: RecordId,
      base: z.int().optional(),
      name: z.string().trim().min(1).max(64),
      licenseTypes: z.array(z.string().max(100)).min(1).max(50),
      acceptedBecause: z.string().trim().max(200).default(''),
    }),
    ImprintView,
  ),
  /** 非印章: what was found is no seal. */
  'seal.drop': method([...writers], z.object({ id: RecordId }), z.object({})),
  /**
   * 手工定界: takes imprints (`gone`) of a sheet away and cuts others out by outlines that a person drew; so one is moved, parted, joined or
   * added. What was sent is refused as `record-locked`.
   */
  'seal.redraw': method(
    [...writers],
    z.object({ sheet: RecordId, gone: z.array(RecordId).max(20), outlines: z.array(DrawnOutline).max(20) }),
    SheetView,
  ),
  /** Takes a sheet that was never sent away again, with all its imprints. */
  'seal.remove': method([...writers], z.object({ sheet: RecordId }), z.object({})),
  /** Writes what the register holds of a seal; `input-invalid` names the field. What was sent goes again. */
  'seal.enter': method(
    [...writers],
    z.object({ id: RecordId, base: z.int().optional(), entry: SealEntry }),
    ImprintView,
  ),
  /** The printed sheet was scanned before, and this scan is to count as well. */
  'seal.again': method([...writers], z.object({ sheet: RecordId }), SheetView),
  /** The paper original of a sheet was put away (`day`), or not after all (''). */
  'seal.paper': method([...writers], z.object({ sheet: RecordId, day: z.string().max(10) }), SheetView),
  /** All imprints of the same seal, newest first. */
  'seal.versions': method('user', z.object({ id: RecordId }), z.object({ rows: z.array(ImprintView) })),
  /** Says that two imprints are of one seal (`with` is the earlier one), or of none before (''). */
  'seal.join': method([...writers], z.object({ id: RecordId, with: z.string().max(100) }), ImprintView),
  /** Lays two imprints over each other; the picture has 仅供核对 burnt across. */
  'seal.compare': method(
    'user',
    z.object({ id: RecordId, with: RecordId }),
    z.object({
      likeness: z.number(),
      weakest: z.number(),
      /** Middle of the place where they agree least, mm from the top left corner of the picture, which is `sideMm` wide and high. */
      weakestMm: z.tuple([z.number(), z.number()]),
      sideMm: z.number(),
      turnDeg: z.number(),
      onlyEarlier: z.number(),
      onlyLater: z.number(),
      png: bytes,
    }),
  ),
  /** The picture without 仅供核对; each view is a line of the audit chain. */
  'seal.clean': method([...cleanViewers], z.object({ id: RecordId }), z.object({ png: bytes, loggedAt: z.string() })),
} as const;
