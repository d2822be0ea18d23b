import { shippedTypes } from '../electron/core/license/license.ts';
import { isUscc } from '../shared/china/uscc.ts';
import { checkField } from '../shared/license/check.ts';
import { differing } from '../shared/license/keyed-field.ts';
import {
  agreedReadings,
  criticalFields,
  defaultRules,
  fieldsToKey,
  isChosen,
  type KeyingRules,
  withDecision,
  withSecond,
} from '../shared/license/keying.ts';
import { emptyLicense, type License } from '../shared/license/license.ts';
import type { FaceField, LicenseType } from '../shared/license/type.ts';
import type { Figure } from './figures.ts';

/** Published: 29 wrong fields in 10 000 at single entry; who keys second tries to agree in one of ten. */
const wrongField = 29 / 10_000;
const triesToAgree = 0.1;
/**
 * Reading of print, from docs/benchmarks.md: fields with a doubtful character, where no seal stands and under one. None of 600 was wrong without a mark; the bound that the
 * project sets itself is assumed instead.
 */
const marked = { share: 0.304, wrong: 0.0615 / 0.304 };
const markedUnderSeal = { share: 0.625, wrong: 0.0982 / 0.625 };
const sealed: ReadonlySet<string> = new Set(['DJJG', 'FZRQ']);
const silentlyWrong = 0.005;

const licenses = 40_000;
const today = '2026-11-26';
const clerks = ['李敏', '王芳', '孙杰', '周洋'];

/** A sequence of its own, so that every run sees the same campaign. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const campaigns: readonly (readonly [name: string, rules: Partial<KeyingRules>])[] = [
  ['single entry', { records: 'none' }],
  ['all keyed again', {}],
  ['all but numbers that pass their check digit', { skipChecked: true }],
  ['a share of 20 %', { records: 'share', share: 20 }],
  ['two clerks of four', { records: 'clerks', clerks: clerks.slice(2) }],
  ['reading withheld', { reading: 'withheld' }],
  ['reading withheld, but numbers', { reading: 'withheld', skipChecked: true }],
  ['reading offered and taken', { reading: 'offered' }],
];

/**
 * A campaign of business licenses with the published error model, through the rules of the station: which fields are keyed again, what differs, what a decision
 * puts into the license. For each rule the wrong critical fields of 10 000, and the keys of the second keying and of the decisions to those of a first entry by hand.
 */
export async function measure(): Promise<readonly Figure[]> {
  const type = shippedTypes().find(({ name }) => name === '营业执照')!;
  return campaigns.flatMap(([name, rules]) => {
    const { wrong, keys, both, read } = run(type, { ...defaultRules, ...rules });
    return [
      { name: `critical fields that stay wrong, ${name}`, value: wrong, unit: '‱', atMost: 5 },
      { name: '  keys beyond a first entry by hand', value: keys, unit: '%', atMost: 15 },
      ...(read > 0
        ? [
            { name: '  both entries to a first one by hand', value: both, unit: '%' },
            { name: '  critical fields that reading stands for', value: read, unit: '%' },
          ]
        : []),
    ];
  });
}

interface Outcome {
  /** Critical fields of 10 000. */
  readonly wrong: number;
  /** Keys of the second keying, and of both entries, in percent of a first entry by hand. */
  readonly keys: number;
  readonly both: number;
  /** Critical fields that reading stands for, in percent. */
  readonly read: number;
}

function run(type: LicenseType, rules: KeyingRules): Outcome {
  const random = randomFrom(29);
  const critical = criticalFields(type);
  let wrong = 0;
  let byHand = 0;
  let first = 0;
  let second = 0;
  let stoodFor = 0;
  for (let index = 0; index < licenses; index++) {
    const truth = truthOf(index, random);
    const scan = new Map(type.fields.map((field) => [field.key, readingFor(field, truth[field.key] ?? '', random)]));
    const face: Record<string, string> = {};
    for (const field of type.fields) {
      const right = truth[field.key] ?? '';
      byHand += keysFor(field.key, right);
      const read = scan.get(field.key);
      const offered = rules.reading === 'offered' || (rules.reading === 'withheld' && !field.critical);
      const taken = offered && read && (read.value === right || (read.sure && random() < triesToAgree));
      if (taken) {
        face[field.key] = read.value;
        first += 1;
        continue;
      }
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
    const withheld = rules.reading === 'withheld';
    if (rules.reading !== 'ignored') {
      const of = (key: string) => {
        const read = scan.get(key);
        return read ? { ...read, withheld } : null;
      };
      license = { ...license, readings: agreedReadings(type, license, of, today) };
    }
    if (isChosen(rules, { id: idOf(index), createdBy: clerks[index % clerks.length]! })) {
      const due = fieldsToKey(rules, type, license, today);
      stoodFor += critical.length - due.length;
      const values = new Map(
        due.map(({ path, face: field }) => {
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
  const fields = licenses * critical.length;
  return {
    wrong: (wrong / fields) * 10_000,
    keys: (second / byHand) * 100,
    both: ((first + second) / byHand) * 100,
    read: rules.reading === 'ignored' ? 0 : (stoodFor / fields) * 100,
  };
}

/** Ids with a random end, by which a share picks some of every clerk's. */
const idOf = (index: number): string => (Math.imul(index + 1, 0x9e3779b1) >>> 0).toString(16).padStart(32, '0');

/** What is read of a field; a number that fails its check digit is never sure. */
function readingFor(field: FaceField, right: string, random: () => number): { value: string; sure: boolean } | null {
  if (right === '') return null;
  const { share, wrong } = sealed.has(field.key) ? markedUnderSeal : marked;
  const doubt = random() < share;
  const value = random() < (doubt ? wrong : silentlyWrong / (1 - share)) ? slip(right, random) : right;
  return { value, sure: !doubt && checkField(field, value, { today })?.level !== 'error' };
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
