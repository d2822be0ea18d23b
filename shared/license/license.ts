import { z } from 'zod';
import { AsOnPaper } from './as-on-paper.ts';
import { Copies } from './copies.ts';
import { LicenseEvent } from './event.ts';
import { KeyedField, SecondReading } from './keyed-field.ts';
import type { LicenseType } from './type.ts';

/** States of a license (证照状态). There is no national list: these are the words of the notice, mapped at export. */
export const licenseStatuses = ['有效', '挂起', '吊销', '撤销', '注销', '废止', '过期'] as const;
export type LicenseStatus = (typeof licenseStatuses)[number];

/** 存量: issued before the rules and found again by its 档号. 增量: typed by hand on the basis of a law or central policy (notice, annex 3, 4.4). */
export const stockKinds = ['存量', '增量'] as const;

/** Where the value of a field came from; stands at the right of every field of the entry desk. */
export const provenances = ['键入', '沿用', '导入', '识别'] as const;
export type Provenance = (typeof provenances)[number];

/** The word that people read for it. */
export const provenanceWord = (from: string): string => (from === '识别' ? '识读' : from);

const text = (longest: number) => z.string().max(longest).default('');

/** A value of the face, or of the metadata that follow from it: too long for its field is for the check to name, not for the store to lose. */
const longest = 20_000;
/** Holders of one license. */
const mostHolders = 5000;

export const Holder = z.object({
  name: text(longest),
  /** Code of GB/T 36903 annex A, empty while it is not known. */
  idKind: text(3),
  idNumber: text(longest),
});
export type Holder = z.infer<typeof Holder>;

/** Why a person lets a warning pass. It holds for the value that stood there. */
export const WarningReason = z.object({ field: text(200), code: text(60), value: text(200), reason: text(500) });
export type WarningReason = z.infer<typeof WarningReason>;

/** A file that belongs to a license beside its scan: a blob and the name it came with. */
export const Attachment = z.object({ file: z.string().max(200), name: text(400) });
export type Attachment = z.infer<typeof Attachment>;

/** Place of a paper in the archive (档号): box, volume, piece. */
export const Archive = z.object({ box: text(20), volume: text(20), piece: text(20) });
export type Archive = z.infer<typeof Archive>;

/**
 * One issued license (证照), the body of a `license` record. Lenient: a draft has gaps, written as ''. Face values are kept under the keys of
 * the type that they were typed against; the metadata beside them follow from the face wherever the type says so (`completeLicense`).
 * Days are YYYY-MM-DD; `validTo` may be 长期.
 */
export const License = z.object({
  type: z.object({ name: z.string().min(1).max(100), code: text(21), version: z.int().positive() }),
  face: z.record(z.string().max(60), z.string().max(longest)).default({}),
  number: text(longest),
  holders: z.array(Holder).max(mostHolders).default([]),
  organ: text(longest),
  organCode: text(18),
  issued: text(longest),
  validFrom: text(longest),
  validTo: text(longest),
  copies: Copies.optional(),
  /** 电子证照标识 of GB/T 36904, empty while the type's code or the number is missing. */
  identifier: text(200),
  status: z.enum(licenseStatuses).default('有效'),
  /** 质押, a mark beside 有效. */
  pledged: z.boolean().default(false),
  /** Oldest first. Events, mark and attachments are written by the station alone, never taken from a page. */
  events: z.array(LicenseEvent).max(500).default([]),
  attachments: z.array(Attachment).max(200).default([]),
  stock: z
    .object({ kind: z.enum(stockKinds), basis: text(500), archive: Archive })
    .default({ kind: '存量', basis: '', archive: { box: '', volume: '', piece: '' } }),
  /** 办结日期 and 发证批次 of a license that is issued now: they start the clock of its handover (shared/license/clock.ts). */
  clock: z.object({ done: text(longest), batch: text(60) }).default({ done: '', batch: '' }),
  /** Blob ids of the scanned pages, in their order. */
  pages: z.array(z.string().max(200)).max(500).default([]),
  /** Reason why it was put aside (待查); '' = it was not. */
  setAside: text(500),
  from: z.record(z.string().max(60), z.enum(provenances)).default({}),
  /** 照面如此 by the path of the field, the second keying, and 读图一致; all are written by the station alone, never taken from a page. */
  asOnPaper: z.record(z.string().max(100), AsOnPaper).optional(),
  review: z.record(z.string().max(100), KeyedField).optional(),
  readings: z.record(z.string().max(100), SecondReading).optional(),
  reasons: z.array(WarningReason).max(mostHolders).default([]),
  /** Time and keys that the first entry took. */
  entry: z.object({ seconds: z.number().nonnegative(), keys: z.int().nonnegative() }).default({ seconds: 0, keys: 0 }),
});
export type License = z.infer<typeof License>;

/** A license of this type with nothing filled in. */
export function emptyLicense(type: LicenseType): License {
  return License.parse({ type: { name: type.name, code: type.code, version: type.version } });
}

/** 07-02-037: the 档号 as people write it; parts that are missing are left out. */
export function archiveText(archive: Archive): string {
  return [archive.box, archive.volume, archive.piece].filter(Boolean).join('-');
}
