import { z } from 'zod';
import { method } from '../contract/method.ts';
import { RecordId, RecordState } from '../exchange/record.ts';
import { ScanEnd } from '../scanner/methods.ts';
import { ScanProfile } from '../scanner/profile.ts';
import { KnownValues } from './known-values.ts';
import { License } from './license.ts';
import { LicenseRow, SavedLicense } from './methods.ts';

const writers = ['clerk', 'scanner'] as const;
const done = z.object({});
const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);

/** What a page was taken for when it came in. */
export const PageSeen = z.enum(['page', 'blank', 'separator']);
export type PageSeen = z.infer<typeof PageSeen>;

export const EntryPage = z.object({
  id: z.string(),
  position: z.int(),
  blob: z.string(),
  name: z.string(),
  /** Pixels as the picture is shown, its own orientation already applied. */
  width: z.int(),
  height: z.int(),
  /** Quarter turns clockwise that a person added, in degrees. */
  rotation: z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)]),
  record: z
    .object({ id: RecordId, state: RecordState, setAside: z.string(), errors: z.int(), name: z.string() })
    .nullable(),
  seen: PageSeen,
  /** Nothing is typed from it: a blank page, a 分隔页, or one that a person put out. */
  leftOut: z.boolean(),
  /** Begins a paper; see `piecesOf`. */
  starts: z.boolean(),
});
export type EntryPage = z.infer<typeof EntryPage>;

/** A scan on the desk; pixels of the picture as it is shown, before the turn of `rotation`. */
export const ScanPlace = z.object({
  blob: z.string(),
  width: z.int(),
  height: z.int(),
  rotation: EntryPage.shape.rotation,
  /** Where the paper lies in the picture. */
  paper: z.object({ x: z.int(), y: z.int(), width: z.int(), height: z.int() }),
});
export type ScanPlace = z.infer<typeof ScanPlace>;

const Sides = z.int().min(0).max(50);
const Place = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });

/** What text recognition proposes for a field; taken only by a key of the clerk's. Places in px of the picture after its turn. */
export const ReadField = z.object({
  value: z.string(),
  /** Characters of the value (code points, from 0) that may be wrong. */
  doubtful: z.array(z.int()),
  /** Where the print stands that the doubtful ones were read from. */
  places: z.array(Place),
  /** Where the value stands. */
  zone: Place,
});
export type ReadField = z.infer<typeof ReadField>;

export const EntryBatch = z.object({
  id: z.string(),
  name: z.string(),
  type: z.string(),
  box: z.string(),
  createdAt: z.string(),
  /** So many sides a paper, blank ones too; 0 = by 分隔页, one page a paper where there is none. */
  sides: z.int(),
  /** Without those left out. */
  pages: z.int(),
  leftOut: z.int(),
  /** Pages whose record is handed in or further. */
  done: z.int(),
});
export type EntryBatch = z.infer<typeof EntryBatch>;

/** A license as the desk has it, with the pages that it was typed from. */
const TypedLicense = z.object({
  pages: z.array(z.string()).max(500),
  id: RecordId.optional(),
  base: z.int().optional(),
  license: License,
});

/** A file, or a page of one, that was not taken. */
const RefusedPage = z.object({ name: z.string(), code: z.string(), message: z.string() });

