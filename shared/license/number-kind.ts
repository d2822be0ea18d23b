import { isMod1110 } from '../china/iso7064.ts';
import { normalizeIdentifier } from '../china/problem.ts';
import { checkResidentId, parseResidentId } from '../china/resident-id.ts';
import { checkOrganisationCode, isUscc } from '../china/uscc.ts';

/**
 * Kinds of numbers that old and new papers carry, each with its name and its code of GB/T 36903 annex A. 港澳台居民居住证 carries a number
 * of GB 11643 and so counts as 111; what annex A has no code for counts as 099 or 999.
 */
export const numberKinds = {
  uscc: { name: '统一社会信用代码', code: '001' },
  registration: { name: '15 位注册号', code: '099' },
  organisation: { name: '9 位组织机构代码', code: '099' },
  resident: { name: '公民身份号码', code: '111' },
  resident15: { name: '15 位身份证号', code: '111' },
  region: { name: '港澳台居民居住证', code: '111' },
  foreigner: { name: '外国人永久居留身份证', code: '999' },
  foreigner15: { name: '外国人永久居留身份证（15 位）', code: '999' },
} as const;
export type NumberKind = keyof typeof numberKinds;

/** Which number of an organisation this is: one whose form and check characters are right. */
export function organisationKind(text: string): NumberKind | null {
  const number = normalizeIdentifier(text);
  if (number.length === 18) return isUscc(number) ? 'uscc' : null;
  if (/^\d{15}$/.test(number)) return isMod1110(number) ? 'registration' : null;
  return checkOrganisationCode(number) ? 'organisation' : null;
}

/** Which number of a person this is: one whose form, date of birth and check character are right. `today` is YYYY-MM-DD. */
export function personKind(text: string, today: string): NumberKind | null {
  return checkResidentId(text, today) === null ? (parseResidentId(text)?.kind ?? null) : null;
}

/**
 * From when on a number of this kind is no longer issued to anybody (YYYY-MM-DD), '' where it still is: the 15-digit resident ID is void since 2013,
 * registration numbers and organisation codes gave way to the unified code by the end of 2017.
 */
export const outdatedFrom = (kind: NumberKind | null): string =>
  kind === 'resident15' ? '2013-01-01' : kind === 'registration' || kind === 'organisation' ? '2018-01-01' : '';
