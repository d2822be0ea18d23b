import {
  type DispatchBodies,
  type DispatchPart,
  dispatchBodies,
  dispatchParts,
  type PartVersions,
} from '../../../shared/exchange/dispatch.ts';
import type { Station } from '../store/station.ts';

/** A part as the bureau dispatched it last, and where it came from. */
export interface InForce<P extends DispatchPart> {
  readonly version: number;
  readonly body: DispatchBodies[P];
  /** Station id of the bureau. */
  readonly partner: string;
  readonly at: string;
}

/** What of a part is in force at this department; undefined before the first dispatch. */
export function partInForce<P extends DispatchPart>(station: Station, part: P): InForce<P> | undefined {
  const row = station.db.prepare('SELECT version, body, partner, at FROM in_force WHERE part = ?').get(part) as
    | { version: number; body: string; partner: string; at: string }
    | undefined;
  return row && { ...row, body: dispatchBodies[part].parse(JSON.parse(row.body)) as DispatchBodies[P] };
}

/** Versions in force here, as packages tell them to the bureau. */
export function versionsInForce(station: Station): PartVersions {
  const rows = station.db.prepare('SELECT part, version FROM in_force').all() as {
    part: DispatchPart;
    version: number;
  }[];
  return Object.fromEntries(
    rows.filter(({ part }) => dispatchParts.includes(part)).map(({ part, version }) => [part, version]),
  );
}
