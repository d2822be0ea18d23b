import { normalizeIdentifier, type Problem, problem } from './problem.ts';

const characters = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const valueByCharacter: ReadonlyMap<string, number> = new Map(
  [...characters].map((character, value) => [character, value]),
);
const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28] as const;
const organisationWeights = [3, 7, 9, 10, 5, 8, 4, 2] as const;

/**
 * Checks a unified social credit code (统一社会信用代码, GB 32100-2015). Returns the first problem or null. Order: length,
 * characters, digits of the division, check digit (all errors), then the organisation code in positions 9–17
 * (GB 11714), which newer registers do not always keep and which therefore is a warning.
 */
export function checkUscc(text: string): Problem | null {
  const code = normalizeIdentifier(text);
  if (code.length !== 18) return problem('error', 'uscc-length', `应为 18 位，现为 ${code.length} 位`);
  const values = Array.from(code, (character) => valueByCharacter.get(character) ?? -1);
  const bad = values.indexOf(-1);
  if (bad >= 0) {
    return problem(
      'error',
      'uscc-character',
      `第 ${bad + 1} 位“${code[bad]}”不是代码用字（只用数字和除 I、O、S、V、Z 以外的大写字母）`,
    );
  }
  const division = code.slice(2, 8);
  if (!/^\d{6}$/.test(division)) {
    return problem('error', 'uscc-division', `第 3—8 位“${division}”应为 6 位数字（登记管理机关行政区划码）`);
  }
  const sum = weights.reduce((total, weight, index) => total + weight * values[index]!, 0);
  if (values[17] !== (31 - (sum % 31)) % 31) return problem('error', 'uscc-check', '末位校验码不符，请逐位对照原件');
  return checkOrganisationCode(code.slice(8, 17))
    ? null
    : problem('warning', 'uscc-organisation', '第 9—17 位主体标识码（组织机构代码）的校验码不符，请对照原件');
}

/** Whether the code may be stored: no problem, or only a warning. */
export function isUscc(text: string): boolean {
  return checkUscc(text)?.level !== 'error';
}

/** Whether a 9-character organisation code (组织机构代码, GB 11714, with or without its hyphen) has its right check character. */
export function checkOrganisationCode(text: string): boolean {
  const code = normalizeIdentifier(text);
  if (!/^[0-9A-Z]{8}[0-9X]$/.test(code)) return false;
  const sum = organisationWeights.reduce(
    (total, weight, index) => total + weight * Number.parseInt(code[index]!, 36),
    0,
  );
  const check = 11 - (sum % 11);
  return code[8] === (check === 10 ? 'X' : check === 11 ? '0' : String(check));
}
