import { shippedTypes } from '../electron/core/license/license.ts';
import { isUscc } from '../shared/china/uscc.ts';
import { checkField } from '../shared/license/check.ts';
import { differing } from '../shared/license/keyed-field.ts';
import {
  criticalFields,
  defaultRules,
  fieldsToKey,
  isChosen,
  type KeyingRules,
  withDecision,
  withSecond,
} from '../shared/license/keying.ts';
import { emptyLicense, type License } from '../shared/license/license.ts';
import type { LicenseType } from '../shared/license/type.ts';
import type { Figure } from './figures.ts';

/** Published: 29 wrong fields in 10 000 at single entry; who keys second tries to agree in one of ten. */
const wrongField = 29 / 10_000;
const triesToAgree = 0.1;
const licenses = 40_000;
const today = '2026-11-26';

/** A sequence of its own, so that every run sees the same campaign. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/**
 * A campaign of business licenses with the published error model, through the rules of the station: which fields are keyed again, what differs, what a decision
 * puts into the license. Wrong critical fields of 10 000, and keys of the second keying and of the decisions to those of the first.
 */
export async function measure(): Promise<readonly Figure[]> {
  const type = shippedTypes().find(({ name }) => name === '营业执照')!;
  const single = run(type, { ...defaultRules, records: 'none' });
  const all = run(type, defaultRules);
  const lean = run(type, { ...defaultRules, skipChecked: true });
  const per = (wrong: number, name: string, aim?: number): Figure => ({
    name,
    value: wrong,
    unit: '‱',
    ...(aim === undefined ? {} : { atMost: aim }),
  });
  return [
    per(single.wrong, 'critical fields wrong after single entry, check digits on'),
    per(all.wrong, 'critical fields wrong after the second keying of all of them', 5),
    { name: 'keys of it to those of the first entry', value: all.keys, unit: '%', atMost: 15 },
    per(lean.wrong, 'the same without numbers that pass their check digit', 5),
    { name: 'keys of it to those of the first entry', value: lean.keys, unit: '%', atMost: 15 },
  ];
}

function run(type: LicenseType, rules: KeyingRules): { wrong: number; keys: number } {
  const random = randomFrom(29);
  const critical = criticalFields(type);
  let wrong = 0;
  let first = 0;
  let second = 0;
  for (let index = 0; index < licenses; index++) {
    const truth = truthOf(index, random);
    const face: Record<string, string> = {};
    for (const field of type.fields) {
      const right = truth[field.key] ?? '';
      first += keysFor(field.key, right);
      let typed = random() < wrongField ? slip(right, random) : right;
      // An error of the check sends the clerk back to the paper.
      if (typed !== right && checkField(field, typed, { today })?.level === 'error') {
        first += keysFor(field.key, right);
        typed = right;
      }
      face[field.key] = typed;
    }
    let license: License = { ...emptyLicense(type), face };
    if (isChosen(rules, { id: index.toString(16).padStart(32, '0'), createdBy: '李敏' })) {
      const values = new Map(
        fieldsToKey(rules, type, license, today).map(({ path, face: field }) => {
          const key = field!.key;
          const right = truth[key] ?? '';
          second += keysFor(key, right);
          const agrees = face[key] !== right && random() < triesToAgree;
          return [path, agrees ? face[key]! : random() < wrongField ? slip(right, random) : right];
        }),
      );
      license = withSecond(license, values, { by: '赵静', at: today, own: false });
      const decided = new Map(
        differing(license).map((path) => {
          second += 2;
          const right = truth[path.slice('face.'.length)] ?? '';
          const { first: one, second: other } = license.review![path]!;
          // The third person reads no better than the others type.
          return [path, random() < wrongField ? (one === right ? other : one) : right];
        }),
      );
      license = withDecision(license, decided, { by: '王芳', at: today });
    }
    for (const { face: field } of critical)
      if ((license.face[field!.key] ?? '') !== (truth[field!.key] ?? '')) wrong += 1;
  }
  return { wrong: (wrong / (licenses * critical.length)) * 10_000, keys: (second / first) * 100 };
}

/** Keys by which the desk takes a value: short dates, cq, amounts with 万, the organ carried over; Enter after each. */
function keysFor(key: string, value: string): number {
  if (key === 'DJJG') return 1;
  if (value === '长期') return 3;
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return 7;
  return [...value].length + 1;
}

const signs = '郑州市金水区花园路创万瑞酒店管理样例新远大和平中原科技贸易建设发展有限责任公司';

function truthOf(index: number, random: () => number): Record<string, string> {
  const words = (length: number): string =>
    Array.from({ length }, () => signs[Math.floor(random() * signs.length)]).join('');
  const day = (from: number): string =>
    `${from + Math.floor(random() * 20)}-${String(1 + Math.floor(random() * 12)).padStart(2, '0')}-${String(1 + Math.floor(random() * 28)).padStart(2, '0')}`;
  const founded = day(1998);
  return {
    TYSHXYDM: codeOf(index),
    MC: `${words(8)}有限公司`,
    LX: '有限责任公司',
    FDDBR: words(3),
    JYFW: words(40 + Math.floor(random() * 41)),
    ZCZB: `${100 + Math.floor(random() * 900)}万`,
    CLRQ: founded,
    YYQXQ: founded,
    YYQXZ: random() < 0.5 ? '长期' : day(2030),
    ZS: words(20),
    DJJG: '郑州市市场监督管理局',
    FZRQ: day(2005),
  };
}

/** One character typed for another; of a day, a digit that leaves it a day. */
function slip(right: string, random: () => number): string {
  if (right === '' || right === '长期') return '2036-05-17';
  const at = /^\d{4}-/.test(right) ? 9 : Math.floor(random() * right.length);
  const other = /\d/.test(right[at]!) ? String((Number(right[at]) + 1) % 9 || 1) : right[at] === '样' ? '洋' : '样';
  return right.slice(0, at) + other + right.slice(at + 1);
}

/** A valid code for each index: its check digit is found by trying. */
function codeOf(index: number): string {
  const body = `9141010${index.toString().padStart(10, '0')}`;
  return [...'0123456789ABCDEFGHJKLMNPQRTUWXY'].map((digit) => body + digit).find(isUscc) ?? body;
}
