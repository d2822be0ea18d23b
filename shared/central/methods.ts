import { z } from 'zod';
import { method } from '../contract/method.ts';
import { RecordId, RecordKind, StationId } from '../exchange/record.ts';
import { CentralServer } from './server.ts';

const nothing = z.object({});
const count = z.int().nonnegative();
const job = z.string().optional();
const path = z.string().min(1).max(4096);

/** Where a record that was accepted stands towards the central database. */
export const centralPlaceNames = {
  waiting: '待装载',
  loaded: '已装载',
  withdrawing: '待撤下',
  unfit: '装不进',
} as const;
export type CentralPlace = keyof typeof centralPlaceNames;
export const CentralPlace = z.enum(Object.keys(centralPlaceNames) as [CentralPlace, ...CentralPlace[]]);

export const CentralRow = z.object({
  id: RecordId,
  kind: RecordKind,
  partner: StationId,
  partnerName: z.string(),
  /** Of the accepted revision; a person's identity number is masked. */
  code: z.string(),
  name: z.string(),
  /** The newest accepted revision, 0 once the acceptance was taken back. */
  revision: count,
  acceptedAt: z.string(),
  place: CentralPlace,
  /** Why it cannot be loaded, '' otherwise. */
  problem: z.string(),
});
export type CentralRow = z.infer<typeof CentralRow>;

export const CentralFilter = z.object({
  kind: RecordKind.optional(),
  partner: StationId.optional(),
  place: CentralPlace.optional(),
});
export type CentralFilter = z.infer<typeof CentralFilter>;

/** One run of loading. */
export const CentralRun = z.object({
  at: z.string(),
  /** '' = it was cut off: by a kill or a power cut. */
  endedAt: z.string(),
  by: z.string(),
  server: z.string(),
  loaded: count,
  /** Taken out again, their acceptance having been taken back. */
  removed: count,
  unfit: count,
  /** Rows of this bureau that the database held at the end; null where the run did not get there. */
  there: count.nullable(),
  /** Of the failure that ended it, '' for none. */
  code: z.string(),
  message: z.string(),
});
export type CentralRun = z.infer<typeof CentralRun>;

export const CentralState = z.object({
  server: CentralServer.nullable(),
  /** Records by place, those whose acceptance stands. */
  places: z.record(CentralPlace, count),
  /** Accepted records that are not yet marked 已入库 though they are loaded. */
  toStore: count,
  runs: z.array(CentralRun),
});
export type CentralState = z.infer<typeof CentralState>;

const readers = ['dataManager', 'inspector', 'catalogAuditor', 'licenseAuditor', 'admin'] as const;
const managers = ['dataManager', 'admin'] as const;

export const centralMethods = {
  'central.state': method([...readers], nothing, CentralState),
  'central.list': method(
    [...readers],
    CentralFilter.extend({ after: z.string().optional(), limit: z.int().min(1).max(500).optional() }),
    z.object({ rows: z.array(CentralRow), total: count, next: z.string().nullable() }),
  ),
  /** Names the one server that this station speaks to. An absent password keeps the one that is stored. */
  'central.set': method(
    [...managers],
    z.object({ server: CentralServer, password: z.string().min(1, '须填密码').max(200).optional() }),
    nothing,
  ),
  /** Forgets server and password: no connection is made any more. */
  'central.clear': method([...managers], nothing, nothing),
  /** Connects once. Refuses `central-not-set`, `central-unreachable`, `central-login`, `central-schema`, `central-failed`. */
  'central.try': method([...managers], nothing, z.object({ version: z.string(), there: count })),
  /**
   * Loads what waits. `again` compares everything with the database anew. What was loaded stays when a run is cut off; the next goes on.
   * Refuses as `central.try` does, `central-lost` where the server goes away in the middle, `cancelled`.
   */
  'central.load': method(
    ['dataManager'],
    z.object({ again: z.boolean().optional(), store: z.boolean().optional(), job }),
    CentralRun.extend({ stored: count }),
  ),
  /** Writes everything whose acceptance stands, unmasked; who and what for is logged. */
  'central.export': method(
    ['dataManager'],
    CentralFilter.omit({ place: true }).extend({
      format: z.enum(['csv', 'parquet']),
      purpose: z.string().trim().min(2, '须写明用途').max(200),
      to: path,
      /** Name of the file there; one that is free where it is absent. */
      as: z.string().min(1).max(200).optional(),
      job,
    }),
    z.object({ rows: count, path: z.string(), bytes: count }),
  ),
} as const;
