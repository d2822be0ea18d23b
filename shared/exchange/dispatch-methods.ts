import { z } from 'zod';
import { method } from '../contract/method.ts';
import {
  DispatchedObligation,
  DispatchPart,
  DispatchTarget,
  ListLine,
  PreparedReport,
  SentDispatch,
} from './dispatch.ts';
import { ListLineRow } from './list-line-row.ts';
import { WrittenFile } from './package.ts';
import { RecordId, StationId } from './record.ts';

const done = z.object({});
const path = z.string().min(1).max(4096);
const writers = ['catalogAuditor', 'dataManager'] as const;
const StationName = z.string().min(1).max(100);

export const dispatchMethods = {
  /** Bureau: the departments, each with what is prepared and dispatched for it, and the dispatches signed so far. */
  'dispatch.overview': method(
    'user',
    z.object({}),
    z.object({ targets: z.array(DispatchTarget), sent: z.array(SentDispatch) }),
  ),
  /** The list of one department as it is prepared, with its answers. */
  'dispatch.list': method('user', z.object({ station: StationId }), z.object({ rows: z.array(ListLineRow) })),
  /** Adds a line (`id` absent) or writes one anew. Refuses `list-line-missing`, `list-line-twice`. */
  'dispatch.saveLine': method(
    writers,
    z.object({ station: StationId, line: ListLine.partial({ id: true }) }),
    z.object({ line: ListLine }),
  ),
  'dispatch.removeLine': method(writers, z.object({ station: StationId, id: RecordId }), done),
  /** What the department owes: as prepared, else (`prepared` false) what the shipped table says of its organ. */
  'dispatch.obligations': method(
    'user',
    z.object({ station: StationId }),
    z.object({ prepared: z.boolean(), lines: z.array(DispatchedObligation) }),
  ),
  'dispatch.saveObligations': method(
    writers,
    z.object({ station: StationId, lines: z.array(DispatchedObligation).max(2000) }),
    done,
  ),
  /** What is the same for all departments, and how far it reaches; `prepared` null = what ships with the program. */
  'dispatch.shared': method(
    'user',
    z.object({}),
    z.object({
      calendar: z.object({
        lastYear: z.number().int(),
        prepared: z
          .object({
            firstYear: z.number().int(),
            lastYear: z.number().int(),
            holidays: z.number().int(),
            makeupDays: z.number().int(),
          })
          .nullable(),
      }),
      classification: z.object({ prepared: z.boolean(), items: z.number().int(), subItems: z.number().int() }),
      /** Prepared beside those that ship, and how many more the accepted entries of departments would bring. */
      licenseTypes: z.object({
        prepared: z.array(z.object({ name: z.string(), version: z.number().int(), definer: z.string() })),
        accepted: z.number().int(),
      }),
    }),
  ),
  /**
   * Prepares what a file has: lists and obligations for the station (id, name or 统一社会信用代码), calendar, classification and license types for all. Without
   * a station a list is divided among the departments that its column 提供方 names.
   * Refuses `partner-unknown`, `dispatch-file`; a bad row stays out and is named.
   */
  'dispatch.prepare': method(
    writers,
    z.object({
      station: StationName.optional(),
      name: z.string().max(400),
      bytes: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
    }),
    z.object({ reports: z.array(PreparedReport) }),
  ),
  /** Prepares, as license types for all, the entries of departments' catalogs that this bureau has accepted. Of one name that two departments have none is taken. */
  'dispatch.takeTypes': method(writers, z.object({}), z.object({ reports: z.array(PreparedReport) })),
  /**
   * Signs what is prepared and changed (or the parts that are named) for these stations, all when absent, and writes it to a folder. Refuses
   * `nothing-to-dispatch`, `partner-unknown`, `sender-revoked`.
   */
  'dispatch.send': method(
    writers,
    z.object({
      stations: z.array(StationName).max(1000).optional(),
      parts: z.array(DispatchPart).optional(),
      to: path,
    }),
    z.object({ files: z.array(WrittenFile) }),
  ),
  /** Writes a dispatch that was signed before, byte for byte. */
  'dispatch.write': method(writers, z.object({ id: z.string(), to: path }), z.object({ file: WrittenFile })),
} as const;
