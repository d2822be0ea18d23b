import { z } from 'zod';
import { method } from '../contract/method.ts';
import { RecordId, RecordState } from '../exchange/record.ts';
import { KeyingRules } from './keying.ts';
import { LicenseType } from './type.ts';

const keyers = ['reviewer', 'clerk'] as const;
const text = z.string().max(20_000);
const count = z.int().nonnegative();
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

/** What a second person does: keys again, decides a difference, confirms a 照面如此. */
export const lookTasks = ['key', 'decide', 'confirm'] as const;
export type LookTask = (typeof lookTasks)[number];

/** One piece of work, told without any value of the license. */
export const LookRow = z.object({
  id: RecordId,
  task: z.enum(lookTasks),
  type: z.string(),
  archive: z.string(),
  pages: count,
  /** Who had a hand in the first. */
  people: z.array(z.string()),
  since: z.string(),
  /** 同人复录: the first was the caller's own. */
  own: z.boolean(),
});
export type LookRow = z.infer<typeof LookRow>;

const opened = {
  id: RecordId,
  revision: z.int(),
  type: LicenseType,
  archive: z.string(),
  /** Blobs of the scan, in their order. */
  pages: z.array(z.string()),
  people: z.array(z.string()),
  own: z.boolean(),
};
const FieldName = z.object({ path: z.string(), label: z.string() });

export const Statistics = z.object({
  /** Per clerk: licenses made in the period, with what the first entry cost. */
  entered: z.array(z.object({ by: z.string(), records: count, timed: count, seconds: z.number(), keys: count })),
  /** Per person: licenses keyed a second time. */
  keyed: z.array(z.object({ by: z.string(), own: z.boolean(), records: count, seconds: z.number(), keys: count })),
  /** Fields keyed twice. `wrong` = the paper proved the first value wrong; `open` = not decided yet. */
  fields: z.array(
    z.object({
      by: z.enum(['field', 'clerk', 'way']),
      /** License type, for `field`. */
      type: z.string(),
      name: z.string(),
      own: z.boolean(),
      keyed: count,
      agreed: count,
      wrong: count,
      open: count,
      /** 读图一致: entered in the period, read for sure the same, and not keyed a second time. */
      read: count,
    }),
  ),
  declared: z.array(
    z.object({ type: z.string(), name: z.string(), declared: count, confirmed: count, refused: count }),
  ),
});
export type Statistics = z.infer<typeof Statistics>;

export const keyingMethods = {
  /** What the caller may do now, oldest first; own work in an order of its own. `waiting` is for others, or for a later day. */
  'keying.queue': method(
    [...keyers],
    z.object({}),
    z.object({
      rows: z.array(LookRow),
      counts: z.record(z.enum(lookTasks), count),
      waiting: z.record(z.enum(lookTasks), count),
      active: z.boolean(),
    }),
  ),
  /** A license to be keyed a second time: the scan and the fields, never a value. Refuses `not-yours-to-key`. */
  'keying.open': method([...keyers], z.object({ id: RecordId }), z.object({ ...opened, fields: z.array(FieldName) })),
  /** Takes the second values of all fields that were opened. What differs is named, and decided by `keying.decide`. */
  'keying.save': method(
    [...keyers],
    z.object({
      id: RecordId,
      base: z.int(),
      values: z.record(z.string().max(100), text),
      seconds: z.number().nonnegative(),
      keys: count,
    }),
    z.object({ agreed: count, differing: z.array(FieldName), state: RecordState }),
  ),
  /** Looks at the first value instead: from then on the caller counts as one of the first. */
  'keying.giveUp': method([...keyers], z.object({ id: RecordId }), z.object({})),
  /** A license whose two keyings differ; `values` do not tell which was first. */
  'keying.difference': method(
    [...keyers],
    z.object({ id: RecordId }),
    z.object({ ...opened, fields: z.array(FieldName.extend({ values: z.tuple([z.string(), z.string()]) })) }),
  ),
  /** `values` by path: one of the two, or what the paper says instead. Hands the license in when nothing blocks it. */
  'keying.decide': method(
    [...keyers],
    z.object({ id: RecordId, base: z.int(), values: z.record(z.string().max(100), text) }),
    z.object({ state: RecordState, errors: count }),
  ),
  /** Keeps the picture that a 照面如此 rests on: a piece of a page, px of the picture as shown after its turn, or the page itself. */
  'keying.crop': method(
    [...keyers, 'scanner'],
    z.object({
      blob: z.string().max(200),
      rotation: z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)]),
      rect: z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }).nullable(),
    }),
    z.object({ blob: z.string() }),
  ),
  'keying.declared': method(
    [...keyers],
    z.object({ id: RecordId }),
    z.object({
      ...opened,
      fields: z.array(
        FieldName.extend({
          value: z.string(),
          message: z.string(),
          crop: z.string(),
          by: z.string(),
          at: z.string(),
        }),
      ),
    }),
  ),
  /** `agree` false gives the license back as 待查, with the reason. */
  'keying.confirm': method(
    [...keyers],
    z.object({
      id: RecordId,
      base: z.int(),
      path: z.string().max(100),
      agree: z.boolean(),
      reason: z.string().trim().max(200).default(''),
    }),
    z.object({ state: RecordState }),
  ),
  'keying.rules': method('user', z.object({}), KeyingRules),
  'keying.setRules': method(['admin'], KeyingRules, z.object({ open: count })),
  /** Both days included. */
  'keying.statistics': method([...keyers, 'head', 'admin'], z.object({ from: day, to: day }), Statistics),
  'keying.exportStatistics': method(
    [...keyers, 'head', 'admin'],
    z.object({ from: day, to: day, folder: z.string().min(1).max(4096) }),
    z.object({ path: z.string() }),
  ),
};
