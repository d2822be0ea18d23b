import type { z } from 'zod';
import type { Finding } from '../../../shared/exchange/finding.ts';
import type { RecordKind } from '../../../shared/exchange/record.ts';
import type { Station } from '../store/station.ts';
import { catalogRules } from './rules-catalog.ts';
import { confirmationRules } from './rules-confirmation.ts';
import { licenseRules } from './rules-license.ts';
import { licenseTypeRules } from './rules-license-type.ts';
import { imprintRules, sheetRules } from './rules-seal.ts';
import { typesOf } from './sent-types.ts';

/** One field as people read it. */
export interface RecordLine {
  /** Dotted path, the same in form, finding, remark and receipt. */
  readonly field: string;
  readonly label: string;
  readonly text: string;
  /** What the line is found by in another version; its field where absent. It is the field of a line that is gone. */
  readonly key?: string;
}

/**
 * What exchange needs to know of one kind of record: how to read its body, what is wrong with it, and how its fields are called and
 * shown. Made for one station and one origin, since a license is checked against the types that this station knows of that sender.
 */
export interface RecordRules<B = unknown> {
  readonly schema: z.ZodType<B>;
  check(body: B): Finding[];
  /** The label of any path that findings and remarks name. */
  label(field: string, body: B): string;
  /** What the record is found by besides code and name: the same as at the department. */
  search(body: B): string[];
  /** The fields that a reviewer compares, in the order of the form. */
  lines(body: B): RecordLine[];
  /** Pieces of the scan that show a field, by their blobs. */
  pieces?(body: B): { field: string; blob: string }[];
  /** Ids of the body's files that hold a seal without 仅供核对, whatever the sender named them. */
  guarded?(body: B): string[];
}

/** Makes the rules of one kind. `origin` is '' for the station's own records. */
export type RulesMaker<B = unknown> = (station: Station, origin: string) => RecordRules<B>;

// biome-ignore lint/suspicious/noExplicitAny: every kind has a body of its own, parsed by the schema beside it
const makers: Partial<Record<RecordKind, RulesMaker<any>>> = {
  catalog: catalogRules,
  confirmation: confirmationRules,
  licenseType: licenseTypeRules,
  license: (station, origin) => licenseRules(typesOf(station, origin), () => station.now().slice(0, 10)),
  sheet: sheetRules,
  imprint: imprintRules,
};

/** The rules of a kind; undefined for one that this program does not take in yet. */
export function rulesOf(station: Station, kind: RecordKind, origin: string): RecordRules | undefined {
  return makers[kind]?.(station, origin);
}
