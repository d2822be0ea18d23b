import type { RecordState } from '../../../shared/exchange/record.ts';
import type { Station } from '../store/station.ts';
import { writtenAt } from './ledger.ts';

/** A package of ours, as far as desk and status strip speak of it. */
export interface SentFacts {
  readonly id: string;
  readonly sequence: number;
  readonly createdAt: string;
  readonly writtenAt: string;
  readonly courier: string;
  readonly handedAt: string;
  readonly receivedAt: string;
  /** When it turned out that the bureau has only a part of it, '' otherwise. */
  readonly salvagedAt: string;
  readonly records: number;
  readonly states: Partial<Record<RecordState, number>>;
}

/** Packages sent, newest first, at most `limit`. */
export function sentFacts(station: Station, limit: number): SentFacts[] {
  const rows = station.db
    .prepare(
      `SELECT k.id, k.sequence, k.created_at AS createdAt, ${writtenAt} AS writtenAt, k.courier, k.handed_at AS handedAt,
         k.received_at AS receivedAt, k.salvaged_at AS salvagedAt, k.records,
         (SELECT json_group_object(state, n) FROM
           (SELECT state, count(*) AS n FROM package_record x WHERE x.package = k.id GROUP BY state)) AS states
       FROM package k ORDER BY k.created_at DESC, k.sequence DESC LIMIT ?`,
    )
    .all(limit) as (Omit<SentFacts, 'states'> & { states: string })[];
  return rows.map((row) => ({ ...row, states: JSON.parse(row.states) as SentFacts['states'] }));
}

/** Sequences of the packages that nobody has signed for, oldest first; those that are to be written again, or that another took over, are not on their way. */
export function unsignedSequences(station: Station): number[] {
  return station.db
    .prepare(
      `SELECT k.sequence FROM package k WHERE k.received_at = '' AND k.replaced_by = '' AND (k.salvaged_at = '' OR ${writtenAt} > k.salvaged_at)
       ORDER BY k.created_at, k.sequence`,
    )
    .pluck()
    .all() as number[];
}

/** Bureau: packages taken in since `day` (YYYY-MM-DD) began. */
export function receivedSince(station: Station, day: string): number {
  return station.db.prepare('SELECT count(*) FROM intake WHERE at >= ?').pluck().get(day) as number;
}

/** Partners whose fingerprint nobody has compared with the paper. */
export function unconfirmedPartners(station: Station): number {
  return station.db.prepare("SELECT count(*) FROM partner WHERE state = 'unverified'").pluck().get() as number;
}
