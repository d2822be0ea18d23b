import { numberKinds, organisationKind, personKind } from './number-kind.ts';
import type { LicenseType } from './type.ts';

/** Kinds of holder codes (持证主体代码类型, GB/T 36903 annex A). */
export const idKinds = {
  '001': '统一社会信用代码',
  '099': '其他法人或其他组织有效证件代码',
  '111': '公民身份号码',
  '114': '中国人民解放军军官证编号',
  '115': '中国人民武装警察部队警官证编号',
  '118': '中国人民解放军士兵证编号',
  '119': '中国人民武装警察部队士兵证编号',
  '120': '中国人民解放军文职人员证编号',
  '122': '中国人民武装警察部队文职人员证编号',
  '411': '外交护照护照号',
  '412': '公务护照护照号',
  '413': '公务普通护照护照号',
  '414': '普通护照护照号',
  '511': '台湾居民来往大陆通行证号码',
  '516': '港澳居民来往内地通行证号码',
  '999': '其他自然人有效证件代码',
} as const;

/** Whether the number identifies a person, not an organisation. */
export const isPersonal = (idKind: string): boolean => idKind !== '' && !idKind.startsWith('0');

/**
 * Code of the kind of a holder's number, told by its form. A holder that may be either has '' where the form leaves it open: a person has
 * to choose then.
 */
export function kindOfNumber(number: string, holder: LicenseType['holderKind'], today: string): string {
  if (number === '') return '';
  const organisation = organisationKind(number);
  const person = personKind(number, today);
  if (holder === '法人和其他组织') return organisation === null ? '099' : numberKinds[organisation].code;
  if (holder === '自然人') return person === null ? '999' : numberKinds[person].code;
  if (organisation !== null && person !== null) return number.length === 18 ? numberKinds[person].code : '';
  // A passport number has the form of an organisation code, and one in eleven its check character.
  if (organisation === 'organisation' && /^[A-Z]\d{8}$/.test(number)) return '';
  const kind = organisation ?? person;
  return kind === null ? '' : numberKinds[kind].code;
}

/** A person's number as lists show it: 410105********002X; short ones keep their last two characters. */
export function maskNumber(number: string): string {
  if (number.length >= 15) return `${number.slice(0, 6)}${'*'.repeat(number.length - 10)}${number.slice(-4)}`;
  return number.length > 4 ? `${number.slice(0, 2)}${'*'.repeat(number.length - 4)}${number.slice(-2)}` : number;
}
