import { dayNumber, dayOf, isDate } from '../china/dates.ts';
import { longTerm } from './short-date.ts';

/** One term for which a license may be valid; `null` is 长期. */
export type ValidityTerm = { readonly count: number; readonly unit: '天' | '月' | '年' } | null;

/**
 * Reads a validity rule: terms parted by `^` (GB/T 36902) or as people write them (5/10/20 年或长期, 3年、长期). An empty text fixes nothing and gives no
 * term. Null where a part is no term.
 */
export function parseValidity(text: string): ValidityTerm[] | null {
  const parts = text
    .normalize('NFKC')
    .replace(/\s+/g, '')
    .split(/[\^、,;/或]+/)
    .filter(Boolean);
  const terms: ValidityTerm[] = [];
  let unit = '';
  for (const part of parts.reverse()) {
    const match = /^(\d{1,3})(天|日|个?月|年)?$/.exec(part);
    if (/^(长期|永久|终身)(有效)?$/.test(part)) terms.unshift(null);
    else if (match && Number(match[1]) > 0 && (match[2] ?? unit) !== '') {
      unit = match[2] ?? unit;
      terms.unshift({
        count: Number(match[1]),
        unit: unit === '日' ? '天' : unit.endsWith('月') ? '月' : (unit as '年'),
      });
    } else return null;
  }
  return terms;
}

/** The one way in which a rule is stored: 5年^10年^长期. */
export function formatValidity(terms: readonly ValidityTerm[]): string {
  return terms.map((term) => (term ? `${term.count}${term.unit}` : longTerm)).join('^');
}

/**
 * Whether a license that runs from one day to another keeps one of the terms. Faces print the last day of a term both as the same day of the month and as the
 * day before it. True where the rule fixes nothing or a day is missing.
 */
export function keepsValidity(rule: string, from: string, to: string): boolean {
  const terms = parseValidity(rule) ?? [];
  if (terms.length === 0 || to === '') return true;
  if (to === longTerm) return terms.includes(null);
  if (!isDate(from) || !isDate(to)) return true;
  return terms.some((term) => term && [0, 1].includes(dayNumber(endOf(from, term)) - dayNumber(to)));
}

function endOf(from: string, { count, unit }: NonNullable<ValidityTerm>): string {
  if (unit === '天') return dayOf(dayNumber(from) + count);
  const months = Number(from.slice(0, 4)) * 12 + Number(from.slice(5, 7)) - 1 + count * (unit === '年' ? 12 : 1);
  const month = `${String(Math.floor(months / 12)).padStart(4, '0')}-${String((months % 12) + 1).padStart(2, '0')}`;
  // A month that is too short for the day ends the term on its last day.
  let day = Number(from.slice(8));
  while (day > 28 && !isDate(`${month}-${day}`)) day--;
  return `${month}-${String(day).padStart(2, '0')}`;
}
