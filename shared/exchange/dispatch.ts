import { z } from 'zod';
import { Classification } from '../catalog/classification.ts';
import { isDate } from '../china/dates.ts';
import { LibraryType } from '../license/library.ts';
import { ObligationKind } from '../station/obligation.ts';
import { RecordId, StationId } from './record.ts';

/** What a bureau dispatches, with the word the window shows. The first two are each department's own, the others the same for all. */
export const dispatchPartNames = {
  list: '目录清单',
  obligations: '应交材料',
  calendar: '工作日历',
  classification: '资源分类表',
  licenseTypes: '证照类型',
} as const;
export type DispatchPart = keyof typeof dispatchPartNames;
export const dispatchParts = Object.keys(dispatchPartNames) as readonly DispatchPart[];
export const DispatchPart = z.enum(dispatchParts as [DispatchPart, ...DispatchPart[]]);

const line = (max: number) =>
  z
    .string()
    .max(max)
    .default('')
    .transform((text) => text.replace(/[\s\u00a0\u200b\u3000\ufeff]+/g, ' ').trim());
const day = z
  .string()
  .max(20)
  .default('')
  .refine((text) => text === '' || isDate(text), '日期须写成 年-月-日，例如 2026-12-31');

/** One catalog that a department is to compile. `id` is drawn by the bureau and stays through all versions of the list. */
export const ListLine = z.object({
  id: RecordId,
  name: line(400).refine((text) => text !== '', '资源名称未填'),
  /** Whole code, prefix or ''. */
  code: line(200),
  abstract: line(2000),
  /** Why it is asked for: the need that it serves. */
  reason: line(2000),
  /** YYYY-MM-DD, '' = none set. */
  due: day,
});
export type ListLine = z.infer<typeof ListLine>;

/** One line of what the organ owes; 应录数 null = the department counts itself. */
export const DispatchedObligation = z.object({
  code: line(16),
  text: line(200).refine((text) => text !== '', '材料未填'),
  kind: ObligationKind,
  licenseTypes: z.array(z.string().max(100)).max(200).default([]),
  expected: z.number().int().nonnegative().max(100_000_000).nullable().default(null),
  due: day,
});
export type DispatchedObligation = z.infer<typeof DispatchedObligation>;

/** The State Council's arrangements of whole years, first to last without a gap. */
export const DispatchedCalendar = z
  .object({
    firstYear: z.number().int().min(1990).max(2200),
    lastYear: z.number().int().min(1990).max(2200),
    holidays: z.array(z.string().refine(isDate)).max(20_000),
    makeupDays: z.array(z.string().refine(isDate)).max(20_000),
  })
  .refine(({ firstYear, lastYear }) => firstYear <= lastYear);
export type DispatchedCalendar = z.infer<typeof DispatchedCalendar>;

/** Schema of each part. */
export const dispatchBodies = {
  list: z.array(ListLine).max(5000),
  obligations: z.array(DispatchedObligation).max(2000),
  calendar: DispatchedCalendar,
  classification: Classification,
  licenseTypes: z.array(LibraryType).max(500),
} as const;
export interface DispatchBodies {
  readonly list: ListLine[];
  readonly obligations: DispatchedObligation[];
  readonly calendar: DispatchedCalendar;
  readonly classification: Classification;
  readonly licenseTypes: LibraryType[];
}

/** Running number of a part: the instant of its signing, milliseconds since 1970, one more than the last at least. */
export const DispatchVersion = z.number().int().positive();

/** `data/dispatch.json`. A reader passes over parts that it does not know. */
export const DispatchBody = z.object({
  parts: z
    .array(z.object({ part: z.string().max(40), version: DispatchVersion, body: z.unknown() }))
    .min(1)
    .max(20),
});
export type DispatchBody = z.infer<typeof DispatchBody>;

/** Versions in force at a department, as its packages tell the bureau. */
export const PartVersions = z.partialRecord(DispatchPart, DispatchVersion);
export type PartVersions = z.infer<typeof PartVersions>;

/** Where one part stands at the bureau, for one department. */
export const PartState = z.object({
  part: DispatchPart,
  /** Lines, or years of the calendar; 0 = nothing prepared. */
  size: z.number().int(),
  /** Prepared otherwise than it was dispatched last. */
  changed: z.boolean(),
  /** Version dispatched last, 0 = never. */
  version: z.number().int(),
  /** Version that the department has said to be in force there, 0 = none. */
  inForce: z.number().int(),
});
export type PartState = z.infer<typeof PartState>;

/** A department and what is prepared and dispatched for it. */
export const DispatchTarget = z.object({
  station: StationId,
  name: z.string(),
  uscc: z.string(),
  parts: z.array(PartState),
});
export type DispatchTarget = z.infer<typeof DispatchTarget>;

/** A dispatch that was signed. */
export const SentDispatch = z.object({
  id: z.string(),
  station: StationId,
  name: z.string(),
  file: z.string(),
  at: z.string(),
  by: z.string(),
  parts: z.array(DispatchPart),
  /** '' = not written to any medium yet. */
  writtenAt: z.string(),
});
export type SentDispatch = z.infer<typeof SentDispatch>;

/** What became of the parts of a file that was read. */
export const PreparedReport = z.object({
  part: DispatchPart,
  /** Whose list it became; '' for what is no list. Of a file that was divided the first report has all that stays out. */
  department: z.string(),
  /** Lines, or years. */
  taken: z.number().int(),
  rejected: z.array(z.object({ row: z.number().int(), message: z.string() })),
});
export type PreparedReport = z.infer<typeof PreparedReport>;

/** A version as people say it: the minute in which it was signed. */
export function versionWords(version: number): string {
  const at = new Date(version);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`;
}