export const entryMethods = {
  'entry.batches': method('user', z.object({}), z.object({ batches: z.array(EntryBatch) })),
  'entry.openBatch': method(
    [...writers],
    z.object({
      name: z.string().trim().min(1, '请写批次名称').max(60, '最多 60 字'),
      type: z.string().max(100),
      box: z.string().max(20),
      sides: Sides.optional(),
    }),
    EntryBatch,
  ),
  /**
   * Adds scans to the end of a batch, in the order of their names, and makes papers of them by the batch's rule; blank pages and 分隔页 are left out. A file or a page of
   * one that is no picture, is damaged or unfolds beyond measure is named under `refused`; when nothing could be taken, the call itself is refused with the first
   * one's code. What was taken before a cancel stays.
   */
  'entry.addPages': method(
    [...writers],
    z.object({
      batch: z.string(),
      pages: z
        .array(z.object({ name: z.string().max(400), bytes }))
        .min(1)
        .max(500),
      job: z.string().max(40).optional(),
    }),
    z.object({
      added: z.int(),
      refused: z.array(RefusedPage),
    }),
  ),
  /** Scans with a profile into a batch, as `entry.addPages` does; `ended` says what stopped the scanner early: the pages up to then are kept. */
  'entry.acquire': method(
    [...writers],
    z.object({ batch: z.string(), profile: ScanProfile, job: z.string().max(40).optional() }),
    z.object({ added: z.int(), refused: z.array(RefusedPage), ended: ScanEnd.nullable() }),
  ),
  'entry.queue': method(
    'user',
    z.object({ batch: z.string() }),
    z.object({ batch: EntryBatch, pages: z.array(EntryPage) }),
  ),
  /** Where zones are to be looked for on a scan. */
  'entry.scan': method('user', z.object({ blob: z.string().max(200) }), ScanPlace),
  /**
   * Reads one zone of a scan. Null where the field has no zone, the scan does not show this face, or nothing stands there. A zone is read once;
   * `rotation` is the turn of the page as the window shows it. Where the rule of the second keying keeps back what is read of a critical field, `value`
   * is ''.
   */
  'entry.read': method(
    [...writers],
    z.object({
      blob: z.string().max(200),
      rotation: EntryPage.shape.rotation,
      type: z.string().max(100),
      /** Of the type: the one that the license is typed against. */
      version: z.int(),
      key: z.string().max(60),
    }),
    z.object({ read: ReadField.nullable() }),
  ),
  'entry.turnPage': method(
    [...writers],
    z.object({ blob: z.string().max(200), rotation: EntryPage.shape.rotation }),
    done,
  ),
  /** Makes papers anew of every page that is not typed yet, so many sides each; see `EntryBatch.sides`. */
  'entry.group': method([...writers], z.object({ batch: z.string(), sides: Sides }), done),
  /** Corrects one page that is not typed yet: whether it begins a paper, whether it is left out. Joined to the page before, it takes what is left out between them along. */
  'entry.arrange': method(
    [...writers],
    z.object({ page: z.string(), starts: z.boolean().optional(), leftOut: z.boolean().optional() }),
    done,
  ),
  /** Takes a page without a record out of its batch. */
  'entry.removePage': method([...writers], z.object({ page: z.string() }), done),
  /** Saves a license with its pages; `next` is the first later page without a record, or the first at all. */
  'entry.save': method(
    [...writers],
    TypedLicense.extend({ state: z.enum(['draft', 'pending']) }),
    SavedLicense.extend({ next: z.string().nullable() }),
  ),
  /** 待查: keeps what was typed as a draft, with the reason, and goes on. */
  'entry.setAside': method(
    [...writers],
    TypedLicense.extend({ reason: z.string().trim().min(1, '请写明原因').max(500, '最多 500 字') }),
    SavedLicense.extend({ next: z.string().nullable() }),
  ),
  /** What F4 carries over: the license of this type that the same clerk saved last. */
  'entry.carry': method('user', z.object({ type: z.string().max(100) }), z.object({ license: License.nullable() })),
  /** What earlier licenses of this type say in fields that repeat: one key completes what is typed. */
  'entry.known': method([...writers], z.object({ type: z.string().max(100) }), z.object({ known: KnownValues })),
  /** How the caller gets on today. `perHour` from the entry times of the last twenty, 0 while there are none. */
  'entry.pace': method(
    'user',
    z.object({ type: z.string().max(100) }),
    z.object({ today: z.int(), perHour: z.int(), recent: z.array(LicenseRow) }),
  ),
};
