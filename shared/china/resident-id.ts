import { isDate } from './dates.ts';
import { normalizeIdentifier, type Problem, problem } from './problem.ts';

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const checkTable = '10X98765432';

export interface ResidentId {
  /** `resident` 居民身份证, `resident15` its old form, `region` 港澳台居民居住证, `foreigner` 外国人永久居留身份证 (since 2023), `foreigner15` its old form. */
  readonly kind: 'resident' | 'resident15' | 'region' | 'foreigner' | 'foreigner15';
  /** Division of the first registration; not necessarily one that still exists. Empty where the number has none. */
  readonly division: string;
  /** Date of birth, YYYY-MM-DD. */
  readonly birth: string;
  readonly sex: 'male' | 'female' | '';
}

/**
 * Checks a citizen identification number (GB 11643) and the numbers of its kin. Returns the first problem or null. The first six
 * digits are not compared with today's divisions: old ones stay on the paper. `today` (YYYY-MM-DD) bounds the date of birth.
 */
export function checkResidentId(text: string, today: string): Problem | null {
  const id = normalizeIdentifier(text);
  const parsed = parseResidentId(id);
  if (/^[A-Z]{3}\d{12}$/.test(id)) {
    return parsed ? null : problem('error', 'resident-id-birth', '号码中的出生日期不存在');
  }
  if (id.length !== 18 && id.length !== 15) {
    return problem('error', 'resident-id-length', `应为 18 位（旧号码 15 位），现为 ${id.length} 位`);
  }
  const body = id.length === 18 ? id.slice(0, 17) : id;
  const bad = [...body].findIndex((character) => character < '0' || character > '9');
  if (bad >= 0) return problem('error', 'resident-id-character', `第 ${bad + 1} 位“${body[bad]}”应为数字`);
  if (id.length === 18 && !/[0-9X]/.test(id[17]!)) {
    return problem('error', 'resident-id-character', `第 18 位“${id[17]}”应为数字或 X`);
  }
  if (!parsed) return problem('error', 'resident-id-birth', '号码中的出生日期不存在');
  if (parsed.birth > today) return problem('error', 'resident-id-birth', '号码中的出生日期晚于今天');
  // The old number has no check digit: its date is all that can be checked.
  if (id.length === 15) return null;
  const sum = weights.reduce((total, weight, index) => total + weight * Number(id[index]), 0);
  return id[17] === checkTable[sum % 11]
    ? null
    : problem('error', 'resident-id-check', '末位校验码不符，请逐位对照原件');
}

/** Reads kind, division, birth and sex out of a number; null when it has none of the known forms or an impossible date. */
export function parseResidentId(text: string): ResidentId | null {
  const id = normalizeIdentifier(text);
  if (/^[A-Z]{3}\d{12}$/.test(id)) {
    // Issued from 2004 to 2023, also to children.
    const birth = oldDate(id.slice(7, 13)) ?? oldDate(id.slice(7, 13), '20');
    return birth ? { kind: 'foreigner15', division: '', birth, sex: '' } : null;
  }
  if (/^\d{15}$/.test(id)) {
    const birth = oldDate(id.slice(6, 12));
    return birth ? { kind: 'resident15', division: id.slice(0, 6), birth, sex: sexOf(id[14]!) } : null;
  }
  if (!/^\d{17}[0-9A-Z]$/.test(id)) return null;
  const birth = `${id.slice(6, 10)}-${id.slice(10, 12)}-${id.slice(12, 14)}`;
  if (!isDate(birth) || birth < '1800-01-01') return null;
  const kind = id[0] === '9' ? 'foreigner' : /^8[123]/.test(id) ? 'region' : 'resident';
  return { kind, division: id.slice(0, 6), birth, sex: sexOf(id[16]!) };
}

/** Six digits YYMMDD; in the numbers issued before 1999 every birth lies in the twentieth century. */
function oldDate(digits: string, century = '19'): string | null {
  const date = `${century}${digits.slice(0, 2)}-${digits.slice(2, 4)}-${digits.slice(4, 6)}`;
  return isDate(date) ? date : null;
}

const sexOf = (digit: string): 'male' | 'female' => (Number(digit) % 2 ? 'male' : 'female');
