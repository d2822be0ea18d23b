import type { SentPackage } from '../../../shared/exchange/package.ts';
import type { Station } from '../store/station.ts';
import { standings, writtenAt } from './ledger.ts';

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
  readonly states: SentPackage['states'];
}

/** Packages sent, newest first, at most `limit`. */
export function sentFacts(station: Station, limit: number): SentFacts[] {
  const rows = station.db
    .prepare(
      `SELECT k.id, k.sequence, k.created_at AS createdAt, ${writtenAt} AS writtenAt, k.courier, k.handed_at AS handedAt,
         k.received_at AS receivedAt, k.salvaged_at AS salvagedAt, k.records,
         ${standings} AS states
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

/**
 * Own catalogs that the bureau has returned and whose correction has not been handed over, with the instant at which that was learned: of a record, the last
 * revision that left the house is the returned one.
 */
export function returnedCatalogs(station: Station): { id: string; name: string; at: string }[] {
  return station.db
    .prepare(
      `SELECT r.id, r.name, max(x.answered_at) AS at FROM package_record x INDEXED BY package_record_returned JOIN record r ON r.id = x.record
       WHERE x.state = 'returned' AND x.kind = 'catalog' AND NOT EXISTS (SELECT 1 FROM package_record y JOIN package k ON k.id = y.package
         WHERE y.record = x.record AND y.revision > x.revision AND (y.state <> 'sent' OR k.handed_at <> '' OR k.received_at <> ''))
       GROUP BY r.id ORDER BY at LIMIT 200`,
    )
    .all() as { id: string; name: string; at: string }[];
}

/** Bureau: packages taken in since `day` (YYYY-MM-DD) began. */
export function receivedSince(station: Station, day: string): number {
  return station.db.prepare('SELECT count(*) FROM intake WHERE at >= ?').pluck().get(day) as number;
}

/** Partners whose fingerprint nobody has compared with the paper. */
export function unconfirmedPartners(station: Station): number {
  return station.db.prepare("SELECT count(*) FROM partner WHERE state = 'unverified'").pluck().get() as number;
}
