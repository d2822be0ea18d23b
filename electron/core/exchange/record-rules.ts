import type { z } from 'zod';
import type { Finding } from '../../../shared/exchange/finding.ts';
import type { RecordKind } from '../../../shared/exchange/record.ts';
import type { Station } from '../store/station.ts';
import { licenseRules } from './rules-license.ts';

/**
 * What exchange needs to know of one kind of record: how to read its body, what is wrong with it, and how its fields are called.
 * Made for one station and one origin, since a license is checked against the types that this station knows from that sender.
 */
export interface RecordRules<B = unknown> {
  readonly schema: z.ZodType<B>;
  check(body: B): Finding[];
  /** Chinese label of a field by its dotted path; '' for an inner field that nobody reviews. */
  label(field: string, body: B): string;
  /** Fields, or the heads of their paths, in the order of the form; those not named come after. */
  order(body: B): readonly string[];
}

/** Makes the rules of one kind. `origin` is '' for the station's own records. */
export type RulesMaker<B = unknown> = (station: Station, origin: string) => RecordRules<B>;

const makers: Partial<Record<RecordKind, RulesMaker<never>>> = {
  license: licenseRules as RulesMaker<never>,
};

/** The rules of a kind; undefined for one that this program does not take in yet. */
export function rulesOf(station: Station, kind: RecordKind, origin: string): RecordRules | undefined {
  return makers[kind]?.(station, origin) as RecordRules | undefined;
}
