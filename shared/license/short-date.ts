import { dayNumber, dayOf, isDate, readDate } from '../china/dates.ts';

/** The word that stands instead of a last day. */
export const longTerm = '长期';

export interface DateRules {
  /** YYYY-MM-DD. */
  readonly today: string;
  /** The field may also hold 长期. */
  readonly longTerm?: boolean;
  /** Years after this one for which two digits still mean 20xx; a license's last day lies ahead, its first never does. */
  readonly yearsAhead?: number;
}

/**
 * A day as a clerk types it: `230105`, `t` (today), `t-3`, `20190301`, `2019-3-1`, `2019年3月1日`, `二〇一九年三月一日`, and where the field allows it
 * 长期 (`cq`). Gives YYYY-MM-DD or 长期, or null where it is no such thing.
 */
export function parseShortDate(typed: string, rules: DateRules): string | null {
  const plain = typed.normalize('NFKC').trim().toLowerCase();
  if (rules.longTerm && /^(至?长期(有效)?|永久|cq|无固定期限)$/.test(plain)) return longTerm;
  const relative = /^(?:t|今天)\s*([+-]\s*\d{1,4})?$/.exec(plain);
  if (relative) return dayOf(dayNumber(rules.today) + Number((relative[1] ?? '0').replace(/\s/g, '')));
  const short = /^(\d{2})(\d{2})(\d{2})$/.exec(plain) ?? /^(\d{2})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(plain);
  if (short) {
    const date = `${century(short[1]!, rules)}-${short[2]!.padStart(2, '0')}-${short[3]!.padStart(2, '0')}`;
    return isDate(date) ? date : null;
  }
  return readDate(plain);
}

/** Two days in one line of a face: `2011年07月09日至2021年07月08日`, `自…起长期`, `长期`. '' where a side is missing; null where a side is no day. */
export function parseDateRange(typed: string, rules: DateRules): { from: string; to: string } | null {
  const plain = typed.normalize('NFKC').trim().replace(/^自/, '');
  if (plain === '') return { from: '', to: '' };
  const toRules = { ...rules, longTerm: true, yearsAhead: 60 };
  if (parseShortDate(plain, toRules) === longTerm) return { from: '', to: longTerm };
  const [first = '', last = ''] = plain.split(/\s*(?:起?至|到|—+|–|~|起)\s*/u, 2);
  const from = parseShortDate(first, rules);
  const to = last === '' ? '' : parseShortDate(last, toRules);
  return from === null || to === null ? null : { from, to };
}

function century(twoDigits: string, rules: DateRules): number {
  const year = 2000 + Number(twoDigits);
  return year <= Number(rules.today.slice(0, 4)) + (rules.yearsAhead ?? 0) ? year : year - 100;
}
