import { normalizeIdentifier } from '../china/problem.ts';
import { amountInCapitals, formatAmount, parseAmount } from './amount.ts';
import { numberKinds, organisationKind, personKind } from './number-kind.ts';
import { parseShortDate } from './short-date.ts';
import type { FaceField, LicenseType } from './type.ts';

/** Years ahead that a two-digit year of a last day may mean. */
const lastDayYears = 60;

/**
 * A typed or imported value in the form in which it is stored: days as YYYY-MM-DD, amounts as 1200万元, codes in capitals without blanks. What
 * cannot be read stays as it was typed, for the check to name. Text is only trimmed: names are never changed silently.
 */
export function normalizeValue(type: LicenseType, field: FaceField, typed: string, today: string): string {
  const text = typed.trim();
  if (text === '') return '';
  switch (field.kind) {
    case 'date':
      return parseShortDate(text, dateRules(type, field, today)) ?? text;
    case 'amount': {
      const amount = parseAmount(text);
      return amount ? formatAmount(amount) : text;
    }
    case 'code':
      return normalizeIdentifier(text);
    case 'number':
      return text.normalize('NFKC').replace(/[\s,]/g, '');
    case 'enum':
      return field.options.find((option) => option === text) ?? byIndex(field, text) ?? text;
    case 'text':
      return text;
  }
}

/** How days of this field are read. */
export function dateRules(type: LicenseType, field: FaceField, today: string) {
  const isLast = field.longTerm || field.key === type.roles.validTo;
  return { today, longTerm: field.longTerm, yearsAhead: isLast ? lastDayYears : 0 };
}

/**
 * What stands in grey at the right of the field so that the eye can compare it with the face: an amount in capitals, the kind of a number that is
 * not the usual one.
 */
export function faceNote(field: FaceField, value: string, today: string): string {
  if (value === '') return '';
  if (field.kind === 'amount') {
    const amount = parseAmount(value);
    return amount ? amountInCapitals(amount) : '';
  }
  const rule = field.validator?.rule;
  const kind =
    rule === 'uscc'
      ? organisationKind(value)
      : rule === 'resident-id' || rule === 'person-id'
        ? personKind(value, today)
        : null;
  return kind === null || kind === 'uscc' || kind === 'resident' ? '' : numberKinds[kind].name;
}

function byIndex(field: FaceField, text: string): string | undefined {
  return /^[1-9]$/.test(text) ? field.options[Number(text) - 1] : undefined;
}
