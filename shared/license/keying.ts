import { z } from 'zod';
import { checkResidentId } from '../china/resident-id.ts';
import { checkUscc } from '../china/uscc.ts';
import { valueAt } from './check.ts';
import { besideFace } from './fields.ts';
import type { SecondReading } from './keyed-field.ts';
import type { License } from './license.ts';
import { type FaceField, facesInOrder, type LicenseType } from './type.ts';

export const chosenRecords = ['none', 'all', 'share', 'clerks'] as const;

/**
 * What the station's own reading of the scan counts for. `withheld`: critical fields are entered without sight of it, and it stands for the second keying where it is sure
 * and says the same. `offered`: so it does where it was proposed and taken as it stood; then nobody but the clerk's glance has compared it with the paper.
 */
export const readingRules = ['ignored', 'withheld', 'offered'] as const;

/** Which licenses and fields are keyed a second time; a setting of the station. */
export const KeyingRules = z.object({
  records: z.enum(chosenRecords),
  /** Of 100 licenses, for `share`. */
  share: z.int('请填整数').min(1, '至少 1 %').max(100, '最多 100 %'),
  /** Whose licenses, for `clerks`. */
  clerks: z.array(z.string().max(100)).max(200),
  /** Leaves out numbers that pass their own check digit. */
  skipChecked: z.boolean(),
  reading: z.enum(readingRules),
  /** A license that waits for the second keying is not sealed into a package. */
  beforePacking: z.boolean(),
});
export type KeyingRules = z.infer<typeof KeyingRules>;

export const defaultRules: KeyingRules = {
  records: 'all',
  share: 20,
  clerks: [],
  skipChecked: false,
  reading: 'ignored',
  beforePacking: false,
};

export interface CriticalField {
  readonly path: string;
  readonly label: string;
  /** The field of the face; null for what stands beside it. */
  readonly face: FaceField | null;
}

/** The fields in which a mistake changes who holds what and until when, in the order of the form. */
export function criticalFields(type: LicenseType): CriticalField[] {
  return [
    ...facesInOrder(type)
      .filter((field) => field.critical)
      .map((field) => ({ path: `face.${field.key}`, label: field.label, face: field })),
    ...besideFace(type)
      .filter((field) => field.kind !== 'idKind')
      .map(({ path, label }) => ({ path, label, face: null })),
  ];
}

/** Whether the rule picks this license. A share goes by the random end of the id, so that it is the same at every asking. */
export function isChosen(rules: KeyingRules, license: { readonly id: string; readonly createdBy: string }): boolean {
  switch (rules.records) {
    case 'none':
      return false;
    case 'all':
      return true;
    case 'share':
      return Number.parseInt(license.id.slice(-8), 16) % 100 < rules.share;
    case 'clerks':
      return rules.clerks.includes(license.createdBy);
  }
}

/** What is still to be keyed a second time. `today` is YYYY-MM-DD. */
export function fieldsToKey(rules: KeyingRules, type: LicenseType, license: License, today: string): CriticalField[] {
  return criticalFields(type).filter(({ path, face }) => {
    const value = valueAt(license, path);
    const keyed = license.review?.[path];
    if (keyed && (keyed.value ?? keyed.first) === value) return false;
    const said = license.asOnPaper?.[path];
    if (said?.value === value && said.confirmedBy !== '') return false;
    // What the face lacks can only be keyed again where somebody has found it out.
    if (face === null && path.startsWith('holders.') && value === '') return false;
    if (standsForKeying(rules, license.readings?.[path], value)) return false;
    return !(rules.skipChecked && face !== null && passesItsCheck(face, value, today));
  });
}

function standsForKeying({ reading }: KeyingRules, read: SecondReading | undefined, value: string): boolean {
  if (read?.value !== value || reading === 'ignored') return false;
  return reading === 'offered' || read.withheld;
}

/** What was read of a field of a scan. */
export interface FieldReading {
  readonly value: string;
  /** No character of it is doubtful. */
  readonly sure: boolean;
  /** Whoever enters the license has not been shown it. */
  readonly withheld: boolean;
}

/** The readings by path that say for sure what stands in a critical field of the face; `of` gives what was read by key. */
export function agreedReadings(
  type: LicenseType,
  license: License,
  of: (key: string) => FieldReading | null,
  at: string,
): Record<string, SecondReading> {
  return Object.fromEntries(
    criticalFields(type).flatMap(({ path, face }) => {
      const read = face && of(face.key);
      const value = valueAt(license, path);
      if (!read?.sure || value === '' || !sayTheSame(read.value, value)) return [];
      return [[path, { value, withheld: read.withheld, at }]];
    }),
  );
}

function passesItsCheck(face: FaceField, value: string, today: string): boolean {
  switch (face.validator?.rule) {
    case 'uscc':
      return value.length === 18 && checkUscc(value)?.level !== 'error';
    case 'resident-id':
    case 'person-id':
      return value.length === 18 && checkResidentId(value, today)?.level !== 'error';
    default:
      return false;
  }
}

/** Whether two keyings say the same: width of signs and blanks apart, which no paper tells. */
export function sayTheSame(first: string, second: string): boolean {
  const plain = (text: string): string => text.normalize('NFKC').replace(/\s+/g, '');
  return plain(first) === plain(second);
}

export interface Act {
  readonly by: string;
  /** Instant, local time with offset. */
  readonly at: string;
}

/** The license with what was keyed second laid beside it; a value of the license itself never changes here. */
export function withSecond(
  license: License,
  values: ReadonlyMap<string, string>,
  act: Act & { readonly own: boolean },
): License {
  const review = { ...license.review };
  for (const [path, second] of values) {
    const first = valueAt(license, path);
    const value = sayTheSame(first, second) ? first : null;
    review[path] = { first, second, ...act, value, decidedBy: '', decidedAt: '' };
  }
  return { ...license, review };
}

/** The license with differences decided: the value of the paper replaces the first one. */
export function withDecision(license: License, values: ReadonlyMap<string, string>, { by, at }: Act): License {
  let decided = license;
  for (const [path, value] of values) {
    const keyed = license.review?.[path];
    if (!keyed || keyed.value !== null) continue;
    decided = withValue(decided, path, value);
    decided = {
      ...decided,
      review: { ...decided.review, [path]: { ...keyed, value, decidedBy: by, decidedAt: at } },
    };
  }
  return decided;
}

/** The license with another text at a dotted path. */
export function withValue(license: License, path: string, value: string): License {
  const [head = '', index = '', key = ''] = path.split('.');
  if (head === 'face') return { ...license, face: { ...license.face, [index]: value } };
  if (head === 'holders')
    return {
      ...license,
      holders: license.holders.map((holder, at) => (at === Number(index) ? { ...holder, [key]: value } : holder)),
    };
  return { ...license, [head]: value };
}

/** What is left of the readings once somebody has changed values. */
export function stillRead(license: License): License['readings'] {
  const kept = Object.entries(license.readings ?? {}).filter(([path, { value }]) => value === valueAt(license, path));
  return kept.length > 0 ? Object.fromEntries(kept) : undefined;
}

/** What is left of the second keying once somebody has changed values: words about other values are dropped. */
export function stillTrue(license: License): License['review'] {
  const kept = Object.entries(license.review ?? {}).filter(
    ([path, keyed]) => (keyed.value ?? keyed.first) === valueAt(license, path),
  );
  return kept.length > 0 ? Object.fromEntries(kept) : undefined;
}
