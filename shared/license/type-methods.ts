import { z } from 'zod';
import { method } from '../contract/method.ts';
import { Finding } from '../exchange/finding.ts';
import { RecordId, RecordRow, RecordState } from '../exchange/record.ts';
import { ScanPlace } from './entry-methods.ts';
import { FacePicture, TemplateFile } from './template.ts';
import { TypeDraft } from './type-record.ts';

const writers = ['clerk'] as const;
const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);
const fileName = z.string().min(1).max(400);

/** By when a changed entry is owed: 15 working days before the law takes effect. */
export const ChangeDeadline = z.object({
  date: z.string(),
  /** Working days, negative when overdue. */
  daysLeft: z.int(),
  provisional: z.boolean(),
});
export type ChangeDeadline = z.infer<typeof ChangeDeadline>;

/** An entry of the license catalog as the list shows it: a record of this station, or a type of the shipped library that has none. */
export const TypeEntryRow = z.object({
  /** Record id; '' = of the library. */
  id: z.string(),
  name: z.string(),
  code: z.string(),
  version: z.int(),
  state: z.union([RecordState, z.literal('library')]),
  errors: z.int(),
  remarks: z.int(),
  definer: z.string(),
  organ: z.string(),
  holderKind: z.string(),
  category: z.string(),
  matterKind: z.string(),
  fields: z.int(),
  zones: z.int(),
  files: z.int(),
  unverified: z.boolean(),
  /** Licenses of this type in the station, of all versions. */
  licenses: z.int(),
  deadline: ChangeDeadline.nullable(),
  /** What it is found by, in lower case, with pinyin initials. */
  foundBy: z.string(),
});
export type TypeEntryRow = z.infer<typeof TypeEntryRow>;

export const OpenedType = z.object({
  /** null = of the shipped library, not yet in this organ's own catalog. */
  record: RecordRow.nullable(),
  type: TypeDraft,
  findings: z.array(Finding),
  deadline: ChangeDeadline.nullable(),
  /** Saving makes the next version: this one was handed over, or licenses were typed against it. */
  frozen: z.boolean(),
  /** A later version than the first own one states why. */
  changes: z.boolean(),
  /** Newest first, without the one that is worked on. */
  earlier: z.array(z.object({ version: z.int(), fields: z.int(), licenses: z.int(), library: z.boolean() })),
});
export type OpenedType = z.infer<typeof OpenedType>;

export const licenseTypeMethods = {
  'licenseType.list': method('user', z.object({}), z.object({ rows: z.array(TypeEntryRow) })),
  /** By record id or by name. */
  'licenseType.get': method('user', z.object({ ref: z.string().max(100) }), OpenedType),
  'licenseType.blank': method('user', z.object({}), z.object({ type: TypeDraft, findings: z.array(Finding) })),
  'licenseType.check': method(
    'user',
    z.object({ id: RecordId.optional(), type: TypeDraft }),
    z.object({ findings: z.array(Finding), deadline: ChangeDeadline.nullable() }),
  ),
  /**
   * Saves an entry. Whatever was handed over or used stays as it was: the save then makes the next version. `submit` hands in and is refused as
   * `record-incomplete` while findings block; only then can licenses be typed against it.
   */
  'licenseType.save': method(
    [...writers],
    z.object({ id: RecordId.optional(), base: z.int().optional(), type: TypeDraft, submit: z.boolean() }),
    OpenedType,
  ),
  /** Takes away an entry that was never handed over and has no licenses: `type-in-use`, `record-locked`. */
  'licenseType.remove': method([...writers], z.object({ id: RecordId }), z.object({})),
  /** Keeps an original file of a template byte for byte: `file-type`, `file-too-large`. */
  'licenseType.addFile': method([...writers], z.object({ name: fileName, bytes }), TemplateFile),
  /** Keeps a face picture. `widthMm` and `heightMm` from the resolution that it states; null where it states none. */
  'licenseType.addFace': method(
    [...writers],
    z.object({ name: fileName, bytes }),
    FacePicture.extend({ widthMm: z.number().nullable(), heightMm: z.number().nullable() }),
  ),
  /** Where the paper lies in a scan, to try the zones on. Nothing of it is kept; the picture comes back as one that a browser shows. */
  'licenseType.try': method(
    [...writers],
    z.object({ name: fileName, bytes }),
    z.object({ place: ScanPlace, picture: bytes }),
  ),
} as const;
